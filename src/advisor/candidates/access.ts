import type { Catalog } from '../../catalog/catalog.ts';
import type { NewIndexKey } from '../../catalog/change.ts';
import type { Lookups } from '../../catalog/lookups.ts';
import { sameName } from '../../catalog/names.ts';
import type { Table } from '../../catalog/table.ts';
import type { Traits } from '../../catalog/traits.ts';
import type { TypeFamily } from '../../catalog/type.ts';
import {
  beginsByIndex,
  beginsWith,
  containmentOf,
  hasBeginning,
  keyOf,
  keyText,
  patternKey,
  type Service,
  serviceOf,
} from '../../engines/index-keys.ts';
import { oriented } from '../../engines/oriented.ts';
import type { Condition, NamedColumn, Operand, OrderKey, QueryBlock, QueryFacts } from '../../engines/query-facts.ts';
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
  /** The orders that window functions want rows in, where they are all this table's. */
  readonly windows: readonly (readonly NewIndexKey[])[];
  /** Ordered by nearness, where the order is by an operator. */
  readonly nearest?: { readonly key: NewIndexKey; readonly family?: TypeFamily };
  readonly limited: boolean;
  readonly group: readonly NewIndexKey[];
  /** All columns that are read; absent where all are, or rows are written. */
  readonly needed?: readonly string[];
  /** The same without what only this condition reads. */
  neededBeside(condition: Condition): readonly string[] | undefined;
  /** Every condition on the relation alone. */
  readonly conditions: readonly Condition[];
}

/**
 * Every relation that a query reads from a table, with what it asks for there; one for each branch of an OR, too, and one
 * for each table that inherits from it, whose rows are read with its own.
 */
export function accessesOf(
  query: number,
  facts: QueryFacts,
  catalog: Catalog,
  lookups: Lookups,
  traits: Traits,
): readonly Access[] {
  const accesses: Access[] = [];
  for (const [number, block] of facts.blocks.entries()) {
    for (const relation of block.relations) {
      const named = relation.table && lookups.table(relation.table);
      if (!named) continue;
      for (const table of [topTable(named, lookups), ...heirsOf(named, catalog)]) {
        accesses.push(...relationAccesses({ query, facts, number, alias: relation.alias, table, traits }));
      }
    }
  }
  return accesses;
}

/** What is asked of columns alone: without the expressions that are made of them. */
export function byColumns(access: Access): Access {
  const isColumn = (key: NewIndexKey) => key.expression === undefined;
  const only = (keys: readonly NewIndexKey[]) => (keys.every(isColumn) ? keys : []);
  const { equal, ranges, joins, other, order, windows, group } = access;
  return {
    ...access,
    equal: equal.filter(({ key }) => isColumn(key)),
    ranges: ranges.filter(({ key }) => isColumn(key)),
    joins: joins.filter(({ key }) => isColumn(key)),
    other: other.filter(({ key }) => isColumn(key)),
    order: only(order),
    windows: windows.map(only),
    group: only(group),
  };
}

/** What an expanded query asks of the first relation of a block. */
export function expandedAccesses(
  query: number,
  block: QueryBlock,
  lookups: Lookups,
  traits: Traits,
): readonly Access[] {
  const [relation] = block.relations;
  const named = relation?.table && lookups.table(relation.table);
  if (!relation || !named) return [];
  const facts: QueryFacts = { kind: 'select', writes: false, assigned: [], blocks: [block], parameters: 0 };
  return relationAccesses({ query, facts, number: 0, alias: relation.alias, table: topTable(named, lookups), traits });
}

/** A relation of a block of a query. */
interface PlacedRelation {
  readonly query: number;
  readonly facts: QueryFacts;
  /** The block. */
  readonly number: number;
  readonly alias: string;
  readonly table: Table;
  readonly traits: Traits;
}

function relationAccesses(given: PlacedRelation): readonly Access[] {
  const block = given.facts.blocks[given.number];
  if (!block || given.table.kind !== 'table') return [];
  const conditions = block.conditions.filter((one) => one.clause !== 'having');
  const base = accessOf(given, block, conditions);
  const accesses = [base];
  for (const condition of conditions) {
    const rest = conditions.filter((one) => one !== condition);
    const branches = (condition.branches ?? [])
      .map((branch) => accessOf(given, block, [...branch, ...rest]))
      .filter(
        (own) =>
          own.equal.length + own.ranges.length + own.other.length >
          base.equal.length + base.ranges.length + base.other.length,
      );
    const asked = new Set(branches.flatMap((own) => [...own.equal, ...own.ranges].map(({ column }) => column)));
    if (asked.size <= mostAlternatives) accesses.push(...branches);
  }
  return accesses;
}

/** An OR over more columns than this is no query to make an index for each of: every write would pay for all of them. */
const mostAlternatives = 8;

/** The tables that inherit from a table, and those that inherit from them. */
function heirsOf(table: Table, catalog: Catalog): readonly Table[] {
  const found = new Set<Table>();
  const visit = (parent: Table): void => {
    for (const one of catalog.tables) {
      if (found.has(one) || !one.inherits.some((name) => sameName(name, parent))) continue;
      found.add(one);
      visit(one);
    }
  };
  visit(table);
  return [...found];
}

/**
 * An expression of several columns held against what is known without the row: as the query writes it, it may be a key.
 */
function expressionBound({ left, right, kind, operator = '', negated }: Condition, own: Own): Expression | undefined {
  const isCompared = kind === 'comparison' && /^(=|<|<=|>|>=)$/.test(operator);
  if (negated || !(isCompared || kind === 'match' || kind === 'like')) return undefined;
  const operand = own.isOutside(right) ? left : own.isOutside(left) ? right : undefined;
  const other = operand === left ? right : left;
  const key = operand && expressionKey(operand, own);
  if (!key || !other) return undefined;
  const [to] = other.column ? [other.column] : (other.columns ?? []);
  return {
    key,
    ...(operand.family ? { family: operand.family } : {}),
    ...(to?.relation === undefined ? {} : { to: to.relation }),
  };
}

interface Expression {
  readonly key: NewIndexKey;
  readonly family?: TypeFamily;
  /** Of a value of another relation, its alias. */
  readonly to?: string;
}

/** What tells a relation's own columns from others. */
interface Own {
  readonly alias: string;
  readonly isMine: (column: NamedColumn) => boolean;
  /** Whether an operand is known without a row of the relation. */
  readonly isOutside: (operand: Operand | undefined) => boolean;
}

/** An operand of several columns of the relation alone, and of no value that is only known when the query runs. */
function expressionKey({ text, columns = [], block }: Operand, { alias, isMine }: Own): NewIndexKey | undefined {
  if (columns.length === 0 || block !== undefined || !columns.every(isMine) || /\$\d/.test(text)) return undefined;
  return { expression: withoutAlias(text, alias) };
}

/** The side of a distance that is the relation's, as a key, where the other is a value. */
function nearestKey({ distance }: OrderKey, table: Table, own: Own): Expression | undefined {
  if (!distance) return undefined;
  const { left, right } = distance;
  const operand = own.isOutside(right) ? left : own.isOutside(left) ? right : undefined;
  if (!operand || operand.block !== undefined || /\$\d/.test(operand.text)) return undefined;
  const isColumn = operand.column !== undefined && own.isMine(operand.column);
  const key = isColumn ? keyOf(operand, table) : expressionKey(operand, own);
  return key && { key, ...(operand.family ? { family: operand.family } : {}) };
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
  { query, facts, number, alias, table, traits }: PlacedRelation,
  block: QueryBlock,
  all: readonly Condition[],
): Access {
  const isMine = ({ relation, column }: NamedColumn): boolean =>
    (relation ?? alias) === alias && table.columns.some((one) => one.name === column);
  const mine = (operand: Operand | undefined): boolean => operand?.column !== undefined && isMine(operand.column);
  const isOutside = (operand: Operand | undefined): boolean =>
    operand !== undefined &&
    operand.block === undefined &&
    !(operand.columns ?? (operand.column ? [operand.column] : [])).some(isMine);
  const own: Own = { alias, isMine, isOutside };
  const equal = new Map<string, Bound>();
  const ranges = new Map<string, Bound>();
  const joins = new Map<string, Bound & { readonly to: string }>();
  const other: (Service & { readonly condition: Condition })[] = [];
  const conditions: Condition[] = [];
  for (const given of all) {
    const condition = oriented(given, alias, table);
    const expression = expressionBound(condition, own);
    if (expression) {
      const { key, family, to } = expression;
      const bound: Bound = { key, column: '', condition };
      const contained = containmentOf(condition.operator, family);
      if (contained) other.push({ ...contained, key, column: '', condition });
      else if (condition.kind === 'like' && hasBeginning(condition.right?.constant ?? '', condition.operator))
        ranges.set(keyText(key), { ...bound, key: patternKey(key, table) });
      else if (condition.kind === 'like')
        other.push({ kind: 'similar', key: { ...key, operatorClass: 'gin_trgm_ops' }, column: '', condition });
      else if (condition.kind === 'comparison' && condition.operator !== '=') ranges.set(keyText(key), bound);
      else if (condition.kind === 'comparison' && to !== undefined) joins.set(keyText(key), { ...bound, to });
      else if (condition.kind === 'comparison') equal.set(keyText(key), bound);
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
    if (condition.operator === beginsWith) {
      if (!beginsByIndex(condition, traits)) continue;
      const { operatorClass: _, ...key } = service.key;
      other.push({ kind: 'contains', key, column: service.column, method: 'spgist', condition });
      if (!traits.startsWithByOrder) continue;
    }
    if (service.kind === 'equal') {
      if (joined && to !== undefined) joins.set(keyText(service.key), { ...bound, to });
      else equal.set(keyText(service.key), bound);
    } else if (service.kind === 'range' || service.kind === 'prefix') {
      if (!ranges.has(keyText(service.key))) ranges.set(keyText(service.key), bound);
    } else {
      other.push({ ...service, condition });
    }
  }
  // What every index carries need not be asked of one.
  const carried = traits.clusteredByPrimaryKey ? new Set(table.primaryKey?.columns) : new Set<string>();
  const neededBeside = (condition?: Condition) =>
    neededColumns(facts, number, alias, table, condition)?.filter((column) => !carried.has(column));
  const needed = neededBeside();
  const [first] = block.order;
  const nearest = first && block.order.length === 1 && block.limit ? nearestKey(first, table, own) : undefined;
  return {
    query,
    table,
    alias,
    equal: [...equal.values()],
    ranges: [...ranges.values()],
    joins: [...joins.values()],
    other,
    order: first?.distance ? [] : [...orderKeys(block.order, table, own, traits), ...extremes(block, table)],
    ...(nearest ? { nearest } : {}),
    windows: (block.windowOrders ?? [])
      .map((order) => orderKeys(order, table, own, traits))
      .filter((keys) => keys.length > 0),
    limited: block.limit !== undefined,
    group: groupKeys(block, table, mine),
    ...(needed ? { needed } : {}),
    neededBeside,
    conditions,
  };
}

/** The order as keys where every part of it is the table's; all of it reversed is the same index read backwards. */
function orderKeys(
  order: readonly OrderKey[],
  table: Table,
  own: Own,
  { nullsAreLeast }: Pick<Traits, 'nullsAreLeast'>,
): readonly NewIndexKey[] {
  const keys: NewIndexKey[] = [];
  const backwards = order.every((one) => one.descending);
  for (const { operand, descending, nullsFirst } of order) {
    const isColumn = operand.column !== undefined && own.isMine(operand.column);
    const key = isColumn ? keyOf(operand, table) : operand.columns && expressionKey(operand, own);
    if (!key || /\$\d/.test(key.expression ?? '')) return [];
    const down = backwards ? false : descending;
    const first = backwards ? !nullsFirst : nullsFirst;
    const usual = nullsAreLeast ? !down : down;
    keys.push({ ...key, ...(down ? { descending: true } : {}), ...(first === usual ? {} : { nullsFirst: first }) });
  }
  return keys;
}

function groupKeys(block: QueryBlock, table: Table, mine: (operand: Operand) => boolean): readonly NewIndexKey[] {
  const asked = block.distinct === 'none' ? block.group : block.returned;
  if (asked.length === 0 || !asked.every(mine)) return [];
  const keys = asked.map((operand) => keyOf(operand, table));
  return keys.every((key) => key !== undefined) ? keys : [];
}

/** An expression as it stands in an index's definition. */
export function withoutAlias(text: string, alias: string): string {
  const name = alias.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text.replaceAll(new RegExp(`(?<![\\w$."])(?:${name}|"${name}")\\.`, 'g'), '');
}
