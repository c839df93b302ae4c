import { displayName } from '../../catalog/names.ts';
import { keyText } from '../../engines/index-keys.ts';
import type { Alternative, NewIndex } from '../advice.ts';
import { type Candidate, draftKey, heldColumns } from '../candidates/candidate.ts';
import { distinctOf } from '../candidates/values.ts';
import { knownTotal, type Search, type Standing, with_, without } from '../select/search.ts';
import type { WorkloadCosts } from './workload-cost.ts';

/** So many are told. */
const mostTold = 3;

/** Costs that differ by less than this share are the same. */
const same = 0.0005;

/**
 * Others for the queries of a chosen index, with the planner's cost of the workload with each in its place: its keys
 * alone and its keys in other orders first, then what comes nearest in the search's own measure. None is told whose
 * cost the planner did not say.
 */
export async function alternativesOf(
  search: Search,
  known: Standing,
  candidate: Candidate,
  costs: WorkloadCosts,
  name: (candidate: Candidate) => NewIndex,
): Promise<readonly Alternative[]> {
  const { chosen } = known;
  const rest = without(chosen, [candidate.id]);
  const { pool, planner } = search;
  const now = costs.total(chosen);
  const isLiked = (one: Candidate) =>
    [...candidate.queries].some((query) => planner.known(query).some(({ used }) => used.includes(one.id)));
  const others = pool
    .ofTable(candidate.table)
    .filter((one) => !chosen.has(one.id) && [...candidate.queries].some((query) => one.queries.has(query)))
    .map((one) => ({ one, near: nearness(candidate, one), total: knownTotal(search, known, with_(rest, [one.id])) }))
    .filter(({ one, near }) => near > 0 || isLiked(one))
    .toSorted((a, b) => b.near - a.near || a.total - b.total || a.one.size.bytes - b.one.size.bytes);
  const told: Alternative[] = [];
  for (const { one } of others.slice(0, 3 * mostTold)) {
    if (told.length === mostTold) break;
    const change = await costs.change(chosen, with_(rest, [one.id]));
    if (change === undefined) continue;
    const relativeCost = now > 0 ? (now + change) / now : 1;
    told.push({
      change: name(one),
      bytes: one.size.bytes,
      workloadCost: now + change,
      relativeCost,
      entriesPerSecond: search.entries(one),
      why: whyNot(search, candidate, one, relativeCost),
    });
  }
  return told.toSorted((a, b) => a.relativeCost - b.relativeCost || a.bytes - b.bytes);
}

/** The same keys with nothing beside them, the same keys in another order: what people ask about first. */
function nearness(candidate: Candidate, other: Candidate): number {
  const bare = (one: Candidate) => draftKey({ table: one.table, keys: one.keys });
  if ((other.method ?? 'btree') !== 'btree' || (candidate.method ?? 'btree') !== 'btree') return 0;
  if (bare(candidate) === bare(other) && other.include === undefined && other.predicate === undefined) return 2;
  if (other.predicate !== candidate.predicate || (other.include ?? []).join() !== (candidate.include ?? []).join())
    return 0;
  return sortedKeys(candidate) === sortedKeys(other) ? 1 : 0;
}

function sortedKeys({ keys }: Candidate): string {
  return keys.map(keyText).sort().join();
}

/** What speaks for the chosen one, by the figures that are told beside it. */
function whyNot(search: Search, own: Candidate, other: Candidate, relativeCost: number): string {
  const { statistics } = search.input;
  const smaller = own.size.bytes < other.size.bytes * 0.995;
  const larger = own.size.bytes > other.size.bytes * 1.005;
  // The figures say it.
  if (relativeCost > 1 + same) return '';
  const cheaper = relativeCost < 1 - same;
  if (smaller) return cheaper ? 'what that spares is not worth its space' : 'it brings nothing for its space';
  if (cheaper) return 'it is cheaper at the numbers of rows that are assumed, and dearer where a key has many more';
  const [first] = own.keys;
  const [second] = other.keys;
  if (sortedKeys(own) === sortedKeys(other) && first?.column !== undefined && second?.column !== undefined) {
    const [a, b] = [first.column, second.column].map((column) => distinctOf(statistics, own.table, column));
    if (first.column !== second.column && a !== undefined && b !== undefined && a > b) {
      return `the cost is the same; ${displayName(first.column)} leads, as it has more values than ${displayName(second.column)} and serves more queries by itself`;
    }
    return 'the cost and the size are the same';
  }
  if (larger) {
    return heldColumns(own).length > heldColumns(other).length
      ? 'the cost is the same at the numbers of rows that are assumed; it loses where a key has many more rows'
      : 'the cost is the same by the planner';
  }
  return 'the cost and the size are the same';
}
