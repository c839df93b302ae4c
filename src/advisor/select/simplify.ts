import { inCheaperOrder, inPreferredOrder } from './key-order.ts';
import { moved, type Search, type Standing, with_, without } from './search.ts';

/** So many smaller ones are tried in the place of each. */
const mostTried = 4;

/** Puts a smaller index in the place of each where the difference is not worth its space: fewer keys, none beside them. */
export async function simplified(search: Search, start: Standing): Promise<Standing> {
  const { pool, planner } = search;
  let now = start;
  for (const id of start.chosen) {
    const own = pool.all[id];
    if (!own || !now.chosen.has(id)) continue;
    const smaller = pool
      .ofTable(own.table)
      .filter(
        (one) =>
          one.size.bytes < own.size.bytes &&
          !now.chosen.has(one.id) &&
          [...own.queries].some((query) => one.queries.has(query)),
      )
      .toSorted((a, b) => b.size.bytes - a.size.bytes || a.keys.length - b.keys.length)
      .map((one) => one.id);
    // The largest of them first: they lose least. Then a few much smaller ones.
    const tried = [...smaller.slice(0, mostTried), ...smaller.slice(mostTried).filter((_, at) => at % 3 === 0)];
    let best: Standing | undefined;
    for (const other of tried.slice(0, 2 * mostTried)) {
      if (planner.exhausted()) break;
      const next = with_(without(now.chosen, [id]), [other]);
      best = (await moved(search, now, next, best?.total ?? now.total + search.objective.leastGain)) ?? best;
    }
    if (best) now = best;
  }
  return await inPreferredOrder(search, await inCheaperOrder(search, await trimmed(search, now)));
}

/** Takes out the columns beside the keys that no query reads whose plan uses the index: what merges brought along. */
async function trimmed(search: Search, start: Standing): Promise<Standing> {
  const { pool, planner, accesses } = search;
  let now = start;
  for (const id of start.chosen) {
    const own = pool.all[id];
    if (!own?.include || planner.exhausted()) continue;
    const users = new Set<number>();
    for (const query of pool.concerned(id)) {
      if ((await planner.cost(query, now.chosen)).used.includes(id)) users.add(query);
    }
    const read = new Set(
      accesses.filter((one) => one.table === own.table && users.has(one.query)).flatMap((one) => one.needed ?? []),
    );
    const include = own.include.filter((column) => read.has(column));
    if (include.length === own.include.length) continue;
    const { table, keys, method, predicate } = own;
    const draft = {
      table,
      keys,
      ...(method === undefined ? {} : { method }),
      ...(predicate === undefined ? {} : { predicate }),
      ...(include.length === 0 ? {} : { include }),
    };
    const other = [...own.queries].map((query) => pool.take(draft, query)).at(0) ?? pool.take(draft);
    if (!other || now.chosen.has(other.id)) continue;
    now = (await moved(search, now, with_(without(now.chosen, [id]), [other.id]), now.total)) ?? now;
  }
  return now;
}
