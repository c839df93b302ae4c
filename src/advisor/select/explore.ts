import type { Configuration, Known } from '../cost/planner.ts';
import { budgetOf, bytesOf, type Search } from './search.ts';

/**
 * Lets the planner choose: each query is planned with all candidates of a size at once, what it chose is taken away,
 * and it is planned again. What it never chooses is not worth a look. Beside those already chosen, where there are.
 *
 * @param layers  how often what was chosen is taken away
 * @param seen  the candidates that a query is planned with
 */
export async function explore(
  search: Search,
  queries: readonly number[],
  chosen: Configuration,
  layers: number,
  seen: (query: number) => Iterable<number>,
): Promise<void> {
  const sizes = sizeLimits(search, chosen);
  for (const query of queries) {
    const { weights, planner, pool } = search;
    if (!((weights[query] ?? 0) > 0)) continue;
    const base = (await planner.cost(query, chosen)).cost;
    for (const most of sizes) {
      let shown = new Set(chosen);
      for (const id of seen(query)) if ((pool.all[id]?.size.bytes ?? 0) <= most) shown.add(id);
      for (let layer = 0; layer < layers; layer++) {
        if (planner.exhausted()) return;
        const answer: Known = await planner.cost(query, shown);
        const fresh = answer.used.filter((id) => !chosen.has(id));
        if (fresh.length === 0 || answer.cost > base * 0.995) break;
        shown = new Set([...shown].filter((id) => !fresh.includes(id)));
      }
    }
  }
}

/** What one index may take: the budget, and parts of it that leave room for others. */
function sizeLimits(search: Search, chosen: Configuration): readonly number[] {
  const budget = budgetOf(search);
  if (budget === Number.POSITIVE_INFINITY) {
    const whole = bytesOf(search, search.pool.all.keys()) / Math.max(1, search.pool.all.length);
    return chosen.size > 0 ? [budget] : [budget, whole];
  }
  const parts = chosen.size > 0 ? [1, 4] : [1, 2, 4, 8, 16];
  return parts.map((part) => budget / part);
}

/** Every set that some plan used, and so the candidates that matter. */
export function usedSets({ planner, input }: Search): readonly (readonly number[])[] {
  const sets = new Map<string, readonly number[]>();
  for (const query of input.queries.keys()) {
    for (const { used } of planner.known(query)) {
      if (used.length === 0) continue;
      const sorted = used.toSorted((a, b) => a - b);
      sets.set(sorted.join(','), sorted);
    }
  }
  return [...sets.values()];
}
