import { qualified } from '../../catalog/names.ts';
import type { PlanNode } from '../../catalog/query-plan.ts';
import type { Table } from '../../catalog/table.ts';
import type { PlannedQuery } from '../../lab/lab.ts';
import type { SupposedIndexes } from '../../lab/supposed-indexes.ts';
import type { AdviceInput } from '../advice.ts';
import { candidateId, type Pool } from '../candidates/pool.ts';
import { blindness, guessedIn } from './guessed.ts';
import { blindWalks, weighedCost } from './limit-risk.ts';

/** A set of candidates by id. */
export type Configuration = ReadonlySet<number>;

/** One answer of the planner: what it saw, what it used of that, what it reckoned. */
export interface Known {
  readonly seen: Configuration;
  readonly used: readonly number[];
  /** What told it of the values of expressions: without these it would have reckoned otherwise, used or not. */
  readonly informedBy: readonly number[];
  readonly cost: number;
  /** The cost that the search goes by: with what it may become when a LIMIT is not reached as soon as hoped. */
  readonly weighed: number;
  /**
   * What no answer that saw less can be below: the same, but where the planner took a walk that may never find enough,
   * of which it knows nothing; without the index of that walk it may be cheaper.
   */
  readonly bound: number;
}

type Costs = Pick<Known, 'cost' | 'weighed' | 'bound'>;

/** The planner's costs, asked as seldom as can be. */
export interface Planner {
  /** Weighed costs as things are; NaN for what the planner refused. */
  readonly base: readonly number[];
  calls(): number;
  /** Lets so many more calls be made, however late it is: for the report. */
  extend(more: number): void;
  /** True when time, calls or the signal are over: from then on costs are what is known. */
  exhausted(): boolean;
  /**
   * A query's cost with these candidates. A plan that uses U of what it saw, S, is the plan for everything between U
   * and S: the planner's choice does not change when what it did not choose is taken away, but for indexes on
   * expressions, whose statistics it reads.
   */
  cost(query: number, chosen: Configuration): Promise<Known>;
  /** The least (weighed) that is known to be possible with these candidates: no question is asked. */
  upper(query: number, chosen: Configuration): number;
  /** What it cannot be less than, by answers that saw more; where there are none, the least of all answers. */
  lower(query: number, chosen: Configuration): number;
  /** The planner's cost, unweighed, of the best answer that holds with these candidates: no question is asked. */
  reckoned(query: number, chosen: Configuration): number;
  /** True when the cost is known without a question. */
  isKnown(query: number, chosen: Configuration): boolean;
  /** The engine's words for a candidate that it does not make; nothing for one that it made, or was not asked for. */
  refused(id: number): string | undefined;
  /** Rows of a relation by its bare name, where they are known. */
  rowsOf(relation: string): number | undefined;
  known(query: number): readonly Known[];
  /** The whole plan: one that was kept, or asked anew. */
  plan(
    query: number,
    chosen: Configuration,
    without?: readonly string[],
  ): Promise<PlannedQuery | { readonly error: string }>;
}

/** Where the search ends. */
export interface Limits {
  readonly calls: number;
  /** From when all queries were planned as things are: without that there is nothing to answer. */
  readonly milliseconds: number;
}

/** So many plans are kept for each query, the cheapest: most that the report shows are among them. */
const mostKept = 2;

export async function openPlanner(
  input: AdviceInput,
  pool: Pool,
  supposed: SupposedIndexes,
  limits: Limits,
): Promise<Planner & { readonly basePlans: readonly (PlannedQuery | { readonly error: string })[] }> {
  const answers: Known[][] = input.queries.map(() => []);
  const kept: { readonly known: Known; readonly planned: PlannedQuery }[][] = input.queries.map(() => []);
  const made = new Set<number>();
  const refused = new Map<number, string>();
  let calls = 0;
  let most = limits.calls;
  let extended = false;
  let until = Number.POSITIVE_INFINITY;
  const exhausted = () => calls >= most || (!extended && (input.clock() >= until || input.signal.aborted));
  const relevant = (query: number, chosen: Configuration): Set<number> => {
    const own = pool.relevant(query);
    const found = new Set<number>();
    const [small, large] = own.size < chosen.size ? [own, chosen] : [chosen, own];
    for (const id of small) if (large.has(id)) found.add(id);
    return found;
  };
  const make = async (ids: Iterable<number>): Promise<void> => {
    const missing = [...ids].filter((id) => !made.has(id));
    if (missing.length === 0) return;
    const candidates = missing.flatMap((id) => pool.all[id] ?? []);
    for (const id of missing) made.add(id);
    const failed = await supposed.add(candidates);
    for (const { id, name } of candidates) {
      const words = failed.get(name);
      if (words !== undefined) refused.set(id, words);
    }
  };
  const find = (query: number, own: Configuration): Known | undefined =>
    answers[query]?.find((one) => holdsFor(one, own) && isSubset(own, one.seen));
  const plan: Planner['plan'] = async (query, chosen, without = []) => {
    const asked = input.queries[query];
    if (!asked) throw new Error(`there is no query ${query}`);
    const own = relevant(query, chosen);
    const found = without.length === 0 ? find(query, own) : undefined;
    const known = kept[query]?.find((one) => one.known === found);
    if (known) return known.planned;
    await make(own);
    calls++;
    const { planned, sql, samples, settings } = asked;
    const shown = [...own].flatMap((id) => (refused.has(id) ? [] : (pool.all[id]?.name ?? [])));
    return await supposed.plan(
      { sql: planned ?? sql, ...(samples ? { samples } : {}), ...(settings ? { settings } : {}) },
      shown,
      without,
    );
  };
  const keep = (query: number, known: Known, planned: PlannedQuery) => {
    const cheapest = [...(kept[query] ?? []), { known, planned }].sort((a, b) => a.known.weighed - b.known.weighed);
    kept[query] = cheapest.slice(0, mostKept);
  };
  const upperOf = (query: number, chosen: Configuration): Known => {
    let best: Known | undefined;
    for (const one of answers[query] ?? []) {
      if ((best === undefined || one.weighed < best.weighed) && holdsFor(one, chosen)) best = one;
    }
    return (
      best ?? { seen: new Set(), used: [], informedBy: [], cost: Number.NaN, weighed: Number.NaN, bound: Number.NaN }
    );
  };
  // Of an index on a part of a table the planner reads no statistics.
  const informing = (own: Configuration) =>
    [...own].filter((id) => {
      const candidate = pool.all[id];
      return candidate?.predicate === undefined && candidate?.keys.some((key) => key.expression !== undefined);
    });
  const rows = new Map(
    input.catalog.tables.map((table) => [table.name, input.statistics.tables[qualified(table)]?.rows]),
  );
  const rowsOf = (relation: string) => rows.get(relation);
  const isSum = input.options.objective === 'sum';
  const tables = new Map(input.catalog.tables.map((table) => [table.name, table]));
  const isGuess = (relation: string, condition: string) => {
    const table = tables.get(relation);
    return table !== undefined && guessedIn(input, table, condition).length > 0;
  };
  const isBlind = blindness(input);
  const uniques = uniqueIndexes(input.catalog.tables);
  const uniqueKeys = (index: string) => uniques.get(index);
  const extremes = input.queries.map(({ facts }) =>
    facts.blocks.some(
      ({ aggregates, group }) => aggregates.length === 1 && group.length === 0 && isExtreme(aggregates),
    ),
  );
  const costsOf = (query: number, root: PlanNode): Costs => {
    const cost = root.totalCost;
    const wantsExtreme = extremes[query] ?? false;
    if (isSum) return { cost, weighed: cost, bound: cost };
    const weighed = weighedCost(root, { rowsOf, isGuess, isBlind, uniqueKeys, wantsExtreme });
    return { cost, weighed, bound: blindWalks(root, isBlind).length > 0 ? cost : weighed };
  };
  const basePlans: (PlannedQuery | { readonly error: string })[] = [];
  for (const query of input.queries.keys()) {
    const answer = await plan(query, new Set());
    basePlans.push(answer);
    const costs =
      'error' in answer
        ? { cost: Number.NaN, weighed: Number.NaN, bound: Number.NaN }
        : costsOf(query, answer.plan.root);
    answers[query]?.push({ seen: new Set(), used: [], informedBy: [], ...costs });
  }
  until = input.clock() + limits.milliseconds;
  return {
    basePlans,
    base: answers.map((ofQuery) => ofQuery[0]?.weighed ?? Number.NaN),
    calls: () => calls,
    exhausted,
    extend(more) {
      extended = true;
      most = calls + more;
    },
    plan,
    known: (query) => answers[query] ?? [],
    refused: (id) => refused.get(id),
    rowsOf,
    async cost(query, chosen) {
      const own = relevant(query, chosen);
      const found = find(query, own);
      if (found) return found;
      if (exhausted()) return upperOf(query, own);
      const answer = await plan(query, own);
      if ('error' in answer) return upperOf(query, own);
      const { root } = answer.plan;
      const known = { seen: own, used: usedIn(root), informedBy: informing(own), ...costsOf(query, root) };
      answers[query]?.push(known);
      keep(query, known, answer);
      return known;
    },
    upper: (query, chosen) => upperOf(query, chosen).weighed,
    reckoned: (query, chosen) => (find(query, relevant(query, chosen)) ?? upperOf(query, chosen)).cost,
    lower(query, chosen) {
      const own = relevant(query, chosen);
      let least = 0;
      let best = Number.POSITIVE_INFINITY;
      for (const one of answers[query] ?? []) {
        if (one.bound > least && isSubset(own, one.seen)) least = one.bound;
        if (one.weighed < best) best = one.weighed;
      }
      return least > 0 ? least : best;
    },
    isKnown: (query, chosen) => find(query, relevant(query, chosen)) !== undefined,
  };
}

/** By bare name, how many keys a unique index of these tables has. */
function uniqueIndexes(tables: readonly Table[]): ReadonlyMap<string, number> {
  return new Map(
    tables.flatMap(({ indexes }) =>
      indexes.filter((one) => one.unique && one.valid).map((one) => [one.name, one.keys.length] as const),
    ),
  );
}

/** Whether an answer is one for a configuration that has no more than it saw. */
function holdsFor({ used, informedBy }: Known, own: Configuration): boolean {
  return used.every((id) => own.has(id)) && informedBy.every((id) => own.has(id));
}

function isExtreme([only]: readonly { readonly text: string }[]): boolean {
  return /^(?:min|max)\(/i.test(only?.text ?? '');
}

function isSubset(small: Configuration, large: Configuration): boolean {
  if (small.size > large.size) return false;
  for (const id of small) if (!large.has(id)) return false;
  return true;
}

/** Ids of the candidates that a plan reads. */
function usedIn(root: PlanNode): readonly number[] {
  const used = new Set<number>();
  const visit = (node: PlanNode): void => {
    const id = node.index === undefined ? undefined : candidateId(node.index);
    if (id !== undefined) used.add(id);
    for (const child of node.children) visit(child);
  };
  visit(root);
  return [...used];
}
