import { keyText } from '../../engines/index-keys.ts';
import type { Candidate } from '../candidates/candidate.ts';
import { distinctOf } from '../candidates/values.ts';
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

/**
 * The order of keys that another index of the same keys has, with the columns that stand beside these, where that is
 * cheaper: a merge takes the order of one of its two, and the other may have had the better one.
 */
async function inCheaperOrder(search: Search, start: Standing): Promise<Standing> {
  const { pool, planner, objective } = search;
  let now = start;
  for (const id of start.chosen) {
    const own = pool.all[id];
    if (!own?.include || own.keys.length < 2) continue;
    const { include } = own;
    const held = sameKeys({ ...own, include: [] });
    const orders = pool.ofTable(own.table).filter((one) => one !== own && sameKeys(one) === held);
    for (const { keys } of orders.slice(0, mostTried)) {
      if (planner.exhausted()) break;
      const draft = {
        table: own.table,
        keys,
        include,
        ...(own.predicate === undefined ? {} : { predicate: own.predicate }),
      };
      const other = [...own.queries].map((query) => pool.take(draft, query)).at(0) ?? pool.take(draft);
      if (!other || now.chosen.has(other.id)) continue;
      const reached = await moved(
        search,
        now,
        with_(without(now.chosen, [id]), [other.id]),
        now.total - objective.leastGain,
      );
      if (!reached) continue;
      now = reached;
      break;
    }
  }
  return now;
}

/**
 * Where the order of the keys makes no difference worth telling by the planner's costs, the order whose beginning more of
 * the workload can use, then that whose first keys have the most values.
 */
async function inPreferredOrder(search: Search, start: Standing): Promise<Standing> {
  const { pool, objective } = search;
  let now = start;
  for (const id of start.chosen) {
    const own = pool.all[id];
    if (!own || own.keys.length < 2) continue;
    const held = sameKeys(own);
    const others = pool
      .ofTable(own.table)
      .filter((one) => sameKeys(one) === held && !now.chosen.has(one.id) && prefers(search, one, own) > 0)
      .toSorted((a, b) => -prefers(search, a, b));
    for (const other of others.slice(0, 3)) {
      const next = with_(without(now.chosen, [id]), [other.id]);
      const reached = await moved(search, now, next, now.total + objective.leastGain / 4);
      if (reached) {
        now = reached;
        break;
      }
    }
  }
  return now;
}

/** More than 0 where the first's order of keys is of more use than the second's. */
function prefers(search: Search, first: Candidate, second: Candidate): number {
  const uses = usesOf(search, first) - usesOf(search, second);
  if (Math.abs(uses) > 1e-9) return uses;
  const { statistics } = search.input;
  for (const [at, key] of first.keys.entries()) {
    const other = second.keys[at];
    if (!other || keyText(key) === keyText(other)) continue;
    // Of an expression it is not known how many values it has, and few queries ask for it.
    if (key.column === undefined || other.column === undefined) {
      return Number(other.column === undefined) - Number(key.column === undefined) || second.id - first.id;
    }
    return (
      distinctOf(statistics, first.table, key.column) - distinctOf(statistics, second.table, other.column) ||
      second.id - first.id
    );
  }
  return second.id - first.id;
}

/** A beginning that keeps more than this share of the rows finds none of them. */
const leastNarrowing = 0.05;

/** How many accesses of the workload find their rows by a beginning of the index that narrows the search by itself. */
export function usesOf({ accesses, input }: Search, { table, keys }: Candidate): number {
  let uses = 0;
  for (const access of accesses) {
    if (access.table !== table) continue;
    const held = new Set([...access.equal, ...access.joins].map((one) => keyText(one.key)));
    let values = 1;
    for (const key of keys) {
      if (!held.has(keyText(key))) break;
      values *= key.column === undefined ? 1 / leastNarrowing : distinctOf(input.statistics, table, key.column);
    }
    if (1 / values <= leastNarrowing) uses++;
  }
  return uses;
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
    if (!dearer) now = (await moved(search, now, rest)) ?? now;
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
