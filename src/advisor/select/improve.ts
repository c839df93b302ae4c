import type { Configuration } from '../cost/planner.ts';
import {
  budgetOf,
  bytesOf,
  candidatesOf,
  concerned,
  isAllowed,
  objective,
  type Search,
  upperObjective,
  with_,
  without,
} from './search.ts';

/** So many sets are tried in a round, the most promising first. */
const mostTried = 400;

/**
 * Betters a set by what is known, without a question: a set that some plan used comes in, and what is then least
 * worth its bytes goes out, until nothing of the kind helps. Then what gains nothing is removed.
 */
export async function improve(search: Search, start: Configuration): Promise<Configuration> {
  let chosen: Configuration = start;
  let best = await objective(search, chosen);
  for (let round = 0; round < 30; round++) {
    let found: Configuration | undefined;
    let value = best;
    for (const set of promising(search, chosen)) {
      const next = fitted(search, with_(chosen, set), new Set(set));
      if (!next) continue;
      const upper = upperObjective(search, next);
      if (upper < value - search.leastGain) {
        value = upper;
        found = next;
      }
      if (search.input.signal.aborted) break;
    }
    if (!found) break;
    chosen = found;
    // What is known is never less than what is: asking can only better it.
    best = await objective(search, chosen);
  }
  return pruned(search, chosen);
}

/** Removes, one after the other, what costs as much as it gains. */
async function pruned(search: Search, start: Configuration): Promise<Configuration> {
  let chosen = start;
  for (;;) {
    const value = await objective(search, chosen);
    let found: Configuration | undefined;
    let foundBytes = 0;
    for (const id of chosen) {
      const next = without(chosen, [id]);
      // In a large set, what is surely worth it is not asked about.
      if (chosen.size > 64 && upperObjective(search, next) > value * 1.05) continue;
      const [one] = candidatesOf(search, [id]);
      const bytes = one?.size.bytes ?? 0;
      if (bytes > foundBytes && (await objective(search, next)) <= value + search.leastGain) {
        found = next;
        foundBytes = bytes;
      }
    }
    if (!found) return chosen;
    chosen = found;
  }
}

function promising(search: Search, chosen: Configuration): readonly (readonly number[])[] {
  const { planner, weights, input } = search;
  const worth = new Map<string, { readonly set: readonly number[]; gain: number }>();
  for (const query of input.queries.keys()) {
    const weight = weights[query] ?? 0;
    const now = planner.upper(query, chosen);
    for (const { used, cost } of planner.known(query)) {
      const gain = weight * (now - cost);
      if (!(gain > search.leastGain / 10) || used.length === 0) continue;
      const key = used.toSorted((a, b) => a - b).join(',');
      const known = worth.get(key) ?? { set: used, gain: 0 };
      known.gain += gain;
      worth.set(key, known);
    }
  }
  const bytes = (set: readonly number[]) =>
    bytesOf(
      search,
      set.filter((id) => !chosen.has(id)),
    );
  return [...worth.values()]
    .filter(({ set }) => bytes(set) <= budgetOf(search))
    .sort((a, b) => b.gain / (bytes(b.set) + 1e6) - a.gain / (bytes(a.set) + 1e6))
    .slice(0, mostTried)
    .map(({ set }) => set);
}

/** Takes out what is least worth its bytes until the rest is allowed; nothing where only what must stay is left. */
function fitted(search: Search, chosen: Configuration, staying: Configuration): Configuration | undefined {
  const queriesOf = concerned(search);
  let left: Configuration = chosen;
  while (!isAllowed(search, left)) {
    let worst: number | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const id of left) {
      if (staying.has(id)) continue;
      const rest = without(left, [id]);
      let loss = 0;
      for (const query of queriesOf(id)) {
        const weight = search.weights[query] ?? 0;
        if (weight > 0) loss += weight * (search.planner.upper(query, rest) - search.planner.upper(query, left));
      }
      const [candidate] = candidatesOf(search, [id]);
      const worth = loss / Math.max(8192, candidate?.size.bytes ?? 0);
      if (worth < least) {
        least = worth;
        worst = id;
      }
    }
    if (worst === undefined) return undefined;
    left = without(left, [worst]);
  }
  return left;
}
