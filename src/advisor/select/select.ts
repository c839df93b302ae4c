import type { Configuration } from '../cost/planner.ts';
import { explore, usedSets } from './explore.ts';
import { greedy } from './greedy.ts';
import { improve } from './improve.ts';
import { objective, type Search } from './search.ts';
import { simplified } from './simplify.ts';

/** How gain and bytes are weighed against each other in the greedy starts. */
const powers = { bounded: [1, 0.5], unbounded: [0.3] } as const;

/**
 * Chooses indexes: the planner's own choices, merged; greedy starts from them; then, in turns, what is known is
 * shuffled until nothing helps, and the planner is asked what it would like beside what was chosen.
 */
export async function select(search: Search, progress: (share: number) => void): Promise<Configuration> {
  const { planner, pool, input } = search;
  const loadOf = (query: number) => (search.weights[query] ?? 0) * (planner.base[query] ?? 0) || 0;
  // The heaviest first: whenever time ends, they have had their turn.
  const queries = [...input.queries.keys()].sort((a, b) => loadOf(b) - loadOf(a));
  const own = input.queries.map(() => new Set<number>());
  for (const { id, queries: ofCandidate } of pool.all) for (const query of ofCandidate) own[query]?.add(id);
  await explore(search, queries, new Set(), 3, (query) => own[query] ?? []);
  progress(0.4);
  const liked = new Set(usedSets(search).flat());
  for (const { id } of pool.merged([...liked])) liked.add(id);
  const likely = (query: number) => [...pool.relevant(query)].filter((id) => liked.has(id));
  await explore(search, queries, new Set(), 1, likely);
  progress(0.5);
  let best: Configuration = new Set();
  let value = await objective(search, best);
  const bounded = input.options.budgetBytes !== undefined;
  for (const power of bounded ? powers.bounded : powers.unbounded) {
    const start = await greedy(search, new Set(), power);
    const next = await improve(search, start);
    const reached = await objective(search, next);
    if (reached < value) [best, value] = [next, reached];
    progress(0.7);
  }
  for (let round = 0; round < 6 && !planner.exhausted(); round++) {
    await explore(search, queries, best, 2, likely);
    const next = await improve(search, await greedy(search, best, 1));
    const reached = await objective(search, next);
    if (reached >= value - search.leastGain) break;
    [best, value] = [next, reached];
    progress(Math.min(0.95, 0.75 + round * 0.05));
  }
  return await simplified(search, best);
}
