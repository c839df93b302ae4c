import type { Configuration } from '../cost/planner.ts';
import { usedSets } from './explore.ts';
import { bytesOf, candidatesOf, concerned, isAllowed, type Search, with_ } from './search.ts';

/** Candidates that may be added together. */
interface Move {
  readonly ids: readonly number[];
  readonly queries: readonly number[];
  readonly bytes: number;
  gain: number;
  /** The gain is that beside what is chosen now. */
  exact: boolean;
}

/**
 * Adds what gains most for its bytes, again and again. A gain is asked for only when it would be the greatest: those
 * that were reckoned earlier are taken as no less than what is left of them.
 *
 * @param power  1: gain per byte; 0: gain alone
 */
export async function greedy(search: Search, start: Configuration, power: number): Promise<Configuration> {
  const { planner, weights } = search;
  const queriesOf = concerned(search);
  let chosen: Configuration = start;
  const current: number[] = [];
  for (const query of search.input.queries.keys()) current.push((await planner.cost(query, chosen)).cost);
  let moves = movesOf(search, queriesOf, chosen, current);
  const worth = (move: Move) => move.gain / Math.max(8192, move.bytes) ** power;
  for (;;) {
    if (planner.exhausted()) return chosen;
    moves = moves.filter((move) => move.gain > search.leastGain && isAllowed(search, with_(chosen, move.ids)));
    let best: Move | undefined;
    let next = 0;
    for (const move of moves) {
      if (!best || worth(move) > worth(best)) {
        if (best) next = worth(best);
        best = move;
      } else if (worth(move) > next) {
        next = worth(move);
      }
    }
    if (!best) return chosen;
    const added = best;
    if (!added.exact) {
      await reckon(added, next);
      continue;
    }
    chosen = with_(chosen, added.ids);
    for (const query of added.queries) current[query] = (await planner.cost(query, chosen)).cost;
    const touched = new Set(added.queries);
    moves = moves.flatMap((move) => {
      const ids = move.ids.filter((id) => !chosen.has(id));
      if (ids.length === 0) return [];
      const stale = ids.length < move.ids.length || move.queries.some((query) => touched.has(query));
      return [{ ...move, ids, bytes: bytesOf(search, ids), exact: move.exact && !stale }];
    });
  }

  /** Asks what a move gains, query by query, as long as it may still be worth more than the next best. */
  async function reckon(move: Move, next: number): Promise<void> {
    const all = with_(chosen, move.ids);
    const penalty = candidatesOf(search, move.ids).reduce((sum, candidate) => sum + search.penalty(candidate), 0);
    const hopes = move.queries
      .map((query) => {
        const gain = (weights[query] ?? 0) * ((current[query] ?? 0) - planner.lower(query, all));
        return { query, gain: Math.max(0, gain) };
      })
      .filter((one) => one.gain > search.leastGain / 20)
      .toSorted((a, b) => b.gain - a.gain);
    let hoped = hopes.reduce((sum, one) => sum + one.gain, -penalty);
    for (const { query, gain } of hopes) {
      const real = (weights[query] ?? 0) * ((current[query] ?? 0) - (await planner.cost(query, all)).cost);
      hoped += real - gain;
      move.gain = hoped;
      if (worth(move) < next) return;
    }
    move.gain = hoped;
    move.exact = true;
  }
}

function movesOf(
  search: Search,
  queriesOf: (id: number) => readonly number[],
  chosen: Configuration,
  current: readonly number[],
): Move[] {
  const sets = usedSets(search);
  const singles = [...new Set(sets.flat())].map((id) => [id]);
  return [...singles, ...sets.filter((set) => set.length > 1)].flatMap((set) => {
    const ids = set.filter((id) => !chosen.has(id));
    if (ids.length === 0) return [];
    const queries = [...new Set(ids.flatMap(queriesOf))];
    const all = new Set([...chosen, ...ids]);
    // At best, each query becomes as cheap as it was with everything.
    const gain = queries.reduce((sum, query) => {
      const weight = search.weights[query] ?? 0;
      return weight > 0 ? sum + weight * Math.max(0, (current[query] ?? 0) - search.planner.lower(query, all)) : sum;
    }, 0);
    return [{ ids, queries, bytes: bytesOf(search, ids), gain, exact: false }];
  });
}
