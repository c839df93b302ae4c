import { withIdleBeside } from '../candidates/idle-keys.ts';
import { affordable } from './affordable.ts';
import { deepened } from './deepen.ts';
import { explore, usedSets } from './explore.ts';
import { greedy } from './greedy.ts';
import { improve, pruned, prunedByAnswers } from './improve.ts';
import { withoutRedundant } from './redundant.ts';
import { budgetOf, moved, type Search, type Standing, standing, with_, without } from './search.ts';
import { simplified } from './simplify.ts';

/** How gain and bytes are weighed against each other in the greedy starts. */
const powers = { bounded: [1, 0.5], unbounded: [0.3] } as const;

/**
 * Chooses indexes: the planner's own choices, merged; greedy starts from them; then, in turns, what is known is
 * shuffled until nothing helps, and the planner is asked what it would like beside what was chosen.
 *
 * @param queries  the heaviest first: whenever time ends, they have had their turn
 */
export async function select(
  search: Search,
  queries: readonly number[],
  progress: (share: number) => void,
): Promise<Standing> {
  const { planner, pool, objective } = search;
  await explore(
    search,
    queries,
    new Set(),
    3,
    (query) => pool.own(query),
    (share) => progress(0.4 * share),
  );
  const liked = new Set(usedSets(search).flat());
  for (const { id } of pool.merged([...liked])) liked.add(id);
  const likely = (query: number) => [...pool.relevant(query)].filter((id) => liked.has(id));
  await explore(search, queries, new Set(), 1, likely, (share) => progress(0.4 + 0.1 * share));
  const nothing = await standing(search, new Set());
  let best = nothing;
  const bounded = budgetOf(search) !== Number.POSITIVE_INFINITY;
  for (const power of bounded ? powers.bounded : powers.unbounded) {
    const reached = await improve(search, await greedy(search, nothing, power));
    if (reached.total < best.total) best = reached;
    progress(0.7);
  }
  for (let round = 0; round < 6 && !planner.exhausted(); round++) {
    await explore(search, queries, best.chosen, 2, likely, () => {});
    const reached = await improve(search, await greedy(search, best, 1));
    if (reached.total >= best.total - objective.leastGain) break;
    best = reached;
    progress(Math.min(0.95, 0.75 + round * 0.05));
  }
  const needed = await pruned(search, await simplified(search, best));
  const deep = await deepened(search, queries, needed);
  const last = await affordable(search, await withoutRedundant(search, deep));
  return await withoutUnused(search, await prunedByAnswers(search, await withIdleKeysBeside(search, last)));
}

/** Puts keys that find and order nothing beside the keys, where the planner sees no use of them as keys. */
async function withIdleKeysBeside(search: Search, start: Standing): Promise<Standing> {
  const { input, pool, accesses, objective } = search;
  let now = start;
  for (const id of input.traits.includedColumns ? start.chosen : []) {
    const own = pool.all[id];
    const draft = own && withIdleBeside(own, accesses);
    const other = own && draft && [...own.queries].map((query) => pool.take(draft, query)).at(0);
    if (!other || now.chosen.has(other.id)) continue;
    const next = with_(without(now.chosen, [id]), [other.id]);
    now = (await moved(search, now, next, now.total + objective.leastGain)) ?? now;
  }
  return now;
}

/** Takes out what no plan uses beside the others, and no plan is informed by. */
async function withoutUnused(search: Search, start: Standing): Promise<Standing> {
  const { planner, pool } = search;
  let now = start;
  for (const id of start.chosen) {
    let isUsed = false;
    for (const query of pool.concerned(id)) {
      const { used, informedBy } = await planner.cost(query, now.chosen);
      isUsed ||= used.includes(id) || informedBy.includes(id);
    }
    if (!isUsed) now = (await moved(search, now, without(now.chosen, [id]))) ?? now;
  }
  return now;
}
