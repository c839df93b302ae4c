import { qualifiedColumn } from '../../catalog/names.ts';
import type { Condition, NamedColumn, Operand, QueryFacts } from '../../engines/query-facts.ts';
import type { AskedColumns } from '../../rules/asked-columns.ts';
import { shortened, type WorkloadEntry } from '../indexes/workload-queries.ts';
import { columnOf } from './joined-columns.ts';

/** Which queries narrow, group or order rows by a column: what an index on it may be for. */
export function askedColumns(queries: readonly Pick<WorkloadEntry, 'sql' | 'name' | 'facts'>[]): AskedColumns {
  const names = new Map<string, Set<string>>();
  for (const query of queries) {
    for (const key of columnsAsked(query.facts)) {
      names.set(key, (names.get(key) ?? new Set()).add(query.name ?? shortened(query.sql)));
    }
  }
  return (table, column) => [...(names.get(qualifiedColumn(table, column)) ?? [])];
}

function columnsAsked({ blocks, target }: QueryFacts): readonly string[] {
  return blocks.flatMap((block, at) =>
    [
      ...block.conditions.flatMap(columnsIn),
      ...[...block.group, ...block.order.map(({ operand }) => operand)].flatMap(ofOperand),
    ]
      .flatMap((column) => columnOf(column, at, blocks) ?? (target ? { table: target, column: column.column } : []))
      .map(({ table, column }) => qualifiedColumn(table, column)),
  );
}

function columnsIn({ left, right, list = [], branches = [] }: Condition): readonly NamedColumn[] {
  return [...[left, right, ...list].flatMap(ofOperand), ...branches.flat().flatMap(columnsIn)];
}

function ofOperand(operand: Operand | undefined): readonly NamedColumn[] {
  return operand?.columns ?? (operand?.column ? [operand.column] : []);
}
