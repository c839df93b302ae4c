import { qualified } from '../../catalog/names.ts';
import { leastMilliseconds } from '../../catalog/query-plan.ts';
import { indexKey } from '../../catalog/statistics.ts';
import type { PlannedQuery } from '../../lab/lab.ts';
import type {
  Advice,
  AdviceInput,
  AdviceQuery,
  AdviceTotals,
  CreateAdvice,
  DropAdvice,
  GainingQuery,
  QueryAdvice,
} from '../advice.ts';
import type { Access } from '../candidates/access.ts';
import type { Candidate } from '../candidates/candidate.ts';
import { shadowedKey } from '../candidates/idle-keys.ts';
import { candidateId } from '../candidates/pool.ts';
import { distinctOf } from '../candidates/values.ts';
import { isGuessed } from '../cost/guessed.ts';
import type { Configuration } from '../cost/planner.ts';
import { standingIndexes } from '../cost/standing-indexes.ts';
import { presentWrites, toldPart, writeCost } from '../cost/writes.ts';
import type { ForeignKeyCheck } from '../foreign-key-checks.ts';
import { type RequiredKey, requiredAdvice } from '../required-keys.ts';
import { type After, drops, sizeOf } from '../select/drops.ts';
import { candidatesOf, knownStanding, type Search, without } from '../select/search.ts';
import { alternativesOf } from './alternatives.ts';
import { coverageOf, indexesIn, renamed } from './coverage.ts';
import { grouped } from './grouped.ts';
import { namer } from './names.ts';
import { extensionQuestions, guessedSearches, upserts, walkQuestions } from './questions.ts';
import { rejectedIndexes } from './rejected.ts';
import { unservedQueries } from './unserved.ts';
import { nameOf, orderOfRows, reasons } from './why.ts';
import { workloadCosts } from './workload-cost.ts';

type Planned = PlannedQuery | { readonly error: string };

/** What a search found, with everything that speaks for it. */
export interface Outcome {
  readonly search: Search;
  readonly chosen: Configuration;
  /** Plans as things are. */
  readonly base: readonly Planned[];
  readonly accesses: readonly Access[];
  /** The last of the search's queries, behind those of the input. */
  readonly checks: readonly ForeignKeyCheck[];
  readonly complete: boolean;
  readonly required: readonly RequiredKey[];
  /** What was given, without the required indexes. */
  readonly whole: AdviceInput;
}

export async function report(outcome: Outcome): Promise<Advice> {
  const { search, chosen, base, accesses } = outcome;
  const { planner, input } = search;
  const asked = input.queries.length - outcome.checks.length;
  const name = namer(input);
  const planned: Planned[] = [];
  for (const query of input.queries.keys()) planned.push(await planner.plan(query, chosen));
  const after = planned.map((one): After | undefined =>
    'error' in one ? undefined : { cost: one.plan.root.totalCost, root: one.plan.root },
  );
  const judged = after.slice(0, asked).some((one) => one !== undefined) ? after : [];
  const dropped = await drops(search, chosen, judged, (candidate) => name(candidate).name);
  const gone = new Set(dropped.map((one) => one.index.name));
  for (const [query, one] of after.entries()) {
    if (one && indexesIn(one.root).some((index) => gone.has(index))) {
      planned[query] = await planner.plan(
        query,
        chosen,
        dropped.map((drop) => qualified(drop.index)),
      );
    }
  }
  const known = knownStanding(search, chosen);
  const worth = ({ gainPerSecond, size }: CreateAdvice) => gainPerSecond / Math.max(1, size.bytes);
  const served: { readonly candidate: Candidate; readonly advice: CreateAdvice }[] = [];
  for (const candidate of candidatesOf(search, chosen)) {
    served.push({ candidate, advice: await createAdvice(outcome, candidate, name) });
  }
  const costs = workloadCosts(search, asked);
  const create: CreateAdvice[] = [];
  const standing = standingIndexes(outcome.whole.catalog.tables, input);
  const required = outcome.required.map((one) => requiredAdvice(one, input, standing));
  for (const { candidate, advice } of served.toSorted((a, b) => worth(b.advice) - worth(a.advice))) {
    const entries = (other: Candidate) => standing.costOf(other).entriesPerSecond;
    const { alternatives, order } = await alternativesOf(search, known, candidate, costs, name, entries);
    const why = [...advice.why, ...order, ...shadowText(candidate)];
    create.push({ ...advice, why, alternatives, writeCost: standing.add(candidate) });
  }
  const drop = dropped.map((one) => ({ ...one, writeCost: standing.remove(one.table, one.index.name) }));
  const rejected = await rejectedIndexes(search, known, costs, name);
  const perQuery = planned.slice(0, asked).map((one, query) =>
    queryAdvice(outcome, query, base[query] ?? one, one, (index) => {
      const candidate = search.pool.all[candidateId(index) ?? -1];
      return candidate ? name(candidate).name : index;
    }),
  );
  return {
    create: [
      ...required,
      ...create.map((one) => ({ ...one, serves: one.serves.filter(({ query }) => query < asked) })),
    ],
    drop: drop.map((one) => ({ ...one, affected: one.affected.filter(({ query }) => query < asked) })),
    perQuery,
    rejected,
    totals: totalsOf(outcome, [...required, ...create], drop, perQuery),
    unknownWrites: unknownWrites(search, chosen, dropped, accesses),
    calls: planner.calls(),
    candidates: search.pool.all.length,
    complete: outcome.complete,
    unserved: unservedQueries(search, perQuery, accesses),
    assumptions: [
      ...assumptionsOf(input.queries.slice(0, asked)),
      ...assumedWrites(create),
      ...upserts(search, perQuery),
      ...guesses(search, create, accesses),
      ...guessedSearches(search, perQuery),
    ],
    questions: [...extensionQuestions(search, perQuery, accesses), ...walkQuestions(search, perQuery)],
  };
}

/** What an index is for that begins with a unique key: it finds no fewer rows. */
function shadowText(candidate: Candidate): readonly string[] {
  const key = shadowedKey(candidate);
  return key === undefined
    ? []
    : [`it begins with what ${key} keeps unique, and finds no fewer rows: it is there only to spare the table`];
}

/** What a query gains by an index in the search's own measure. */
function gainOf({ objective }: Search, { query, before, after, gain }: GainingQuery): number {
  const share = before > after ? gain / (before - after) : 0;
  return share * (objective.value(query, before) - objective.value(query, after));
}

/**
 * What is credited to one of the indexes that a query uses of what it gains by all of them: each by what the query loses
 * without it. Where each could go, as another would do, they share alike.
 *
 * @param losses  by which the query gets dearer without each of them
 */
function credited(gain: number, own: number, losses: readonly number[]): number {
  const all = losses.reduce((sum, loss) => sum + loss, 0);
  return all > gain * leastLoss ? (gain * own) / all : gain / Math.max(1, losses.length);
}

/** Losses that are together less than this share of what was gained tell nothing of what each index is worth. */
const leastLoss = 0.001;

async function createAdvice(
  { search, chosen, accesses, checks }: Outcome,
  candidate: Candidate,
  name: (candidate: Candidate) => CreateAdvice['change'],
): Promise<CreateAdvice> {
  const { planner, input } = search;
  const serves: GainingQuery[] = [];
  for (const query of [...search.pool.concerned(candidate.id)].sort((a, b) => a - b)) {
    const { used, cost: after } = await planner.cost(query, chosen);
    if (!used.includes(candidate.id)) continue;
    const costs: number[] = [];
    for (const id of used) costs.push((await planner.cost(query, without(chosen, [id]))).cost);
    const own = costs[used.indexOf(candidate.id)] ?? after;
    const losses = costs.map((cost) => Math.max(0, cost - after));
    // What the planner refused as things are has no cost to compare with.
    const before = planner.reckoned(query, new Set());
    const gain = credited(Math.max(0, before - after), Math.max(0, own - after), losses);
    serves.push({ query, before, after, without: own, gain });
  }
  serves.sort((a, b) => gainOf(search, b) - gainOf(search, a));
  const asked = input.queries.length - checks.length;
  const foreignKeys = serves.flatMap(({ query }) => checks[query - asked]?.foreignKey ?? []);
  return {
    change: name(candidate),
    size: candidate.size,
    serves,
    why: [
      ...reasons(
        candidate,
        serves.map(({ query }) => query),
        accesses,
        input.queries,
      ),
      ...orderOfRows(candidate, input),
      ...foreignKeys.map(
        (key) =>
          `${key.name}: when a referenced row goes, the engine looks for the rows that refer to it; no query plan shows that`,
      ),
    ],
    writeCost: writeCost(candidate, input),
    gainPerSecond: serves.reduce((sum, { query, gain }) => sum + (input.queries[query]?.callsPerSecond ?? 1) * gain, 0),
    alternatives: [],
    foreignKeys,
    maybeUnique: maybeUnique(search, candidate),
  };
}

/** Names of columns whose values tell rows apart by their meaning. */
const telling =
  /(?:^|_)(?:e?mail|email_?address|slug|token|code|sku|isbn|iban|login|user_?name|handle|key|hash|uuid|guid|reference|number|no|nr)$/i;

/** Types whose values are not made to tell rows apart, however many there are. */
const measured = new Set<string>([
  'timestamp',
  'timestamp-with-zone',
  'date',
  'time',
  'interval',
  'decimal',
  'float',
  'money',
  'boolean',
]);

/**
 * One of its columns has another value in every row, by what was observed and not merely derived, or by its meaning
 * where nobody told; never a moment or a measure that merely happens to be distinct.
 */
function maybeUnique({ input }: Search, { table, keys, predicate, method }: Candidate): boolean {
  const known = input.statistics.tables[qualified(table)];
  const [key] = keys;
  if (!key || keys.length > 1 || predicate !== undefined || method !== undefined) return false;
  const name = key.column ?? /^\(*lower\(+"?(\w+)"?\)/i.exec(key.expression ?? '')?.[1];
  const column = table.columns.find((one) => one.name === name);
  if (!column || measured.has(column.type.family)) return false;
  // What is unique together with others is not meant to be so by itself.
  if (
    table.indexes.some((one) => one.unique && one.keys.length > 1 && one.keys.some((key) => key.column === column.name))
  )
    return false;
  // A reference has the values of what it refers to.
  if (table.foreignKeys.some((one) => one.columns.includes(column.name))) return false;
  const isMeant = telling.test(column.name) || (column.type.family === 'uuid' && !/_id$/.test(column.name));
  const told = input.known?.tables[qualified(table)]?.columns[column.name];
  const distinct = told?.distinct ?? known?.columns[column.name]?.distinct;
  return isMeant && (told === undefined ? known?.origin !== 'observed' || distinct === -1 : distinct === -1);
}

function queryAdvice(
  { search }: Outcome,
  query: number,
  before: Planned,
  after: Planned,
  nameIndex: (index: string) => string,
): QueryAdvice {
  const asked = search.input.queries[query];
  if ('error' in before || 'error' in after) {
    const error = 'error' in before ? before.error : 'error' in after ? after.error : '';
    return { query, costBefore: 0, costAfter: 0, indexes: [], covered: 'none', worse: false, error, doubts: [] };
  }
  const [costBefore, costAfter] = [before.plan.root.totalCost, after.plan.root.totalCost];
  const root = renamed(after.plan.root, nameIndex);
  const now = asked?.meanMilliseconds;
  // Nothing is predicted to be quicker than any query is; what is not changed takes what it took.
  const floor = Math.min(now ?? 0, leastMilliseconds);
  const predicted = now === undefined || costBefore === 0 ? undefined : Math.max(floor, (now * costAfter) / costBefore);
  const goal = asked?.goalMilliseconds;
  return {
    query,
    before: before.plan,
    after: { ...after.plan, root },
    costBefore,
    costAfter,
    indexes: indexesIn(root),
    covered: coverageOf(root),
    ...(predicted === undefined ? {} : { predictedMilliseconds: predicted }),
    ...(goal === undefined ? {} : { goal: predicted === undefined ? 'unknown' : predicted <= goal ? 'met' : 'missed' }),
    // Less than a page read in sequence is nothing to tell.
    worse: costAfter > Math.max(costBefore * (1 + (search.input.options.tolerance ?? 0.02)), costBefore + 1),
    doubts: [...new Set([...before.doubts, ...after.doubts])],
  };
}

function totalsOf(
  { search, whole }: Outcome,
  created: readonly CreateAdvice[],
  dropped: readonly DropAdvice[],
  perQuery: readonly QueryAdvice[],
): Advice['totals'] {
  const { input } = search;
  const cost = (pick: (one: QueryAdvice) => number) =>
    perQuery.reduce((sum, one) => sum + pick(one) * (input.queries[one.query]?.callsPerSecond ?? 1), 0);
  const bytes = whole.catalog.tables.reduce(
    (sum, table) =>
      sum +
      table.indexes.reduce((own, index) => {
        const key = indexKey(input.statistics, table, index.name);
        return own + (input.statistics.indexes[key]?.bytes ?? sizeOf(search, table, index));
      }, 0),
    0,
  );
  const present = presentWrites(whole.catalog.tables, input);
  const written = (pick: (told: ReturnType<typeof toldPart>) => number) =>
    created.reduce((sum, one) => sum + pick(toldPart(one.writeCost)), 0) -
    dropped.reduce((sum, one) => sum + pick(toldPart(one.writeCost)), 0);
  const before: AdviceTotals = {
    indexBytes: bytes,
    workloadCost: cost((one) => one.costBefore),
    entriesPerSecond: present.entries,
    logBytesPerSecond: present.logBytes,
  };
  return {
    before,
    after: {
      indexBytes:
        bytes -
        dropped.reduce((sum, one) => sum + one.bytes, 0) +
        created.reduce((sum, one) => sum + one.size.bytes, 0),
      workloadCost: cost((one) => one.costAfter),
      entriesPerSecond: Math.max(0, present.entries + written((told) => told.entriesPerSecond)),
      logBytesPerSecond: Math.max(0, present.logBytes + written((told) => told.logBytesPerSecond)),
    },
  };
}

/** Of the tables that get or lose an index; where none does, of those with indexes that the workload is about. */
function unknownWrites(
  search: Search,
  chosen: Configuration,
  dropped: readonly DropAdvice[],
  accesses: readonly Access[],
): readonly string[] {
  const changed = [
    ...candidatesOf(search, chosen).map((one) => one.table),
    ...dropped.flatMap((one) => search.input.lookups.table(one.table) ?? []),
  ];
  const asked = accesses.map((one) => one.table).filter((table) => table.indexes.length > 0);
  const tables = changed.length > 0 ? changed : asked;
  const unknown = tables.filter((table) => !writeCost({ table, keys: [] }, search.input).known);
  return [...new Set(unknown.map(qualified))].sort();
}

/** How many values the columns of new indexes are taken to have, where nobody told. */
function guesses({ input }: Search, create: readonly CreateAdvice[], accesses: readonly Access[]): readonly string[] {
  const told = new Map<string, string>();
  for (const { change } of create) {
    const table = input.lookups.table(change.table);
    if (!table) continue;
    for (const { column } of change.keys) {
      const isHeld = accesses.some(
        (one) => one.table === table && [...one.equal, ...one.joins].some((bound) => bound.column === column),
      );
      if (column === undefined || !isHeld || !isGuessed(input, table, column)) continue;
      const values = Math.max(1, Math.round(distinctOf(input.statistics, table, column)));
      const rows = (input.statistics.tables[qualified(table)]?.rows ?? 0) / values;
      const each = rows < 10 ? Number(rows.toPrecision(2)) : grouped(rows);
      told.set(`${qualified(table)}.${column}`, `${grouped(values)} distinct values (${each} rows each)`);
    }
  }
  if (told.size === 0) return [];
  const taken = [...told].map(([column, values]) => `${column} is taken to have ${values}`);
  return [
    `${taken.join(', ')}, as nobody told: for the first rows of an order, indexes that stay fast with a hundred times as many were preferred`,
  ];
}

/** What was reckoned with where nobody told how much is written. */
function assumedWrites(create: readonly CreateAdvice[]): readonly string[] {
  const most = new Map<string, CreateAdvice>();
  for (const one of create) {
    const table = qualified(one.change.table);
    const known = most.get(table);
    if (!one.writeCost.known && !(known && known.writeCost.entriesPerSecond >= one.writeCost.entriesPerSecond))
      most.set(table, one);
  }
  return [...most].map(
    ([table, { writeCost: cost }]) =>
      `${cost.source}; an index of ${table} counted for ${Number(cost.entriesPerSecond.toPrecision(2))} entries a second at most`,
  );
}

function assumptionsOf(queries: readonly AdviceQuery[]): readonly string[] {
  const unknown = [...queries.keys()].filter((query) => queries[query]?.callsPerSecond === undefined);
  if (unknown.length === 0) return [];
  const whose =
    unknown.length > 3 ? `${unknown.length} queries` : unknown.map((query) => nameOf(query, queries)).join(', ');
  return [`how often ${whose} ${unknown.length === 1 ? 'runs' : 'run'} is not known: once a second was taken`];
}
