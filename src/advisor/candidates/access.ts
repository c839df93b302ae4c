import type { NewIndexKey } from '../../catalog/change.ts';
import type { Lookups } from '../../catalog/lookups.ts';
import type { Table } from '../../catalog/table.ts';
import { hasBeginning, keyOf, keyText, type Service, serviceOf } from '../../engines/index-keys.ts';
import { oriented } from '../../engines/oriented.ts';
import type { Condition, Operand, OrderKey, QueryBlock, QueryFacts } from '../../engines/query-facts.ts';
import { neededColumns } from './needed-columns.ts';

/** A condition that holds a key of one table against a value. */
export interface Bound {
  readonly key: NewIndexKey;
  readonly column: string;
  readonly condition: Condition;
}

/** What one relation of a query is asked for: everything that an index on its table could serve. */
export interface Access {
  readonly query: number;
  readonly table: Table;
  readonly alias: string;
  /** Held equal to a value, to one of a list, or to null. */
  readonly equal: readonly Bound[];
  readonly ranges: readonly Bound[];
  /** Held equal to columns of other relations, each with the relation it is joined to. */
  readonly joins: readonly (Bound & { readonly to: string })[];
  /** What a B-tree does not serve. */
  readonly other: readonly (Service & { readonly condition: Condition })[];
  /** The columns that the rows are wanted in order of, where they are all this table's. */
  readonly order: readonly NewIndexKey[];
  /** Ordered by nearness, where the order is by an operator. */
  readonly nearest?: Operand;
  readonly limited: boolean;
  readonly group: readonly NewIndexKey[];
  /** All columns that are read; absent where all are, or rows are written. */
  readonly needed?: readonly string[];
  /** The same without what only this condition reads. */
  neededBeside(condition: Condition): readonly string[] | undefined;
  /** Every condition on the relation alone. */
  readonly conditions: readonly Condition[];
}

/** Every relation that a query reads from a table, with what it asks for there; one for each branch of an OR, too. */
export function accessesOf(query: number, facts: QueryFacts, lookups: Lookups): readonly Access[] {
  const accesses: Access[] = [];
  for (const [number, block] of facts.blocks.entries()) {
    for (const relation of block.relations) {
      const named = relation.table && lookups.table(relation.table);
      const table = named && topTable(named, lookups);
      if (table?.kind !== 'table') continue;
      const conditions = block.conditions.filter((one) => one.clause !== 'having');
      const base = accessOf(query, facts, number, block, relation.alias, table, conditions);
      accesses.push(base);
      for (const condition of conditions) {
        for (const branch of condition.branches ?? []) {
          const rest = conditions.filter((one) => one !== condition);
          const own = accessOf(query, facts, number, block, relation.alias, table, [...branch, ...rest]);
          if (
            own.equal.length + own.ranges.length + own.other.length >
            base.equal.length + base.ranges.length + base.other.length
          )
            accesses.push(own);
        }
      }
    }
  }
  return accesses;
}

/** Operators of distance. */
const nearestOperator = /<[-#=~+%]>|<<->|<->>/;

/**
 * An expression of several columns held against a value, or searched inside: as the query writes it, it may be a key.
 */
function expressionBound(condition: Condition, alias: string, table: Table): Bound | undefined {
  const { kind, operator = '' } = condition;
  const isCompared = kind === 'comparison' && /^(=|<|<=|>|>=)$/.test(operator);
  const isSearched = (kind === 'match' && operator === '@@') || kind === 'like';
  if (condition.negated || !(isCompared || isSearched)) return undefined;
  // A query of a search is a function of a value: `to_tsquery('a')`.
  const isValue = (one: Operand | undefined) =>
    one?.constant !== undefined ||
    one?.parameter !== undefined ||
    (isSearched && one !== undefined && one.column === undefined && !mentions(one.text, alias, table));
  const { left, right } = condition;
  const operand = isValue(right) ? left : isValue(left) ? right : undefined;
  if (!operand || operand.column || operand.block !== undefined || isValue(operand) || /\$\d/.test(operand.text))
    return undefined;
  const text = operand.text.replaceAll(`${alias}.`, '');
  if (!mentions(text, alias, table)) return undefined;
  return { key: { expression: text }, column: '', condition };
}

/** Whether an expression names a column of the table. */
function mentions(text: string, alias: string, table: Table): boolean {
  const bare = text.replaceAll(`${alias}.`, '').replaceAll(/'(?:[^']|'')*'/g, '');
  const words = new Set(bare.match(/[A-Za-z_][\w$]*/g) ?? []);
  return table.columns.some((one) => words.has(one.name));
}

/** The least and the greatest value of a column are the first and the last of an index. */
function extremes(block: QueryBlock, table: Table): readonly NewIndexKey[] {
  const [only] = block.aggregates;
  if (block.aggregates.length !== 1 || block.group.length > 0 || block.relations.length !== 1) return [];
  const name = /^(?:min|max)\((?:[\w$]+\.)?"?([\w$]+)"?\)$/i.exec(only?.text ?? '')?.[1];
  return table.columns.some((one) => one.name === name) && name !== undefined ? [{ column: name }] : [];
}

/** Indexes are made on a partitioned table, not on its partitions. */
function topTable(table: Table, lookups: Lookups): Table {
  const parent = table.partitionOf && lookups.table(table.partitionOf.parent);
  return parent ? topTable(parent, lookups) : table;
}

function accessOf(
  query: number,
  facts: QueryFacts,
  number: number,
  block: QueryBlock,
  alias: string,
  table: Table,
  all: readonly Condition[],
): Access {
  const mine = (operand: Operand | undefined): boolean => {
    if (!operand?.column) return false;
    const { relation, column } = operand.column;
    return (relation ?? alias) === alias && table.columns.some((one) => one.name === column);
  };
  const equal = new Map<string, Bound>();
  const ranges = new Map<string, Bound>();
  const joins = new Map<string, Bound & { readonly to: string }>();
  const other: (Service & { readonly condition: Condition })[] = [];
  const conditions: Condition[] = [];
  for (const given of all) {
    const condition = oriented(given, alias, table);
    const expression = block.relations.length === 1 ? expressionBound(condition, alias, table) : undefined;
    if (expression) {
      const { key } = expression;
      if (condition.kind === 'match') other.push({ kind: 'contains', key, column: '', method: 'gin', condition });
      else if (condition.kind === 'like' && hasBeginning(condition.right?.constant ?? '', condition.operator))
        ranges.set(keyText(key), { ...expression, key: { ...key, operatorClass: 'text_pattern_ops' } });
      else if (condition.kind === 'like')
        other.push({ kind: 'similar', key: { ...key, operatorClass: 'gin_trgm_ops' }, column: '', condition });
      else (condition.operator === '=' ? equal : ranges).set(keyText(key), expression);
    }
    if (!mine(condition.left)) continue;
    const service = serviceOf(condition, table);
    const to = condition.right?.column?.relation;
    const joined =
      (to !== undefined && to !== alias) || condition.kind === 'in subquery' || condition.right?.block !== undefined;
    if (!joined) conditions.push(condition);
    if (condition.kind === 'in subquery' && !condition.negated && condition.left) {
      const key = keyOf(condition.left, table);
      const column = condition.left.column?.column;
      if (key && column !== undefined) joins.set(keyText(key), { key, column, condition, to: 'sub-query' });
      continue;
    }
    // A value that is only known when the query runs is no part of a key.
    if (!service || /\$\d/.test(service.key.expression ?? '')) continue;
    const bound: Bound = { key: service.key, column: service.column, condition };
    if (service.kind === 'equal') {
      if (joined && to !== undefined) joins.set(keyText(service.key), { ...bound, to });
      else equal.set(keyText(service.key), bound);
    } else if (service.kind === 'range' || service.kind === 'prefix') {
      if (!ranges.has(keyText(service.key))) ranges.set(keyText(service.key), bound);
    } else {
      other.push({ ...service, condition });
    }
  }
  const needed = neededColumns(facts, number, alias, table);
  const nearest = block.order.length === 1 && block.limit ? block.order[0]?.operand : undefined;
  const isNearest = nearest !== undefined && nearestOperator.test(nearest.text);
  return {
    query,
    table,
    alias,
    equal: [...equal.values()],
    ranges: [...ranges.values()],
    joins: [...joins.values()],
    other,
    order: isNearest ? [] : [...orderKeys(block.order, table, mine), ...extremes(block, table)],
    ...(nearest && isNearest ? { nearest } : {}),
    limited: block.limit !== undefined,
    group: groupKeys(block, table, mine),
    ...(needed ? { needed } : {}),
    neededBeside: (condition) => neededColumns(facts, number, alias, table, condition),
    conditions,
  };
}

/** The order as keys where every part of it is the table's; all of it reversed is the same index read backwards. */
function orderKeys(
  order: readonly OrderKey[],
  table: Table,
  mine: (operand: Operand) => boolean,
): readonly NewIndexKey[] {
  if (!order.every(({ operand }) => mine(operand))) return [];
  const keys: NewIndexKey[] = [];
  const backwards = order.every((one) => one.descending);
  for (const { operand, descending, nullsFirst } of order) {
    const key = keyOf(operand, table);
    if (!key || /\$\d/.test(key.expression ?? '')) return [];
    const down = backwards ? false : descending;
    const first = backwards ? !nullsFirst : nullsFirst;
    keys.push({ ...key, ...(down ? { descending: true } : {}), ...(first === down ? {} : { nullsFirst: first }) });
  }
  return keys;
}

function groupKeys(block: QueryBlock, table: Table, mine: (operand: Operand) => boolean): readonly NewIndexKey[] {
  const asked = block.distinct === 'none' ? block.group : block.returned;
  if (asked.length === 0 || !asked.every(mine)) return [];
  const keys = asked.map((operand) => keyOf(operand, table));
  return keys.every((key) => key !== undefined) ? keys : [];
}
