import type { AdviceInput } from '../advice.ts';
import type { Candidate } from '../candidates/candidate.ts';
import type { Pool } from '../candidates/pool.ts';
import type { Weights } from '../cost/objective.ts';
import type { Configuration, Planner } from '../cost/planner.ts';

/** What every step of the selection works with. */
export interface Search {
  readonly input: AdviceInput;
  readonly pool: Pool;
  readonly planner: Planner;
  readonly weights: Weights;
  /** A gain smaller than this is none; the objective of things as they are is about 1. */
  readonly leastGain: number;
  /** What an index's writes and its space count in the objective. */
  readonly penalty: (candidate: Candidate) => number;
  /** New entries in a second that the new indexes may add. */
  readonly mostEntries: number;
  readonly entries: (candidate: Candidate) => number;
}

export function candidatesOf({ pool }: Search, chosen: Iterable<number>): readonly Candidate[] {
  return [...chosen].flatMap((id) => pool.all[id] ?? []);
}

export function bytesOf(search: Search, chosen: Iterable<number>): number {
  return candidatesOf(search, chosen).reduce((sum, one) => sum + one.size.bytes, 0);
}

export function budgetOf({ input }: Search): number {
  return input.options.budgetBytes ?? Number.POSITIVE_INFINITY;
}

/** Whether a set keeps to the budget, the limit per table and that of writes. */
export function isAllowed(search: Search, chosen: Iterable<number>): boolean {
  const candidates = candidatesOf(search, chosen);
  if (candidates.reduce((sum, one) => sum + one.size.bytes, 0) > budgetOf(search)) return false;
  if (candidates.reduce((sum, one) => sum + search.entries(one), 0) > search.mostEntries) return false;
  const { perTable } = search.input.options;
  if (perTable === undefined) return true;
  const counts = new Map<object, number>();
  for (const { table } of candidates) counts.set(table, (counts.get(table) ?? 0) + 1);
  return [...counts.values()].every((count) => count <= perTable);
}

/** The queries that a candidate may matter to, by id. */
export function concerned({ pool, input }: Pick<Search, 'pool' | 'input'>): (id: number) => readonly number[] {
  const known = new Map<number, readonly number[]>();
  return (id) => {
    let queries = known.get(id);
    if (!queries) {
      queries = [...input.queries.keys()].filter((query) => pool.relevant(query).has(id));
      known.set(id, queries);
    }
    return queries;
  };
}

export function with_(chosen: Configuration, added: Iterable<number>): Set<number> {
  return new Set([...chosen, ...added]);
}

export function without(chosen: Configuration, removed: Iterable<number>): Set<number> {
  const left = new Set(chosen);
  for (const id of removed) left.delete(id);
  return left;
}

/** The objective with these candidates, by what is known. */
export function upperObjective(search: Search, chosen: Configuration): number {
  let sum = 0;
  for (const [query, weight] of search.weights.entries()) {
    if (weight > 0) sum += weight * search.planner.upper(query, chosen);
  }
  for (const one of candidatesOf(search, chosen)) sum += search.penalty(one);
  return sum;
}

/** The objective with these candidates, the planner asked where need be. */
export async function objective(search: Search, chosen: Configuration): Promise<number> {
  let sum = 0;
  for (const [query, weight] of search.weights.entries()) {
    if (weight > 0) sum += weight * (await search.planner.cost(query, chosen)).cost;
  }
  for (const one of candidatesOf(search, chosen)) sum += search.penalty(one);
  return sum;
}
