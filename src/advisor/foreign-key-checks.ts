import { type QualifiedName, qualified } from '../catalog/names.ts';
import type { ForeignKey, Table } from '../catalog/table.ts';
import type { QueryFacts } from '../engines/query-facts.ts';
import type { AdviceInput, AdviceQuery } from './advice.ts';

/** What the engine asks by itself when a referenced row goes or its key changes: no query plan shows it. */
export interface ForeignKeyCheck extends AdviceQuery {
  readonly foreignKey: { readonly table: QualifiedName; readonly name: string };
}

/**
 * A query for each foreign key that the workload's deletes and updates of the referenced table make the engine follow,
 * those that cascades reach included, as often as they do (RI_FKey_cascade_del and its kin in PostgreSQL's
 * ri_triggers.c run such a query for each row).
 */
export function foreignKeyChecks(input: AdviceInput): readonly ForeignKeyCheck[] {
  const { lookups, queries } = input;
  const rates = new Map<ForeignKey, { readonly from: Table; rate: number }>();
  const follow = (
    target: QualifiedName,
    rate: number,
    // The columns that change; absent where the row goes.
    changed: ReadonlySet<string> | undefined,
    path: readonly ForeignKey[],
  ) => {
    for (const { from, key } of lookups.referencesTo(target)) {
      const isFollowed = !changed || key.referencedColumns.some((column) => changed.has(column));
      if (!isFollowed || path.includes(key) || from.partitionOf) continue;
      const known = rates.get(key) ?? { from, rate: 0 };
      known.rate += rate;
      rates.set(key, known);
      const next = [...path, key];
      if (!changed && key.onDelete === 'cascade') follow(from, rate, undefined, next);
      if (changed && key.onUpdate === 'cascade') follow(from, rate, new Set(key.columns), next);
    }
  };
  for (const { facts, callsPerSecond = 1 } of queries) {
    if (!facts.target) continue;
    if (facts.kind === 'delete') follow(facts.target, callsPerSecond, undefined, []);
    if (facts.kind === 'update') follow(facts.target, callsPerSecond, new Set(facts.assigned), []);
  }
  return [...rates]
    .filter(([key, { from }]) => !isIndexed(from, key.columns))
    .map(([key, { from, rate }]) => checkOf(from, key, rate, input));
}

function isIndexed(table: Table, columns: readonly string[]): boolean {
  const wanted = new Set(columns);
  return table.indexes.some(
    (index) =>
      index.valid &&
      index.predicate === undefined &&
      index.keys.slice(0, columns.length).every((key) => key.column !== undefined && wanted.has(key.column)) &&
      index.keys.length >= columns.length,
  );
}

function checkOf(from: Table, key: ForeignKey, rate: number, { traits }: AdviceInput): ForeignKeyCheck {
  const name = `${traits.quote(from.schema)}.${traits.quote(from.name)}`;
  const conditions = key.columns.map((column, at) => `${traits.quote(column)} = $${at + 1}`);
  const facts: QueryFacts = {
    // It locks or changes the rows that it finds: an index alone is never enough.
    kind: 'delete',
    writes: true,
    assigned: [],
    parameters: key.columns.length,
    blocks: [
      {
        role: 'main',
        correlated: false,
        relations: [{ alias: from.name, table: { schema: from.schema, name: from.name }, lateral: false }],
        conditions: key.columns.map((column, at) => ({
          text: conditions[at] ?? '',
          clause: 'where',
          kind: 'comparison',
          negated: false,
          operator: '=',
          left: { text: column, column: { relation: from.name, column }, functions: [] },
          right: { text: `$${at + 1}`, functions: [], parameter: at + 1 },
        })),
        returned: [],
        returnsAll: true,
        distinct: 'none',
        group: [],
        aggregates: [],
        windows: false,
        order: [],
        locking: true,
      },
    ],
  };
  return {
    sql: `SELECT 1 FROM ${name} WHERE ${conditions.join(' AND ')}`,
    name: `rows of ${qualified(from)} that refer to a row of ${qualified(key.references)}`,
    callsPerSecond: rate,
    facts,
    foreignKey: { table: { schema: from.schema, name: from.name }, name: key.name },
  };
}
