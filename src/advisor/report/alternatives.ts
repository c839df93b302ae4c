import type { NewIndexKey } from '../../catalog/change.ts';
import { displayName } from '../../catalog/names.ts';
import { keyText } from '../../engines/index-keys.ts';
import type { Alternative, NewIndex } from '../advice.ts';
import { type Candidate, draftKey, heldColumns } from '../candidates/candidate.ts';
import { distinctOf } from '../candidates/values.ts';
import { blindness } from '../cost/guessed.ts';
import { blindWalks } from '../cost/limit-risk.ts';
import type { Configuration } from '../cost/planner.ts';
import { relativeCostText, sameCost } from '../relative-cost.ts';
import { earlyRanges, usesOf } from '../select/key-order.ts';
import { knownTotal, type Search, type Standing, with_, without } from '../select/search.ts';
import { grouped } from './grouped.ts';
import type { WorkloadCosts } from './workload-cost.ts';

/** So many are told. */
const mostTold = 3;

/** What was tried in the place of a chosen index. */
export interface Tried {
  readonly alternatives: readonly Alternative[];
  /** Why its keys stand in this order and in no other, a sentence for each other order that the planner was asked about. */
  readonly order: readonly string[];
}

/**
 * Others for the queries of a chosen index, with the planner's cost of the workload with each in its place: its keys in
 * other orders and its keys alone first, then what comes nearest in the search's own measure. None is told whose cost
 * the planner did not say.
 *
 * @param entries  that an index in its place would write in a second
 */
export async function alternativesOf(
  search: Search,
  known: Standing,
  candidate: Candidate,
  costs: WorkloadCosts,
  name: (candidate: Candidate) => NewIndex,
  entries: (candidate: Candidate) => number,
): Promise<Tried> {
  const { chosen } = known;
  const rest = without(chosen, [candidate.id]);
  const { pool, planner } = search;
  const now = costs.total(chosen);
  const swaps = swapsOf(search, candidate).filter((one) => !chosen.has(one.other.id));
  const order: string[] = [];
  const told = new Map<number, Alternative>();
  const ask = async (other: Candidate): Promise<Alternative | undefined> => {
    const change = await costs.change(chosen, with_(rest, [other.id]));
    if (change === undefined) return undefined;
    const relativeCost = 1 + change.share;
    const isWalk = await isBlindWalk(search, candidate, chosen, with_(rest, [other.id]));
    const alternative: Alternative = {
      change: name(other),
      bytes: other.size.bytes,
      workloadCost: now + change.by,
      relativeCost,
      entriesPerSecond: entries(other),
      why: isWalk ? walkWhy : whyNot(search, candidate, other, relativeCost),
    };
    told.set(other.id, alternative);
    return alternative;
  };
  for (const { other, before, after } of swaps) {
    const asked = await ask(other);
    if (asked) order.push(`${before} before ${after}: ${orderText(asked)}`);
  }
  const isLiked = (one: Candidate) =>
    [...candidate.queries].some((query) => planner.known(query).some(({ used }) => used.includes(one.id)));
  const others = pool
    .ofTable(candidate.table)
    .filter(
      (one) =>
        !chosen.has(one.id) && !told.has(one.id) && [...candidate.queries].some((query) => one.queries.has(query)),
    )
    .map((one) => ({ one, near: nearness(candidate, one), total: knownTotal(search, known, with_(rest, [one.id])) }))
    .filter(({ one, near }) => near > 0 || isLiked(one))
    .toSorted((a, b) => b.near - a.near || a.total - b.total || a.one.size.bytes - b.one.size.bytes);
  for (const { one } of others.slice(0, 3 * mostTold)) {
    if (told.size >= mostTold + swaps.length) break;
    await ask(one);
  }
  const all = [...told.values()].toSorted((a, b) => a.workloadCost - b.workloadCost || a.bytes - b.bytes);
  return { alternatives: all, order };
}

const walkWhy =
  'it is read in the order that is wanted until enough rows match: quick where many do, and the whole table where few do, and nobody told how many';

/** Whether a query that is cheaper with the other walks until enough rows match of a search whose matches nobody knows. */
async function isBlindWalk(
  { planner, input }: Search,
  { queries }: Candidate,
  own: Configuration,
  other: Configuration,
): Promise<boolean> {
  const isBlind = blindness(input);
  for (const query of queries) {
    const [now, then] = [await planner.cost(query, own), await planner.cost(query, other)];
    if (!(then.cost < now.cost && then.weighed > now.weighed)) continue;
    const planned = await planner.plan(query, other);
    if ('plan' in planned && blindWalks(planned.plan.root, isBlind).length > 0) return true;
  }
  return false;
}

/** The index with two keys that follow each other changed about, for each such pair. */
function swapsOf({ pool }: Search, candidate: Candidate) {
  const { table, keys, method, include, predicate, queries } = candidate;
  const found: { readonly other: Candidate; readonly before: string; readonly after: string }[] = [];
  if (method !== undefined) return found;
  for (const [at, key] of keys.entries()) {
    const next = keys[at + 1];
    if (!next) break;
    const swapped = [...keys.slice(0, at), next, key, ...keys.slice(at + 2)];
    const draft = {
      table,
      keys: swapped,
      ...(include === undefined ? {} : { include }),
      ...(predicate === undefined ? {} : { predicate }),
    };
    const [other] = [...queries].map((query) => pool.take(draft, query));
    if (other) found.push({ other, before: nameOfKey(key), after: nameOfKey(next) });
  }
  return found;
}

function nameOfKey({ column, expression = '' }: NewIndexKey): string {
  return column === undefined ? expression : displayName(column);
}

function orderText({ relativeCost, why }: Alternative): string {
  return relativeCost > 1 + sameCost
    ? `the other way round the queries that it serves cost ${relativeCostText(relativeCost)} by the planner`
    : why;
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
  const smaller = own.size.bytes < other.size.bytes * 0.995;
  const larger = own.size.bytes > other.size.bytes * 1.005;
  // The figures say it.
  if (relativeCost > 1 + sameCost) return '';
  const cheaper = relativeCost < 1 - sameCost;
  if (smaller)
    return cheaper ? 'what that spares is not worth the larger index' : 'it is larger, and no query is cheaper with it';
  if (cheaper) return 'it is cheaper at the numbers of rows that are assumed, and dearer where a key has many more';
  if (sortedKeys(own) === sortedKeys(other)) return sameCostText(search, own, other);
  if (larger) {
    return heldColumns(own).length > heldColumns(other).length
      ? 'the cost is the same at the numbers of rows that are assumed; it loses where a key has many more rows'
      : 'the cost is the same by the planner';
  }
  return 'the cost and the size are the same';
}

/** Of two orders of the same keys that cost the same: which more queries can use, which has more values in front. */
function sameCostText(search: Search, own: Candidate, other: Candidate): string {
  const [uses, otherUses] = [usesOf(search, own), usesOf(search, other)];
  if (uses > otherUses) {
    return `the planner's cost is the same; ${uses} of the conditions of the workload find their rows by how this one begins, and ${otherUses} by how the other does`;
  }
  if (earlyRanges(search, own) < earlyRanges(search, other)) {
    return "the planner's cost is the same; a range ends what an index finds by its keys, and the order that it gives: it stands behind both";
  }
  const at = own.keys.findIndex((key, place) => key.column !== other.keys[place]?.column);
  const [first, second] = [own.keys[at]?.column, other.keys[at]?.column];
  if (first !== undefined && second !== undefined) {
    const values = (column: string) => distinctOf(search.input.statistics, own.table, column);
    if (values(first) > values(second)) {
      return `the planner's cost is the same; ${displayName(first)} has ${grouped(values(first))} values, ${displayName(second)} ${grouped(values(second))}: a later query by ${displayName(first)} alone can use the index`;
    }
  }
  return "the planner's cost is the same, and so is what else they serve";
}
