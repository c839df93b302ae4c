import type { Change, NewIndexKey } from '../catalog/change.ts';
import { displayName } from '../catalog/names.ts';
import type { Table } from '../catalog/table.ts';
import { hasIndex, keyOf, keyText, nameOfExpression, type Service, serviceOf } from '../engines/index-keys.ts';
import type { Condition, OrderKey } from '../engines/query-facts.ts';
import { neededColumns } from './needed-columns.ts';
import { readable, statisticsOf, topTable } from './scan.ts';
import { columnStatistics, distinctValues, equalFraction } from './selectivity.ts';
import type { RemedyIdea, SignInput } from './sign.ts';
import { isWrittenConstant } from './written.ts';

/** What an index is wanted for. */
export interface IndexWish {
  readonly table: Table;
  /** Conditions on the table's columns, with constants, parameters or other tables' columns. */
  readonly conditions: readonly Condition[];
  readonly order?: readonly OrderKey[];
  /** The alias under which the query reads it, for the columns that it needs. */
  readonly alias?: string;
}

/** A partial index pays where its constants keep no more than this share of the rows. */
const partialShare = 0.1;

/** And where the column has no more than so many values. */
const fewKinds = 20;

/** A covering index carries no more than so many columns beside its keys. */
const mostIncluded = 4;

/** Summaries of page ranges pay where rows lie nearly in order, in tables of so many rows. */
const rangeSummary = { correlation: 0.9, rows: 1_000_000 } as const;

/** Extensions whose operator classes an idea may name. */
const trigrams = 'pg_trgm';

/**
 * Indexes that may serve the wish, the likeliest first: columns held equal, then the one held to a range or the order;
 * the same with the columns that the query needs beside them; only for the rows of a constant that keeps few; for what
 * a B-tree cannot serve, the methods that can. Not what is there already. The lab says which is worth it.
 */
export function indexIdeas(wish: IndexWish, input: SignInput): readonly RemedyIdea[] {
  const ideas = new Map<string, RemedyIdea>();
  const table = topTable(wish.table, input);
  const add = (draft: Draft | undefined) => {
    const key = draft && JSON.stringify([draft.keys, draft.method, draft.include, draft.predicate]);
    if (!draft || key === undefined || draft.keys.length === 0 || ideas.has(key) || isThere(table, draft)) return;
    if (!input.traits.expressionIndexes && draft.keys.some(({ expression }) => expression !== undefined)) return;
    ideas.set(key, { kind: 'change', title: titleOf(table, draft), changes: [changeOf(table, draft, input)] });
  };
  const services = uniqueServices(wish, table);
  const order = orderKeys(wish, table, input.traits.nullsAreLeast);
  const btree = btreeKeys(services, order);
  for (const keys of btree) add({ keys });
  const [first] = btree;
  if (first) add(covering(first, wish, table, input));
  for (const draft of partial(wish, services, order, table, input)) add(draft);
  add(summary(services, table, input));
  for (const service of services) {
    const { kind, key } = service;
    if (kind === 'contains') add({ keys: [key], method: service.method, suffix: service.method });
    if (kind === 'similar' && hasTrigrams(input)) add({ keys: [key], method: 'gin', suffix: 'trgm' });
  }
  const advice: RemedyIdea[] =
    services.some((one) => one.kind === 'similar') && !hasTrigrams(input)
      ? [
          {
            kind: 'advice',
            text: input.traits.textSearchAdvice(table.name),
          },
        ]
      : [];
  return [...ideas.values(), ...advice];
}

interface Draft {
  readonly keys: readonly NewIndexKey[];
  readonly method?: string;
  readonly include?: readonly string[];
  readonly predicate?: string;
  /** What its name tells beside the keys. */
  readonly suffix?: string;
}

function uniqueServices({ conditions }: IndexWish, table: Table): readonly Service[] {
  const services = new Map<string, Service>();
  for (const condition of conditions) {
    const service = serviceOf(condition, table);
    if (service && !services.has(keyText(service.key))) services.set(keyText(service.key), service);
  }
  return [...services.values()];
}

/** The order as keys where every part of it is the table's; all of it reversed is the same index read backwards. */
function orderKeys({ order = [] }: IndexWish, table: Table, nullsAreLeast: boolean): readonly NewIndexKey[] {
  const keys: NewIndexKey[] = [];
  const backwards = order.every((one) => one.descending);
  for (const { operand, descending, nullsFirst } of order) {
    const key = keyOf(operand, table);
    if (!key) return [];
    const down = backwards ? false : descending;
    const first = backwards ? !nullsFirst : nullsFirst;
    const usual = nullsAreLeast ? !down : down;
    keys.push({ ...key, ...(down ? { descending: true } : {}), ...(first === usual ? {} : { nullsFirst: first }) });
  }
  return keys;
}

/** Orders of keys worth a try: equal columns, then the order or a range. */
function btreeKeys(services: readonly Service[], order: readonly NewIndexKey[]): readonly (readonly NewIndexKey[])[] {
  const equal = services.filter((one) => one.kind === 'equal').map((one) => one.key);
  const ranges = services.filter((one) => one.kind === 'range' || one.kind === 'prefix').map((one) => one.key);
  const bound = new Set(equal.map(keyText));
  const rest = order.filter((key) => !bound.has(keyText(plain(key))));
  const lists: (readonly NewIndexKey[])[] = [];
  if (rest.length > 0) lists.push([...equal, ...rest]);
  for (const range of ranges) lists.push([...equal, range]);
  if (equal.length > 0) lists.push(equal);
  // Each equal column alone: the most selective may be enough.
  if (equal.length > 1) for (const key of equal) lists.push([key]);
  if (equal.length > 0) for (const range of ranges) lists.push([range]);
  return lists.slice(0, 6);
}

function plain(key: NewIndexKey): NewIndexKey {
  return {
    ...(key.column === undefined ? {} : { column: key.column }),
    ...(key.expression === undefined ? {} : { expression: key.expression }),
  };
}

function covering(keys: readonly NewIndexKey[], wish: IndexWish, table: Table, input: SignInput): Draft | undefined {
  const needed = wish.alias === undefined ? undefined : neededColumns(wish.alias, table, input);
  if (!needed || keys.some((key) => key.column === undefined)) return undefined;
  // What every index carries need not be asked of one.
  const carried = input.traits.clusteredByPrimaryKey ? (table.primaryKey?.columns ?? []) : [];
  const held = new Set([...keys.map((key) => key.column), ...carried]);
  const include = needed.filter((column) => !held.has(column));
  if (include.length === 0 || include.length > mostIncluded) return undefined;
  if (!input.traits.includedColumns) return { keys: [...keys, ...include.map((column) => ({ column }))] };
  return { keys, include, suffix: 'covering' };
}

/** For a constant that keeps few rows: the index holds only them, ordered by what else is asked for. */
function* partial(
  wish: IndexWish,
  services: readonly Service[],
  order: readonly NewIndexKey[],
  table: Table,
  input: SignInput,
): Generator<Draft> {
  for (const condition of wish.conditions) {
    const fraction = equalFraction(wish.table, condition, input);
    const isConstant =
      condition.kind === 'null test' ||
      (typeof condition.right?.constant === 'string' && isWrittenConstant(condition, input));
    if (fraction === undefined || fraction > partialShare || !isConstant) continue;
    const own = serviceOf(condition, table);
    // A constant of a column with few values is a kind of row; one of many is one row's key, another each time.
    const values = own && columnStatistics(wish.table, own.column, input);
    const rows = statisticsOf(wish.table, input)?.rows ?? 0;
    if (condition.kind !== 'null test' && (!values || distinctValues(values, rows) > fewKinds)) continue;
    const others = services.filter((one) => own === undefined || keyText(one.key) !== keyText(own.key));
    const [keys = []] = btreeKeys(others, order);
    const primary = (table.primaryKey?.columns ?? []).map((column) => ({ column }));
    const chosen = keys.length > 0 ? keys : primary;
    if (chosen.length === 0) continue;
    yield { keys: chosen, predicate: condition.text, suffix: `where_${own?.column ?? 'null'}` };
  }
}

function summary(services: readonly Service[], table: Table, input: SignInput): Draft | undefined {
  const rows = statisticsOf(table, input)?.rows ?? 0;
  if (!input.traits.summaryIndexes || rows < rangeSummary.rows) return undefined;
  const range = services.find((one) => {
    const correlation = columnStatistics(table, one.column, input)?.correlation ?? 0;
    return one.kind === 'range' && one.key.column !== undefined && Math.abs(correlation) >= rangeSummary.correlation;
  });
  return range && { keys: [range.key], method: 'brin', suffix: 'brin' };
}

function hasTrigrams({ catalog }: SignInput): boolean {
  return catalog.extensions.some((one) => one.name === trigrams && !one.stubbed);
}

function isThere(table: Table, { keys, method, include, predicate }: Draft): boolean {
  // One over all rows does not stand in for one over few.
  if (predicate !== undefined) {
    const same = table.indexes.filter((index) => index.predicate === predicate);
    return hasIndex({ ...table, indexes: same }, keys.map(plainClass), method, predicate);
  }
  if (include === undefined) return hasIndex(table, keys.map(plainClass), method, predicate);
  return table.indexes.some(
    (index) =>
      index.valid &&
      index.predicate === undefined &&
      keys.every((key, at) => index.keys[at]?.column === key.column) &&
      include.every((column) => index.include.includes(column) || index.keys.some((key) => key.column === column)),
  );
}

function plainClass(key: NewIndexKey): NewIndexKey {
  return { ...plain(key), ...(key.operatorClass === undefined ? {} : { operatorClass: key.operatorClass }) };
}

function changeOf(
  table: Table,
  { keys, method, include, predicate, suffix }: Draft,
  { lookups, traits }: SignInput,
): Extract<Change, { readonly kind: 'create index' }> {
  const parts = keys.map((key) => key.column ?? nameOfExpression(key.expression ?? ''));
  const named = suffix === undefined ? parts : [...parts, suffix];
  return {
    kind: 'create index',
    table: { schema: table.schema, name: table.name },
    name: lookups.freeIndexName(table, named, 'idx', traits.identifierBytes),
    keys,
    ...(method === undefined ? {} : { method }),
    ...(include === undefined ? {} : { include }),
    ...(predicate === undefined ? {} : { predicate }),
    ...(table.partitioning ? { partitioned: true } : {}),
  };
}

const methodNames: Readonly<Record<string, string>> = { gin: 'GIN', gist: 'GiST', brin: 'BRIN' };

function titleOf(table: Table, { keys, method, include, predicate }: Draft): string {
  const parts = keys.map(
    (key) =>
      (key.column === undefined ? (key.expression ?? '') : displayName(key.column)) +
      (key.operatorClass === undefined ? '' : ` ${key.operatorClass}`) +
      (key.descending ? ' DESC' : ''),
  );
  const kind = method === undefined ? 'index' : `${methodNames[method] ?? method} index`;
  return [
    `${kind} on ${displayName(table.name)} (${parts.join(', ')})`,
    include === undefined ? '' : ` including ${include.map(displayName).join(', ')}`,
    predicate === undefined ? '' : ` where ${readable(predicate)}`,
  ].join('');
}
