import type { NewIndexKey } from '../../catalog/change.ts';
import { keyText } from '../../engines/index-keys.ts';
import type { Access } from '../candidates/access.ts';
import type { Candidate } from '../candidates/candidate.ts';
import { distinctOf } from '../candidates/values.ts';
import type { Configuration } from '../cost/planner.ts';
import { moved, type Search, type Standing, with_, without } from './search.ts';

/** So many other orders are tried in the place of each. */
const mostTried = 4;

/**
 * The order of keys that another index of the same keys has, with the columns that stand beside these, where that is
 * cheaper: a merge takes the order of one of its two, and the other may have had the better one.
 */
export async function inCheaperOrder(search: Search, start: Standing): Promise<Standing> {
  const { pool, planner, objective } = search;
  let now = start;
  for (const id of start.chosen) {
    const own = pool.all[id];
    if (!own?.include || own.keys.length < 2) continue;
    const { include } = own;
    const held = sameKeys({ ...own, include: [] });
    const orders = pool.ofTable(own.table).filter((one) => one !== own && sameKeys(one) === held);
    for (const { keys } of orders.slice(0, mostTried)) {
      if (planner.exhausted()) break;
      const draft = {
        table: own.table,
        keys,
        include,
        ...(own.predicate === undefined ? {} : { predicate: own.predicate }),
      };
      const other = [...own.queries].map((query) => pool.take(draft, query)).at(0) ?? pool.take(draft);
      if (!other || now.chosen.has(other.id)) continue;
      const reached = await moved(
        search,
        now,
        with_(without(now.chosen, [id]), [other.id]),
        now.total - objective.leastGain,
      );
      if (!reached) continue;
      now = reached;
      break;
    }
  }
  return now;
}

/**
 * Where the order of the keys makes no difference worth telling by the planner's costs, the order whose beginning more of
 * the workload can use; then that of the textbook, a range behind what is held equal and behind the order of the rows;
 * then that whose first keys have the most values.
 */
export async function inPreferredOrder(search: Search, start: Standing): Promise<Standing> {
  const { pool, objective } = search;
  let now = start;
  for (const id of start.chosen) {
    const own = pool.all[id];
    if (!own || own.keys.length < 2) continue;
    const held = sameKeys(own);
    const ordered = withRangesLast(search, own);
    const others = [...new Set([...(ordered ? [ordered] : []), ...pool.ofTable(own.table)])]
      .filter((one) => sameKeys(one) === held && !now.chosen.has(one.id) && prefers(search, one, own) > 0)
      .toSorted((a, b) => -prefers(search, a, b));
    for (const other of others.slice(0, 3)) {
      const next = with_(without(now.chosen, [id]), [other.id]);
      const reached = await moved(search, now, next, now.total + objective.leastGain / 4);
      const isMoreUsed = usesOf(search, other) > usesOf(search, own);
      if (reached && (isMoreUsed || (await isAsCheap(search, now, next, [own, other])))) {
        now = reached;
        break;
      }
    }
  }
  return now;
}

/** Costs that differ by no more than this share, or by one page that is read in sequence, are the same. */
const sameCost = { share: 0.01, units: 1 } as const;

/** Whether no query that either index may serve gets dearer by the other order of its keys. */
async function isAsCheap(
  { planner, pool }: Search,
  now: Standing,
  next: Configuration,
  changed: readonly Candidate[],
): Promise<boolean> {
  for (const query of new Set(changed.flatMap(({ id }) => [...pool.concerned(id)]))) {
    const [before, after] = [await planner.cost(query, now.chosen), await planner.cost(query, next)];
    if (after.weighed > before.weighed * (1 + sameCost.share) + sameCost.units) return false;
  }
  return true;
}

/** More than 0 where the first's order of keys is of more use than the second's. */
function prefers(search: Search, first: Candidate, second: Candidate): number {
  const uses = usesOf(search, first) - usesOf(search, second);
  if (Math.abs(uses) > 1e-9) return uses;
  const early = earlyRanges(search, second) - earlyRanges(search, first);
  if (early !== 0) return early;
  const { statistics } = search.input;
  for (const [at, key] of first.keys.entries()) {
    const other = second.keys[at];
    if (!other || keyText(key) === keyText(other)) continue;
    // Of an expression it is not known how many values it has, and few queries ask for it.
    if (key.column === undefined || other.column === undefined) {
      return Number(other.column === undefined) - Number(key.column === undefined) || second.id - first.id;
    }
    return (
      distinctOf(statistics, first.table, key.column) - distinctOf(statistics, second.table, other.column) ||
      second.id - first.id
    );
  }
  return second.id - first.id;
}

/** What a key is to an access: held equal, the order of its rows, held to a range; nothing else has a place of its own. */
function placeOf({ equal, joins, order, windows, ranges }: Access, key: NewIndexKey): 0 | 1 | 2 | undefined {
  const text = keyText(key);
  const is = (other: NewIndexKey) => keyText(other) === text;
  if ([...equal, ...joins].some((bound) => is(bound.key))) return 0;
  if (order.some(is) || windows.some((keys) => keys.some(is))) return 1;
  return ranges.some((bound) => is(bound.key)) ? 2 : undefined;
}

/** In how many accesses a key that is held to a range stands before one that is held equal or gives the order. */
export function earlyRanges({ accesses }: Pick<Search, 'accesses'>, { table, keys, method }: Candidate): number {
  if (method !== undefined) return 0;
  return accesses.filter((access) => {
    if (access.table !== table) return false;
    const places = keys.map((key) => placeOf(access, key));
    const range = places.indexOf(2);
    return range >= 0 && places.slice(range + 1).some((place) => place === 0 || place === 1);
  }).length;
}

/** The index with each of its keys in the place that the accesses of its queries give it; nothing where they stand so. */
function withRangesLast(search: Search, own: Candidate): Candidate | undefined {
  if (earlyRanges(search, own) === 0) return undefined;
  const accesses = search.accesses.filter((one) => one.table === own.table && own.queries.has(one.query));
  const places = new Map(
    own.keys.map((key) => [key, Math.min(...accesses.map((access) => placeOf(access, key) ?? 3))] as const),
  );
  const keys = own.keys.toSorted((a, b) => (places.get(a) ?? 3) - (places.get(b) ?? 3));
  const { table, include, predicate } = own;
  const draft = {
    table,
    keys,
    ...(include === undefined ? {} : { include }),
    ...(predicate === undefined ? {} : { predicate }),
  };
  return [...own.queries].map((query) => search.pool.take(draft, query)).at(0) ?? search.pool.take(draft);
}

/** A beginning that keeps more than this share of the rows finds none of them. */
const leastNarrowing = 0.05;

/** How many accesses of the workload find their rows by a beginning of the index that narrows the search by itself. */
export function usesOf({ accesses, input }: Search, { table, keys }: Candidate): number {
  let uses = 0;
  for (const access of accesses) {
    if (access.table !== table) continue;
    const held = new Set([...access.equal, ...access.joins].map((one) => keyText(one.key)));
    let values = 1;
    for (const key of keys) {
      if (!held.has(keyText(key))) break;
      values *= key.column === undefined ? 1 / leastNarrowing : distinctOf(input.statistics, table, key.column);
    }
    if (1 / values <= leastNarrowing) uses++;
  }
  return uses;
}

/** Equal for indexes that hold the same keys in any order. */
function sameKeys({ keys, include = [], predicate = '', method = '' }: Candidate): string {
  return JSON.stringify([keys.map(keyText).sort(), [...include].sort(), predicate, method]);
}
