import { keyText } from '../../engines/index-keys.ts';
import { type Candidate, type Draft, heldColumns } from '../candidates/candidate.ts';
import type { Configuration } from '../cost/planner.ts';
import { draftOf } from '../cost/writes.ts';
import { isAllowed, moved, type Search, type Standing, standing, with_, without } from './search.ts';

/** A query may get so much dearer where another index of the table serves it, too. */
const dearerByOther = 4 / 3;

/**
 * And so much where the other one holds the same columns and begins with the same: its entries are as many and as
 * large. What the planner makes of the order of rows alone differs, as it takes three quarters of the correlation of
 * the first key where there are more (btcostestimate, src/backend/utils/adt/selfuncs.c).
 */
const dearerBySame = 3;

/** Below this cost a query reads so few pages that no index more is worth its space. */
const fewPages = 20;

/** So many are tried in the place of two. */
const mostTried = 6;

/**
 * Takes out what another index stands in for that begins with the same key, be it chosen or there: partial, covering,
 * of another method. Then puts one in the place of two. Two indexes that begin alike are written twice for little.
 */
export async function withoutRedundant(search: Search, start: Standing): Promise<Standing> {
  const { pool } = search;
  // What is asked for is the least sum, whatever it takes within the budget.
  if (search.input.options.objective === 'sum') return start;
  let now = start;
  for (const own of [...start.chosen].flatMap((id) => pool.all[id] ?? []).sort(leastFirst)) {
    const others = [...now.chosen].flatMap((id) => (id === own.id ? [] : (pool.all[id] ?? [])));
    const present = own.table.indexes.flatMap((one) => (one.valid ? draftOf(own.table, one) : []));
    const alike = [...others, ...present].filter((one) => beginsAlike(one, own));
    if (alike.length === 0) continue;
    const rest = without(now.chosen, [own.id]);
    const measure = alike.some((one) => isWider(one, own)) ? 'cost' : 'weighed';
    const most = alike.some((one) => holdsSame(one, own)) ? dearerBySame : dearerByOther;
    if (await isServed(search, [own], now.chosen, rest, { most, measure })) {
      now = (await moved(search, now, rest)) ?? now;
    }
  }
  return await oneForTwo(search, now);
}

/** One index in the place of two of its table, where it takes no more than both and no query gets much dearer. */
async function oneForTwo(search: Search, start: Standing): Promise<Standing> {
  const { pool, planner, entries } = search;
  let { chosen } = start;
  const all = [...start.chosen].flatMap((id) => pool.all[id] ?? []).sort(leastFirst);
  for (const [at, first] of all.entries()) {
    for (const second of all.slice(at + 1)) {
      if (first.table !== second.table || !chosen.has(first.id) || !chosen.has(second.id)) continue;
      const queries = [...first.queries].filter((query) => second.queries.has(query));
      if (queries.length === 0 || planner.exhausted()) continue;
      const bytes = first.size.bytes + second.size.bytes;
      const ones = pool
        .ofTable(first.table)
        .filter(
          (one) =>
            !chosen.has(one.id) &&
            one.size.bytes <= bytes &&
            entries(one) <= entries(first) + entries(second) &&
            queries.some((query) => one.queries.has(query)) &&
            holdsKeys(one, first) &&
            holdsKeys(one, second),
        )
        .toSorted((a, b) => a.size.bytes - b.size.bytes || a.id - b.id);
      for (const one of ones.slice(0, mostTried)) {
        const next = with_(without(chosen, [first.id, second.id]), [one.id]);
        if (planner.exhausted() || !isAllowed(search, next)) continue;
        if (!(await isServed(search, [first, second], chosen, next, { most: dearerByOther, measure: 'weighed' })))
          continue;
        chosen = next;
        break;
      }
    }
  }
  return chosen === start.chosen ? start : await standing(search, chosen);
}

/** Whether no query that these concern gets dearer than so many times, or misses its goal by it. */
async function isServed(
  { pool, planner, objective, input }: Search,
  gone: readonly Candidate[],
  before: Configuration,
  after: Configuration,
  { most, measure }: { readonly most: number; readonly measure: 'cost' | 'weighed' },
): Promise<boolean> {
  for (const query of new Set(gone.flatMap(({ id }) => [...pool.concerned(id)]))) {
    const own = await planner.cost(query, before);
    const other = await planner.cost(query, after);
    if (!(other[measure] > own[measure])) continue;
    if (other[measure] > Math.max(fewPages, own[measure] * most)) return false;
    const { goalMilliseconds } = input.queries[query] ?? {};
    if (goalMilliseconds !== undefined && objective.value(query, other.weighed) > objective.value(query, own.weighed)) {
      return false;
    }
  }
  return true;
}

/** What stands for the least goes first: parts of a table, then the smaller. */
function leastFirst(first: Candidate, second: Candidate): number {
  return first.size.bytes - second.size.bytes || first.id - second.id;
}

function beginsAlike(one: Draft, other: Draft): boolean {
  const [first, second] = [one.keys[0], other.keys[0]];
  return one.table === other.table && first !== undefined && second !== undefined && keyText(first) === keyText(second);
}

/** Whether both hold a part of the table under the same keys: what is left of the one passes by a condition on the other. */
function isWider(one: Draft, other: Draft): boolean {
  const keys = (draft: Draft) => JSON.stringify([draft.keys.map(keyText), draft.method ?? 'btree']);
  return one.predicate !== undefined && other.predicate !== undefined && keys(one) === keys(other);
}

function holdsSame(one: Draft, other: Draft): boolean {
  const held = (draft: Draft) => JSON.stringify(heldColumns(draft).toSorted());
  const isTree = ({ method = 'btree' }: Draft) => method === 'btree';
  return isTree(one) && isTree(other) && one.predicate === other.predicate && held(one) === held(other);
}

function holdsKeys({ keys }: Draft, other: Draft): boolean {
  const own = new Set(keys.map(keyText));
  return other.keys.every((key) => own.has(keyText(key)));
}
