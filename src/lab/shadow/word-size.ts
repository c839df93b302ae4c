import type { QueryPlan } from '../../catalog/query-plan.ts';
import type { PlannedQuery } from '../lab.ts';
import { fitIsUnclear, type HashAggregate, hashAggregates } from './hash-aggregate.ts';
import { type HashTable, limitsFor, sameHashTable } from './hash-memory.ts';
import { type MemorySettings, memorySettings } from './memory-settings.ts';
import { type MemoryUse, memoryUse } from './memory-use.ts';

/** What work_mem can be at least. */
const leastSort = 64 * 1024;

export interface Attempt {
  readonly json: string;
  readonly plan: QueryPlan;
  /** The same plan with every node's output: one more round trip. */
  detailed(): Promise<QueryPlan>;
}

type Ask = (settings: Readonly<Record<string, string>>) => Promise<Attempt>;

/** A plan, and the hash memory that the embedded engine had for it. */
interface Tried extends Attempt {
  readonly use: MemoryUse;
  readonly hash: number;
}

/** Plans that are made in search of a limit that fits. */
const mostTries = 10;

/** Bytes of an entry of a bitmap with 64-bit and with 32-bit words (tbm_calculate_entries in src/backend/nodes/tidbitmap.c). */
const bitmapEntry = { server: 64, embedded: 56 };

/**
 * Corrects a plan for the word size. The embedded engine's words have 32 bits, and what it keeps in memory is smaller
 * by its pointers: around the limits it costs hash tables and bitmaps as if they fitted where production's do not.
 * Such a query is planned again with less memory, so that every decision falls as it would with 64 bits.
 *
 * A plan none of whose own decisions differ is production's: all others were costed at what they cost there or at
 * less, and yet it was the cheapest.
 *
 * @param pagesOf  pages that a relation is believed to have
 */
export async function wordSizeCorrected(
  first: Attempt,
  memory: MemorySettings,
  ask: Ask,
  pagesOf: (relation: string) => number,
): Promise<PlannedQuery> {
  const use = memoryUse(first.plan, memory.leaderTakesPart);
  const mostExact = memory.sort / bitmapEntry.server;
  if (!use.bitmaps.some((relation) => pagesOf(relation) > mostExact)) {
    return await hashTablesCorrected({ ...first, use, hash: memory.hash }, memory, memory.sort, ask);
  }
  // Less memory for bitmaps means less for sorts; hash tables keep theirs.
  const sort = (memory.sort * bitmapEntry.embedded) / bitmapEntry.server;
  const again = await ask(memorySettings({ sort, hash: memory.hash }));
  const useAgain = memoryUse(again.plan, memory.leaderTakesPart);
  const planned = await hashTablesCorrected({ ...again, use: useAgain, hash: memory.hash }, memory, sort, ask);
  if (sort < leastSort) return { ...planned, doubts: [...planned.doubts, bitmapDoubt] };
  const sorts = memoryUse(planned.plan, memory.leaderTakesPart).sorts.some((one) => one > sort && one <= memory.sort);
  return sorts ? { ...planned, doubts: [...planned.doubts, sortDoubt] } : planned;
}

async function hashTablesCorrected(
  first: Tried,
  memory: MemorySettings,
  sort: number,
  ask: Ask,
): Promise<PlannedQuery> {
  const right = (one: Tried) => one.use.hashTables.every((table) => sameHashTable(table, memory.hash, one.hash));
  if (right(first)) return await answer(first, first, memory, []);
  const seen: HashTable[] = [...first.use.hashTables];
  const tried = new Map<number, Tried>();
  const attempt = async (hash: number): Promise<Tried> => {
    let one = tried.get(hash);
    if (!one) {
      const made = await ask(memorySettings({ sort, hash }));
      one = { ...made, use: memoryUse(made.plan, memory.leaderTakesPart), hash };
      tried.set(hash, one);
      seen.push(...one.use.hashTables);
    }
    return one;
  };
  // Limits that are right for every hash table seen so far, until a plan brings no new one that they are wrong for.
  while (tried.size < mostTries) {
    const limit = limitsFor(seen, memory.hash).find((one) => !tried.has(one) || right(tried.get(one) ?? first));
    if (limit === undefined) break;
    const one = await attempt(limit);
    if (right(one)) return await answer(one, first, memory, []);
  }
  // No limit is right for all: those that are right for some, in falling order.
  for (const table of [...seen]) {
    for (const limit of limitsFor([table], memory.hash)) if (tried.size < mostTries) await attempt(limit);
  }
  const consistent = [...tried.values()].filter(right);
  const cheapest = consistent.toSorted((a, b) => a.plan.root.totalCost - b.plan.root.totalCost)[0];
  return await answer(cheapest ?? first, first, memory, [cheapest ? unsureDoubt : hashDoubt]);
}

async function answer(
  chosen: Tried,
  first: Tried,
  memory: MemorySettings,
  doubts: readonly string[],
): Promise<PlannedQuery> {
  const further = [...doubts];
  const unclear = (one: HashAggregate) => fitIsUnclear(one, memory.hash, chosen.hash);
  if (chosen.use.hashAggregates.some(unclear) && hashAggregates(await chosen.detailed()).some(unclear)) {
    further.push(aggregateDoubt);
  }
  if (chosen.use.caches.some((one) => cacheUnclear(one, memory.hash, chosen.hash))) further.push(cacheDoubt);
  if (chosen.use.hashedSubplans < first.use.hashedSubplans) further.push(subplanDoubt);
  return { plan: chosen.plan, json: chosen.json, doubts: further };
}

/** True when the answers that are kept may not all fit (ExecEstimateCacheEntryOverheadBytes in src/backend/executor/nodeMemoize.c). */
function cacheUnclear(
  one: { readonly calls: number; readonly rows: number; readonly width: number },
  server: number,
  ours: number,
): boolean {
  const tuples = one.rows * (Math.ceil(one.width / 8) * 8 + 24);
  const fits = (memory: number, fixed: number, perTuple: number) =>
    one.calls * (tuples + fixed + perTuple * one.rows) <= memory;
  return !(fits(server, 48, 16) && fits(ours, 28, 8));
}

const hashDoubt =
  'A hash table lies at the limit of memory, where the embedded engine, with its 32-bit words, decides otherwise than production.';
const unsureDoubt =
  'Hash tables lie at the limit of memory, and no one limit makes the embedded engine decide on all of them as production does; this is the cheapest of the plans that could be verified.';
const aggregateDoubt =
  'A hash table of the groups lies near the limit of memory: with its 32-bit words the embedded engine may cost it otherwise than production, or sort where production does not.';
const cacheDoubt =
  'Answers are kept near the limit of memory: with its 32-bit words the embedded engine may cost that a little otherwise than production.';
const subplanDoubt =
  'The plan was verified with less memory, in which a sub-plan is not hashed that production may hash.';
const bitmapDoubt =
  'A bitmap lies at the limit of memory, where the embedded engine, with its 32-bit words, may keep more of it exact than production.';
const sortDoubt =
  'The plan was verified with less memory for bitmaps, in which a sort goes to disk that production may do in memory.';
