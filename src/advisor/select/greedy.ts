import type { Configuration } from '../cost/planner.ts';
import { usedSets } from './explore.ts';
import { allowance, bytesOf, candidatesOf, moved, type Search, type Standing, with_ } from './search.ts';

/** Candidates that may be added together. */
interface Move {
  readonly ids: readonly number[];
  readonly queries: ReadonlySet<number>;
  /** What a gain is divided by, for the bytes. */
  readonly price: number;
  gain: number;
  /** The gain is that beside what is chosen now. */
  exact: boolean;
}

/**
 * Adds what gains most for its bytes, again and again. A gain is asked for only when it would be the greatest: those
 * that were reckoned earlier are taken as no less than what is left of them. When no question may be asked any more, it
 * goes on with what is known.
 *
 * @param power  1: gain per byte; 0: gain alone
 */
export async function greedy(search: Search, start: Standing, power: number): Promise<Standing> {
  const { planner, objective } = search;
  let now = start;
  const priceOf = (ids: readonly number[]) => Math.max(8192, bytesOf(search, ids)) ** power;
  const allowed = (moves: readonly Move[]) => {
    const fits = allowance(search, now.chosen);
    return moves.filter((move) => fits(move.ids));
  };
  let moves = allowed(movesOf(search, now, priceOf));
  const worth = (move: Move) => move.gain / move.price;
  for (;;) {
    let best: Move | undefined;
    let next = 0;
    for (const move of moves) {
      if (!(move.gain > objective.leastGain)) continue;
      if (!best || worth(move) > worth(best)) {
        if (best) next = worth(best);
        best = move;
      } else if (worth(move) > next) {
        next = worth(move);
      }
    }
    if (!best) return now;
    const added = best;
    if (!added.exact) {
      await reckon(added, next);
      continue;
    }
    const reached = await moved(search, now, with_(now.chosen, added.ids));
    if (!reached) return now;
    now = reached;
    const left = moves.flatMap((move) => {
      if (move === added || !(move.gain > objective.leastGain)) return [];
      const ids = move.ids.filter((id) => !now.chosen.has(id));
      if (ids.length === 0) return [];
      const isTouched = ids.length < move.ids.length || meets(move.queries, added.queries);
      return [isTouched ? { ...move, ids, price: priceOf(ids), exact: false } : move];
    });
    moves = allowed(left);
  }

  /** Asks what a move gains, query by query, as long as it may still be worth more than the next best. */
  async function reckon(move: Move, next: number): Promise<void> {
    const all = with_(now.chosen, move.ids);
    const hopes = [...move.queries]
      .map((query) => {
        const gain = (now.values[query] ?? 0) - objective.value(query, planner.lower(query, all));
        return { query, gain: Math.max(0, gain) };
      })
      .filter((one) => one.gain > objective.leastGain / 20)
      .toSorted((a, b) => b.gain - a.gain);
    let hoped = hopes.reduce((sum, one) => sum + one.gain, -penaltyOf(search, move.ids));
    for (const { query, gain } of hopes) {
      const real = (now.values[query] ?? 0) - objective.value(query, (await planner.cost(query, all)).weighed);
      hoped += real - gain;
      move.gain = hoped;
      if (worth(move) < next) return;
    }
    move.gain = hoped;
    move.exact = true;
  }
}

function meets(some: ReadonlySet<number>, others: ReadonlySet<number>): boolean {
  for (const one of some) if (others.has(one)) return true;
  return false;
}

function movesOf(search: Search, now: Standing, priceOf: (ids: readonly number[]) => number): Move[] {
  const sets = usedSets(search);
  const singles = [...new Set(sets.flat())].map((id) => [id]);
  return [...singles, ...sets.filter((set) => set.length > 1)].flatMap((set) => {
    const ids = set.filter((id) => !now.chosen.has(id));
    if (ids.length === 0) return [];
    const queries = new Set(ids.flatMap((id) => [...search.pool.concerned(id)]));
    const all: Configuration = with_(now.chosen, ids);
    // At best, each query becomes as cheap as it was with everything.
    let gain = 0;
    for (const query of queries) {
      const least = search.objective.value(query, search.planner.lower(query, all));
      gain += Math.max(0, (now.values[query] ?? 0) - least);
    }
    return [{ ids, queries, price: priceOf(ids), gain, exact: false }];
  });
}

function penaltyOf(search: Search, ids: readonly number[]): number {
  return candidatesOf(search, ids).reduce((sum, candidate) => sum + search.penalty(candidate), 0);
}
