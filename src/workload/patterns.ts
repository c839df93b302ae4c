import { compareText, displayName } from '../catalog/names.ts';
import type { RepeatedQuery, Workload, WorkloadQuery } from '../catalog/workload.ts';
import type { Judge } from './judge.ts';
import { type ColumnUse, type Uses, usesOf } from './uses.ts';

/** Calls and time of what reads and writes a table; one query that touches two counts for both. */
export interface TableLoad {
  readonly table: string;
  /** As counted. */
  readonly readCalls: number;
  readonly writeCalls: number;
  /** As declared (`-- calls: 2340/h`), of queries whose calls nobody counted. */
  readonly declaredReadsPerSecond: number;
  readonly declaredWritesPerSecond: number;
  readonly readMilliseconds: number;
  readonly writeMilliseconds: number;
  /** Queries. */
  readonly queries: number;
}

/** How often a column, or an expression that queries compare or order by, is used. */
export interface ColumnLoad {
  readonly table: string;
  /** A name, or the text of the expression. */
  readonly column: string;
  readonly expression?: true;
  /** Counted calls by use. */
  readonly calls: Readonly<Partial<Record<ColumnUse, number>>>;
  /** Calls per second by use as declared, of queries whose calls nobody counted. */
  readonly declaredPerSecond: Readonly<Partial<Record<ColumnUse, number>>>;
}

export interface Loop extends RepeatedQuery {
  /** One query in place of the parent and all repetitions, where the texts tell how they belong together. */
  readonly join?: string;
  /** The repetitions as one query, with a list in place of the key. */
  readonly batch?: string;
}

/** A query that asks for more than it needs to. */
export interface Habit {
  readonly kind: 'no limit' | 'select star' | 'deep offset' | 'in a loop';
  readonly fingerprint: string;
  /** Rows per call, of `no limit`, and rows passed over, of `deep offset`; without them the caller says how many. */
  readonly rows?: number;
}

/** What a workload as a whole shows. */
export interface Patterns {
  readonly loops: readonly Loop[];
  readonly habits: readonly Habit[];
  readonly tables: readonly TableLoad[];
  readonly columns: readonly ColumnLoad[];
}

/** Rows that nobody looks through: an OFFSET beyond it is deep, a result beyond it wants a LIMIT. */
const many = 1000;

/** Reads the patterns of a workload from the trees of its queries. */
export function patternsOf(workload: Workload, judge: Judge): Patterns {
  const uses = new Map<string, Uses>();
  for (const query of workload.queries) {
    const tree = judge.tree(query.sql);
    if (tree) uses.set(query.fingerprint, usesOf(tree, judge.write, query.constants));
  }
  const byFingerprint = new Map(workload.queries.map((query) => [query.fingerprint, query]));
  return {
    loops: (workload.repeated ?? []).map((one) => ({ ...one, ...rewrites(one, byFingerprint, uses, judge) })),
    habits: workload.queries.flatMap((query) => habitsOf(query, uses.get(query.fingerprint))),
    tables: tablesOf(workload, uses),
    columns: columnsOf(workload, uses),
  };
}

function habitsOf(query: WorkloadQuery, uses: Uses | undefined): readonly Habit[] {
  const { fingerprint, places = [], sql } = query;
  if (!uses) return [];
  // What has no value that changes gives the same each time: it is no key of a parent.
  const isLooped = places.some((one) => one.loop !== undefined) && /\$\d/.test(sql);
  const found: Habit[] = isLooped ? [{ kind: 'in a loop', fingerprint }] : [];
  if (uses.writes.length > 0) return found;
  const rows = query.rows === undefined || !query.calls ? undefined : query.rows / query.calls;
  const byKey = uses.columns.some(({ use, column }) => {
    return use === 'equality' && /(?:^|_)id$|uuid$/i.test(column);
  });
  // Where rows are counted they decide; else a look-up by a key is taken to be of few.
  if (!uses.limited && !uses.oneRow && (rows === undefined ? !byKey : rows >= many)) {
    found.push({ kind: 'no limit', fingerprint, ...(rows === undefined ? {} : { rows }) });
  }
  if (uses.returnsAll) found.push({ kind: 'select star', fingerprint });
  const offset = offsetOf(query, uses);
  if (offset === 'as asked') found.push({ kind: 'deep offset', fingerprint });
  else if (offset !== undefined && offset >= many) found.push({ kind: 'deep offset', fingerprint, rows: offset });
  return found;
}

/** The greatest OFFSET that is known of a query; `as asked` where it is a value that nobody saw. */
function offsetOf({ examples, constants }: WorkloadQuery, { offset }: Uses): number | 'as asked' | undefined {
  if (offset === undefined) return undefined;
  if ('constant' in offset) return offset.constant;
  if ('computed' in offset) return 'as asked';
  const values = [
    ...(examples ?? []).map((one) => Number(one.parameters[offset.parameter - 1] ?? Number.NaN)),
    Number(constants?.[offset.parameter] ?? Number.NaN),
  ];
  const known = values.filter((value) => !Number.isNaN(value));
  return known.length === 0 ? 'as asked' : Math.max(...known);
}

/** How often a query runs by what its author says; what is counted says more. */
function declaredOf({ calls, callsPerSecond }: WorkloadQuery): number {
  return calls === undefined ? (callsPerSecond ?? 0) : 0;
}

function tablesOf(workload: Workload, uses: ReadonlyMap<string, Uses>): readonly TableLoad[] {
  const found = new Map<string, { -readonly [K in keyof TableLoad]: TableLoad[K] }>();
  for (const query of workload.queries) {
    const { reads = [], writes = [] } = uses.get(query.fingerprint) ?? {};
    const [calls, milliseconds] = [query.calls ?? 0, query.totalMilliseconds ?? 0];
    for (const table of new Set([...reads, ...writes])) {
      const one = found.get(table) ?? {
        table,
        readCalls: 0,
        writeCalls: 0,
        declaredReadsPerSecond: 0,
        declaredWritesPerSecond: 0,
        readMilliseconds: 0,
        writeMilliseconds: 0,
        queries: 0,
      };
      found.set(table, one);
      one.queries++;
      if (writes.includes(table)) {
        one.writeCalls += calls;
        one.declaredWritesPerSecond += declaredOf(query);
        one.writeMilliseconds += milliseconds;
      } else {
        one.readCalls += calls;
        one.declaredReadsPerSecond += declaredOf(query);
        one.readMilliseconds += milliseconds;
      }
    }
  }
  return [...found.values()].sort(
    (a, b) =>
      b.readCalls + b.writeCalls - a.readCalls - a.writeCalls ||
      b.declaredReadsPerSecond + b.declaredWritesPerSecond - a.declaredReadsPerSecond - a.declaredWritesPerSecond ||
      compareText(a.table, b.table),
  );
}

interface Summed extends ColumnLoad {
  readonly calls: Partial<Record<ColumnUse, number>>;
  readonly declaredPerSecond: Partial<Record<ColumnUse, number>>;
}

function columnsOf(workload: Workload, uses: ReadonlyMap<string, Uses>): readonly ColumnLoad[] {
  const found = new Map<string, Summed>();
  for (const query of workload.queries) {
    const seen = new Set<string>();
    for (const { table, column, use, expression } of uses.get(query.fingerprint)?.columns ?? []) {
      const key = `${table}.${column}`;
      if (seen.has(`${key} ${use}`)) continue;
      seen.add(`${key} ${use}`);
      const one = found.get(key) ?? {
        table,
        column,
        ...(expression ? { expression } : {}),
        calls: {},
        declaredPerSecond: {},
      };
      found.set(key, one);
      one.calls[use] = (one.calls[use] ?? 0) + (query.calls ?? 0);
      const declared = declaredOf(query);
      if (declared > 0) one.declaredPerSecond[use] = (one.declaredPerSecond[use] ?? 0) + declared;
    }
  }
  const total = (counts: ColumnLoad['calls']) => Object.values(counts).reduce((sum, one) => sum + one, 0);
  return [...found.values()].sort(
    (a, b) =>
      compareText(a.table, b.table) ||
      total(b.calls) - total(a.calls) ||
      total(b.declaredPerSecond) - total(a.declaredPerSecond) ||
      compareText(a.column, b.column),
  );
}

/** The join and the list query that a loop could be, as far as the texts tell. */
function rewrites(
  { query, parent, parameter }: RepeatedQuery,
  queries: ReadonlyMap<string, WorkloadQuery>,
  uses: ReadonlyMap<string, Uses>,
  judge: Judge,
): { readonly join?: string; readonly batch?: string } {
  const child = queries.get(query);
  const key = uses
    .get(query)
    ?.columns.find((one) => one.use === 'equality' && one.parameter === parameter && !one.expression);
  if (!child || !key) return {};
  const batch = child.sql.replace(
    new RegExp(`(${key.column}"?)\\s*=\\s*\\$${parameter}(?!\\d)`, 'i'),
    `$1 = ANY($$${parameter})`,
  );
  const before = parent === undefined ? undefined : queries.get(parent);
  const parentUses = parent === undefined ? undefined : uses.get(parent);
  const column = parentUses && parentKey(key, parentUses);
  const on = `${key.table}.${key.column}`;
  const join =
    before && parentUses && column
      ? aroundParent(before.sql.trim(), parentUses, judge, `${key.table} ON ${on} = parent.${column}`)
      : undefined;
  return {
    ...(join !== undefined && parentUses?.writes.length === 0 && judge.parses(join) ? { join } : {}),
    ...(batch !== child.sql && judge.parses(batch) ? { batch } : {}),
  };
}

/**
 * The parent as it is, with its LIMIT, joined to what the loop asked for. A join keeps no order: the parent's is asked for
 * again by the columns that it returns, else by the place of each of its rows.
 */
function aroundParent(sql: string, uses: Uses, judge: Judge, joined: string): string {
  const keys = orderOf(sql, uses, judge);
  if (keys === undefined) {
    return `SELECT * FROM (SELECT *, row_number() OVER () AS place FROM (${sql}) AS listed) AS parent LEFT JOIN ${joined} ORDER BY parent.place`;
  }
  const order = keys.length === 0 ? '' : ` ORDER BY ${keys.join(', ')}`;
  return `SELECT * FROM (${sql}) AS parent LEFT JOIN ${joined}${order}`;
}

/** What a query orders by, as columns of its result; nothing where one of its keys is none. */
function orderOf(sql: string, { returnsAll, returned }: Uses, judge: Judge): readonly string[] | undefined {
  const tree = judge.tree(sql);
  const sorts = tree && 'SelectStmt' in tree ? (tree.SelectStmt.sortClause ?? []) : [];
  const keys: string[] = [];
  for (const sort of sorts) {
    const { node, sortby_dir: direction, sortby_nulls: nulls } = 'SortBy' in sort ? sort.SortBy : {};
    const last = node && 'ColumnRef' in node ? node.ColumnRef.fields?.at(-1) : undefined;
    const name = last && 'String' in last ? last.String.sval : undefined;
    if (name === undefined || !(returnsAll || returned.includes(name))) return undefined;
    const down = direction === 'SORTBY_DESC' ? ' DESC' : '';
    const place = nulls === 'SORTBY_NULLS_FIRST' ? ' NULLS FIRST' : nulls === 'SORTBY_NULLS_LAST' ? ' NULLS LAST' : '';
    if (direction === 'SORTBY_USING') return undefined;
    keys.push(`parent.${displayName(name)}${down}${place}`);
  }
  return keys;
}

/** The column of the parent's result that holds the key, by its name. */
function parentKey(key: { readonly table: string; readonly column: string }, parent: Uses): string | undefined {
  const returns = (name: string) => parent.returnsAll || parent.returned.includes(name);
  const [, stem] = /^(.+?)_?id$/i.exec(key.column) ?? [];
  if (stem !== undefined && parent.reads.some((table) => singular(table) === stem.toLowerCase()) && returns('id')) {
    return 'id';
  }
  if (/^id$/i.test(key.column)) {
    const name = `${singular(key.table)}_id`;
    return returns(name) ? name : undefined;
  }
  return parent.returned.includes(key.column) ? key.column : undefined;
}

/** `public.Companies` → `company`. */
function singular(table: string): string {
  const name = (table.split('.').at(-1) ?? '').toLowerCase();
  if (name.endsWith('ies')) return `${name.slice(0, -3)}y`;
  return name.replace(/(ss|x|ch|sh)es$/, '$1').replace(/([^s])s$/, '$1');
}
