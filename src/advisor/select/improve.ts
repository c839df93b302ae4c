import type { Configuration } from '../cost/planner.ts';
import {
  budgetOf,
  bytesOf,
  candidatesOf,
  isAllowed,
  knownTotal,
  moved,
  type Search,
  type Standing,
  standing,
  with_,
  without,
} from './search.ts';

/** So many sets are tried in a round, the most promising first. */
const mostTried = 400;

/** Beyond so many indexes, what is least worth its bytes is reckoned once for each round, not after each removal. */
const many = 64;

/**
 * Betters a set by what is known, without a question: a set that some plan used comes in, and what is then least
 * worth its bytes goes out, until nothing of the kind helps. Then what gains nothing is removed.
 */
export async function improve(search: Search, start: Standing): Promise<Standing> {
  const { leastGain } = search.objective;
  let now = start;
  // Without a limit nothing has to go for what comes, and every set that helps can come at once.
  const isFree = budgetOf(search) === Number.POSITIVE_INFINITY;
  for (let round = 0; round < 30; round++) {
    let found: Configuration | undefined;
    let value = now.total;
    const order = now.chosen.size > many ? byWorth(search, now, now.chosen) : undefined;
    let changed = false;
    for (const set of promising(search, now)) {
      const fit = fitted(search, now, with_(now.chosen, set), new Set(set), order);
      if (!fit) continue;
      const [next, total] = withoutNeighbours(search, now, fit, set);
      if (total >= value - leastGain) continue;
      if (isFree) {
        now = (await moved(search, now, next, value - leastGain)) ?? now;
        changed ||= now.total < value;
        value = now.total;
      } else {
        value = total;
        found = next;
      }
      if (search.input.signal.aborted) break;
    }
    if (isFree ? !changed : !found) break;
    // What is known is never less than what is: asking can only better it.
    if (found) now = (await moved(search, now, found)) ?? now;
  }
  return pruned(search, now);
}

/** Removes, one after the other, what costs as much as it gains: the largest first. */
export async function pruned(search: Search, start: Standing): Promise<Standing> {
  let now = start;
  const bytes = (id: number) => bytesOf(search, [id]);
  for (;;) {
    const before = now.chosen.size;
    for (const id of [...now.chosen].sort((a, b) => bytes(b) - bytes(a) || a - b)) {
      now = (await moved(search, now, without(now.chosen, [id]), now.total + search.objective.leastGain)) ?? now;
    }
    if (now.chosen.size === before) return await standing(search, now.chosen);
  }
}

/**
 * The same once more, by the planner's answers alone: what came in the place of others may do the work of a third, and
 * without the index of a plan that risks much a query may be better off than any answer that saw it tells.
 */
export async function prunedByAnswers(search: Search, start: Standing): Promise<Standing> {
  let now = start;
  for (const { id } of candidatesOf(search, start.chosen).toSorted((a, b) => b.size.bytes - a.size.bytes)) {
    if (search.planner.exhausted()) break;
    const next = await moved(search, now, without(now.chosen, [id]));
    if (next && next.total <= now.total) now = next;
  }
  return now;
}

/** Takes out, too, what those that came stand in for: the one of their table and queries without which it is best. */
function withoutNeighbours(
  search: Search,
  now: Standing,
  next: Configuration,
  came: readonly number[],
): readonly [Configuration, number] {
  const { pool } = search;
  let best: readonly [Configuration, number] = [next, knownTotal(search, now, next)];
  for (const id of came) {
    const own = pool.all[id];
    if (!own || now.chosen.has(id)) continue;
    const concerned = pool.concerned(id);
    for (const { id: other } of pool.ofTable(own.table)) {
      if (!now.chosen.has(other) || !next.has(other) || came.includes(other)) continue;
      if (![...pool.concerned(other)].some((query) => concerned.has(query))) continue;
      const rest = without(next, [other]);
      const total = knownTotal(search, now, rest);
      if (total < best[1]) best = [rest, total];
    }
  }
  return best;
}

function promising(search: Search, now: Standing): readonly (readonly number[])[] {
  const { planner, objective, input } = search;
  const worth = new Map<string, { readonly set: readonly number[]; gain: number; bytes: number }>();
  for (const query of input.queries.keys()) {
    const value = now.values[query] ?? 0;
    if (value === 0) continue;
    for (const { used, weighed } of planner.known(query)) {
      const gain = value - objective.value(query, weighed);
      if (!(gain > objective.leastGain / 10) || used.length === 0) continue;
      const key = used.toSorted((a, b) => a - b).join(',');
      const fresh = used.filter((id) => !now.chosen.has(id));
      const known = worth.get(key) ?? { set: used, gain: 0, bytes: bytesOf(search, fresh) };
      known.gain += gain;
      worth.set(key, known);
    }
  }
  const budget = budgetOf(search);
  return [...worth.values()]
    .filter(({ bytes }) => bytes <= budget)
    .sort((a, b) => b.gain / (b.bytes + 1e6) - a.gain / (a.bytes + 1e6))
    .slice(0, budget === Number.POSITIVE_INFINITY ? undefined : mostTried)
    .map(({ set }) => set);
}

/** Takes out what is least worth its bytes until the rest is allowed; nothing where only what must stay is left. */
function fitted(
  search: Search,
  now: Standing,
  chosen: Configuration,
  staying: Configuration,
  order: readonly number[] | undefined,
): Configuration | undefined {
  let left: Configuration = chosen;
  const queue = order ? [...order] : undefined;
  while (!isAllowed(search, left)) {
    const going = (queue ?? byWorth(search, now, left, staying)).find((id) => !staying.has(id) && left.has(id));
    if (going === undefined) return undefined;
    left = without(left, [going]);
  }
  return left;
}

/** The least worth its bytes first, by what is known. */
function byWorth(
  search: Search,
  now: Standing,
  chosen: Configuration,
  staying: Configuration = new Set(),
): readonly number[] {
  const { planner, objective, pool } = search;
  const found: { readonly id: number; readonly worth: number }[] = [];
  for (const id of chosen) {
    if (staying.has(id)) continue;
    const rest = without(chosen, [id]);
    let loss = 0;
    for (const query of pool.concerned(id)) {
      if (now.values[query] === 0) continue;
      loss += objective.value(query, planner.upper(query, rest)) - objective.value(query, planner.upper(query, chosen));
    }
    found.push({ id, worth: loss / Math.max(8192, bytesOf(search, [id])) });
  }
  return found.sort((a, b) => a.worth - b.worth).map(({ id }) => id);
}
