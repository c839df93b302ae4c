import { keyText } from '../../engines/index-keys.ts';
import type { Candidate } from '../candidates/candidate.ts';
import { moved, type Search, type Standing, standing, with_, without } from './search.ts';

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
  return await inPreferredOrder(search, now);
}

/**
 * Where the order of the keys makes no difference worth telling, that which was thought of first: the key with the most
 * values leads, and more queries may come to use it.
 */
async function inPreferredOrder(search: Search, start: Standing): Promise<Standing> {
  const { pool, objective } = search;
  let now = start;
  for (const id of start.chosen) {
    const own = pool.all[id];
    if (!own || own.keys.length < 2) continue;
    const held = sameKeys(own);
    const [first] = pool.ofTable(own.table).filter((one) => one.id < id && sameKeys(one) === held);
    if (!first || now.chosen.has(first.id)) continue;
    const next = with_(without(now.chosen, [id]), [first.id]);
    now = (await moved(search, now, next, now.total + objective.leastGain / 4)) ?? now;
  }
  return now;
}

/** Equal for indexes that hold the same keys in any order. */
function sameKeys({ keys, include = [], predicate = '', method = '' }: Candidate): string {
  return JSON.stringify([keys.map(keyText).sort(), [...include].sort(), predicate, method]);
}

/** A query may get so much dearer without an index that another one begins with. */
const dearerWithoutPrefix = 1.25;

/**
 * Takes out what another chosen index begins with, where no query gets much dearer by using that one: two indexes that
 * begin alike are written twice for little.
 */
export async function withoutPrefixes(search: Search, start: Standing): Promise<Standing> {
  const { pool, planner } = search;
  let now = start;
  for (const id of start.chosen) {
    const own = pool.all[id];
    if (!own) continue;
    const rest = without(now.chosen, [id]);
    if (![...rest].some((other) => beginsWith(pool.all[other], own))) continue;
    let dearer = false;
    for (const query of pool.concerned(id)) {
      const [before, after] = [await planner.cost(query, now.chosen), await planner.cost(query, rest)];
      if (after.weighed > before.weighed * dearerWithoutPrefix) dearer = true;
    }
    if (!dearer) now = await standing(search, rest);
  }
  return now;
}

/** Whether an index holds all that another one does, its keys first. */
function beginsWith(longer: Candidate | undefined, shorter: Candidate): boolean {
  if (!longer || longer.table !== shorter.table) return false;
  if ((longer.method ?? '') !== (shorter.method ?? '') || (longer.predicate ?? '') !== (shorter.predicate ?? '')) {
    return false;
  }
  const held = new Set([...longer.keys.map((key) => key.column), ...(longer.include ?? [])]);
  return (
    longer.keys.length > shorter.keys.length &&
    shorter.keys.every((key, at) => {
      const other = longer.keys[at];
      return other !== undefined && keyText(other) === keyText(key);
    }) &&
    (shorter.include ?? []).every((column) => held.has(column))
  );
}
