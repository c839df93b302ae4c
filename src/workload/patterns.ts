import { compareText } from '../catalog/names.ts';
import type { RepeatedQuery, Workload, WorkloadQuery } from '../catalog/workload.ts';
import type { Judge } from './judge.ts';
import { loopRewrites } from './loop-rewrites.ts';
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
    loops: (workload.repeated ?? []).map((one) => ({ ...one, ...loopRewrites(one, byFingerprint, uses, judge) })),
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
