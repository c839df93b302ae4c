import type { Candidate } from '../candidates/candidate.ts';
import type { Configuration } from '../cost/planner.ts';
import { isAllowed, type Search, type Standing, standing, with_, without } from './search.ts';

/** An index that makes a query so many times cheaper than another one in its place is worth more keys. */
const worthKeys = 2;

/** Below this cost a query reads so few pages that no key spares any worth telling. */
const fewPages = 20;

/** What more keys must spare in a second for each megabyte that they take. */
const leastPerMegabyte = 1e-4;

/** Other queries may get so much dearer by it. */
const dearer = 1.25;

/** So many are asked about for a query. */
const mostAsked = 8;

/**
 * Puts another index in the place of a chosen one where that makes a query at least twice as cheap, and all that use the
 * chosen one together, spares more than its writes cost and something worth its space, and makes no query much dearer. The measure is the cost of those
 * queries alone: however much others cost, and however little these count beside them, they get the keys that they need.
 */
export async function deepened(search: Search, queries: readonly number[], start: Standing): Promise<Standing> {
  const { planner, pool } = search;
  let { chosen } = start;
  for (const query of queries) {
    const now = await planner.cost(query, chosen);
    if (!(now.weighed > fewPages) || now.used.length === 0) continue;
    let best: { readonly next: Configuration; readonly cost: number } | undefined;
    for (const id of now.used) {
      const own = pool.all[id];
      if (!own) continue;
      for (const other of insteadOf(search, query, own, chosen)) {
        if (planner.exhausted()) break;
        const next = with_(without(chosen, [id]), [other.id]);
        if (!isAllowed(search, next)) continue;
        const cost = (await planner.cost(query, next)).weighed;
        if (cost * worthKeys > now.weighed || cost >= (best?.cost ?? Number.POSITIVE_INFINITY)) continue;
        const change = await changeOf(search, chosen, next, id, [own, other]);
        if (change.isDearer || change.after * worthKeys > change.before) continue;
        const spared = change.before - change.after;
        if (spared < search.entries(other) - search.entries(own)) continue;
        if (spared < ((other.size.bytes - own.size.bytes) / 1e6) * leastPerMegabyte) continue;
        best = { next, cost };
      }
    }
    if (best) chosen = best.next;
  }
  return chosen === start.chosen ? start : await standing(search, chosen);
}

/** Indexes of the same kind with other keys and no columns beside them, those with the most of the own keys first. */
function insteadOf({ pool }: Search, query: number, own: Candidate, chosen: Configuration): readonly Candidate[] {
  if (own.method !== undefined) return [];
  const held = new Set(own.keys.map((key) => key.column));
  const common = (one: Candidate) => one.keys.filter((key) => held.has(key.column)).length;
  return pool
    .ofTable(own.table)
    .filter(
      (one) =>
        one.method === undefined &&
        one.include === undefined &&
        one.predicate === own.predicate &&
        one.keys.length >= own.keys.length &&
        one.queries.has(query) &&
        !chosen.has(one.id),
    )
    .toSorted((a, b) => common(b) - common(a) || a.size.bytes - b.size.bytes || a.id - b.id)
    .slice(0, mostAsked);
}

/** What a second's calls of the queries that use an index cost before and after, and whether any query gets much dearer. */
async function changeOf(
  { planner, pool, input }: Search,
  before: Configuration,
  after: Configuration,
  index: number,
  changed: readonly Candidate[],
): Promise<{ readonly before: number; readonly after: number; readonly isDearer: boolean }> {
  const sum = { before: 0, after: 0, isDearer: false };
  for (const query of new Set(changed.flatMap(({ id }) => [...pool.concerned(id)]))) {
    const [own, other] = [await planner.cost(query, before), await planner.cost(query, after)];
    if (other.weighed > Math.max(fewPages, own.weighed * dearer)) sum.isDearer = true;
    if (!own.used.includes(index)) continue;
    const calls = input.queries[query]?.callsPerSecond ?? 1;
    sum.before += calls * own.weighed;
    sum.after += calls * other.weighed;
  }
  return sum;
}
