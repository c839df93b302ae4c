import type { Configuration, Known } from '../cost/planner.ts';
import { budgetOf, type Search } from './search.ts';

/**
 * Lets the planner choose: each query is planned with all candidates of a size at once, what it chose is taken away,
 * and it is planned again. What it never chooses is not worth a look. Beside those already chosen, where there are.
 *
 * @param layers  how often what was chosen is taken away
 * @param seen  the candidates that a query is planned with
 * @param progress  called with the share that is done
 */
export async function explore(
  search: Search,
  queries: readonly number[],
  chosen: Configuration,
  layers: number,
  seen: (query: number) => Iterable<number>,
  progress: (share: number) => void,
): Promise<void> {
  const { planner, objective } = search;
  const kinds = kindsOf(search, chosen);
  for (const [at, query] of queries.entries()) {
    progress(at / queries.length);
    const { weighed: base } = await planner.cost(query, chosen);
    if (!(objective.value(query, base) > 0)) continue;
    for (const isKind of kinds) {
      let shown = new Set(chosen);
      for (const id of seen(query)) if (isKind(id)) shown.add(id);
      for (let layer = 0; layer < layers; layer++) {
        if (planner.exhausted()) return;
        const answer: Known = await planner.cost(query, shown);
        const fresh = answer.used.filter((id) => !chosen.has(id));
        if (fresh.length === 0 || answer.bound > base * 0.995) break;
        shown = new Set([...shown].filter((id) => !fresh.includes(id)));
      }
    }
  }
}

/** Which candidates are seen together: those of the budget's size, and of parts of it that leave room for others. */
function kindsOf(search: Search, chosen: Configuration): readonly ((id: number) => boolean)[] {
  const { pool } = search;
  const budget = budgetOf(search);
  if (budget === Number.POSITIVE_INFINITY) {
    const all = () => true;
    const bare = (id: number) => pool.all[id]?.include === undefined;
    return chosen.size > 0 ? [all] : [all, bare];
  }
  const parts = chosen.size > 0 ? [1, 4] : [1, 2, 4, 8, 16];
  return parts.map((part) => (id) => (pool.all[id]?.size.bytes ?? 0) <= budget / part);
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
