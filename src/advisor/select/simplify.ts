import type { Configuration } from '../cost/planner.ts';
import { objective, type Search, with_, without } from './search.ts';

/** So many smaller ones are tried in the place of each. */
const mostTried = 4;

/** Puts a smaller index in the place of each where the difference is not worth its space: fewer keys, none beside them. */
export async function simplified(search: Search, start: Configuration): Promise<Configuration> {
  const { pool, planner } = search;
  let chosen = start;
  let value = await objective(search, chosen);
  for (const id of start) {
    const own = pool.all[id];
    if (!own) continue;
    const smaller = pool.all
      .filter(
        (one) =>
          one.table === own.table &&
          one.size.bytes < own.size.bytes &&
          !chosen.has(one.id) &&
          [...own.queries].some((query) => one.queries.has(query)),
      )
      .toSorted((a, b) => b.size.bytes - a.size.bytes || a.keys.length - b.keys.length)
      .map((one) => one.id);
    // The largest of them first: they lose least. Then a few much smaller ones.
    const tried = [...smaller.slice(0, mostTried), ...smaller.slice(mostTried).filter((_, at) => at % 3 === 0)];
    let best: number | undefined;
    for (const other of tried.slice(0, 2 * mostTried)) {
      if (planner.exhausted()) break;
      const reached = await objective(search, with_(without(chosen, [id]), [other]));
      if (reached < value) {
        value = reached;
        best = other;
      }
    }
    if (best !== undefined) chosen = with_(without(chosen, [id]), [best]);
  }
  return chosen;
}
