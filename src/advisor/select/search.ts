import type { AdviceInput } from '../advice.ts';
import type { Access } from '../candidates/access.ts';
import type { Candidate } from '../candidates/candidate.ts';
import type { Pool } from '../candidates/pool.ts';
import type { Objective } from '../cost/objective.ts';
import type { Configuration, Planner } from '../cost/planner.ts';

/** What every step of the selection works with. */
export interface Search {
  readonly input: AdviceInput;
  readonly pool: Pool;
  readonly accesses: readonly Access[];
  readonly planner: Planner;
  readonly objective: Objective;
  /** What an index's writes and its space count in the objective. */
  readonly penalty: (candidate: Candidate) => number;
  /** The part of it that its space counts. */
  readonly spacePenalty: (candidate: Candidate) => number;
  /** New entries in a second that the new indexes may add. */
  readonly mostEntries: number;
  readonly entries: (candidate: Candidate) => number;
}

export function candidatesOf({ pool }: Pick<Search, 'pool'>, chosen: Iterable<number>): readonly Candidate[] {
  const found: Candidate[] = [];
  for (const id of chosen) {
    const candidate = pool.all[id];
    if (candidate) found.push(candidate);
  }
  return found;
}

export function bytesOf({ pool }: Pick<Search, 'pool'>, chosen: Iterable<number>): number {
  let sum = 0;
  for (const id of chosen) sum += pool.all[id]?.size.bytes ?? 0;
  return sum;
}

export function budgetOf({ input }: Pick<Search, 'input'>): number {
  return input.options.budgetBytes ?? Number.POSITIVE_INFINITY;
}

/** Whether a set keeps to the budget, the limit per table and that of writes. */
export function isAllowed(search: Search, chosen: Iterable<number>): boolean {
  return allowance(search, [])(chosen);
}

/** Tells whether these may be added to a set that is allowed. */
export function allowance(search: Search, chosen: Iterable<number>): (added: Iterable<number>) => boolean {
  const { perTable } = search.input.options;
  const budget = budgetOf(search);
  const limited = search.mostEntries !== Number.POSITIVE_INFINITY;
  if (budget === Number.POSITIVE_INFINITY && !limited && perTable === undefined) return () => true;
  const present = new Set(chosen);
  const bytes = bytesOf(search, present);
  const entriesOf = (ids: Iterable<number>) =>
    candidatesOf(search, ids).reduce((sum, one) => sum + search.entries(one), 0);
  const entries = limited ? entriesOf(present) : 0;
  const count = (counts: Map<object, number>, ids: Iterable<number>) => {
    for (const { table } of candidatesOf(search, ids)) counts.set(table, (counts.get(table) ?? 0) + 1);
    return counts;
  };
  const counts = perTable === undefined ? undefined : count(new Map(), present);
  return (added) => {
    const fresh = [...added].filter((id) => !present.has(id));
    if (bytes + bytesOf(search, fresh) > budget) return false;
    if (limited && entries + entriesOf(fresh) > search.mostEntries) return false;
    if (perTable === undefined || counts === undefined) return true;
    return [...count(new Map(counts), fresh).values()].every((number) => number <= perTable);
  };
}

export function with_(chosen: Configuration, added: Iterable<number>): Set<number> {
  const all = new Set(chosen);
  for (const id of added) all.add(id);
  return all;
}

export function without(chosen: Configuration, removed: Iterable<number>): Set<number> {
  const left = new Set(chosen);
  for (const id of removed) left.delete(id);
  return left;
}

/** A set with what each query counts under it. */
export interface Standing {
  readonly chosen: Configuration;
  readonly values: readonly number[];
  /** The objective: the sum of the values, and of what the indexes count. */
  readonly total: number;
}

/** A set's standing by what is known: never better than it is. */
export function knownStanding(search: Search, chosen: Configuration): Standing {
  const { planner, objective, input } = search;
  const values = input.queries.map((_, query) => objective.value(query, planner.upper(query, chosen)));
  return { chosen, values, total: sumOf(values) + penaltyOf(search, chosen) };
}

/** A set's standing, the planner asked where need be. */
export async function standing(search: Search, chosen: Configuration): Promise<Standing> {
  const { planner, objective, input } = search;
  const values: number[] = [];
  for (const query of input.queries.keys()) {
    values.push(objective.value(query, (await planner.cost(query, chosen)).weighed));
  }
  return { chosen, values, total: sumOf(values) + penaltyOf(search, chosen) };
}

/** The objective after these came and those went, by what is known. */
export function knownTotal(search: Search, from: Standing, next: Configuration): number {
  const { planner, objective } = search;
  const { queries, penalty } = difference(search, from, next);
  let total = from.total + penalty;
  for (const query of queries) {
    total += objective.value(query, planner.upper(query, next)) - (from.values[query] ?? 0);
  }
  return total;
}

/**
 * The standing after these came and those went, the planner asked about the queries that they matter to; nothing as soon
 * as it is known to be above `most`.
 */
export async function moved(
  search: Search,
  from: Standing,
  next: Configuration,
  most = Number.POSITIVE_INFINITY,
): Promise<Standing | undefined> {
  const { planner, objective } = search;
  const { queries, penalty } = difference(search, from, next);
  const values = [...from.values];
  let total = from.total + penalty;
  // What each cannot be less than, first: most moves fail without a question.
  const hoped = new Map<number, number>();
  for (const query of queries) {
    const least = objective.value(query, planner.lower(query, next));
    hoped.set(query, Number.isNaN(least) ? 0 : least);
    total += (hoped.get(query) ?? 0) - (values[query] ?? 0);
  }
  for (const query of queries) {
    if (total > most) return undefined;
    const value = objective.value(query, (await planner.cost(query, next)).weighed);
    total += value - (hoped.get(query) ?? 0);
    values[query] = value;
  }
  return total > most ? undefined : { chosen: next, values, total };
}

function difference(
  search: Search,
  from: Standing,
  next: Configuration,
): { readonly queries: ReadonlySet<number>; readonly penalty: number } {
  const queries = new Set<number>();
  let penalty = 0;
  const take = (id: number, sign: number) => {
    const candidate = search.pool.all[id];
    if (candidate) penalty += sign * search.penalty(candidate);
    for (const query of search.pool.concerned(id)) queries.add(query);
  };
  for (const id of next) if (!from.chosen.has(id)) take(id, 1);
  for (const id of from.chosen) if (!next.has(id)) take(id, -1);
  return { queries, penalty };
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, one) => sum + one, 0);
}

function penaltyOf(search: Search, chosen: Configuration): number {
  return candidatesOf(search, chosen).reduce((sum, one) => sum + search.penalty(one), 0);
}
