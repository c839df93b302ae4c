/** Sizes that depend on the machine word; a tuple's own alignment is 8 bytes on both. */
interface Word {
  /** Of a tuple in a hash table, before the tuple (HJTUPLE_OVERHEAD, src/include/executor/hashjoin.h). */
  readonly tupleOverhead: number;
  readonly pointer: number;
  /** SKEW_BUCKET_OVERHEAD of the same file. */
  readonly skewBucket: number;
}

/** The embedded engine is WebAssembly, whose pointers have 4 bytes. */
export const embeddedWord: Word = { tupleOverhead: 8, pointer: 4, skewBucket: 8 };
/** Production's. */
export const serverWord: Word = { tupleOverhead: 16, pointer: 8, skewBucket: 16 };

/** A hash table that a plan means to build. */
export interface HashTable {
  readonly rows: number;
  /** Bytes of a row. */
  readonly width: number;
  /** Of a hash table that parallel workers share. */
  readonly sharedBy?: number;
}

/** What the planner's costs depend on. */
export interface HashTableShape {
  readonly batches: number;
  readonly buckets: number;
}

const tupleHeader = 16;
const largestAllocation = 0x3fffffff;

/**
 * How many batches and buckets a hash table gets (ExecChooseHashTableSize in src/backend/executor/nodeHash.c of
 * PostgreSQL 18, as initial_cost_hashjoin calls it).
 *
 * @param memory  bytes: work_mem × hash_mem_multiplier
 */
export function hashTableShape(table: HashTable, memory: number, word: Word): HashTableShape {
  const rows = table.rows > 0 ? table.rows : 1000;
  const tuple = word.tupleOverhead + tupleHeader + aligned(table.width);
  if (table.sharedBy !== undefined) {
    const shared = sized(rows, tuple, memory * (table.sharedBy + 1), word);
    if (shared.batches === 1) return shared;
  }
  return sized(rows, tuple, memory, word);
}

function sized(rows: number, tuple: number, allowed: number, word: Word): HashTableShape {
  // 2% are set aside for the most common values.
  const perCommonValue = tuple + 8 * word.pointer + 4 + word.skewBucket;
  const commonValues = Math.floor((Math.floor(allowed / perCommonValue) * 2) / 100);
  const memory = Math.floor(allowed) - commonValues * perCommonValue;
  const mostPointers = Math.min(
    powerBelow(Math.min(Math.floor(memory / word.pointer), Math.floor(largestAllocation / word.pointer))),
    2 ** 30,
  );
  let buckets = powerAbove(Math.max(1024, Math.min(Math.ceil(rows), mostPointers)));
  if (rows * tuple + word.pointer * buckets <= memory) return { batches: 1, buckets };
  const perTuple = tuple + word.pointer;
  buckets = Math.min(memory <= perTuple ? 1 : powerAbove(Math.floor(memory / perTuple)), mostPointers);
  const room = memory - buckets * word.pointer;
  let batches = powerAbove(Math.max(2, Math.min(Math.ceil((rows * tuple) / room), mostPointers)));
  // Fewer and larger batches, where the buffers of their files would take more than the table.
  for (let space = allowed; batches > 1 && batches >= Math.floor(space / 8192); space *= 2) {
    if (buckets > largestAllocation / word.pointer / 2) break;
    buckets *= 2;
    batches /= 2;
  }
  return { batches, buckets };
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}

function powerAbove(value: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1, value)));
}

function powerBelow(value: number): number {
  return 2 ** Math.floor(Math.log2(Math.max(1, value)));
}

/**
 * True when a server with this memory costs the hash table as the embedded engine with that: equal in batching and in
 * the buckets of all batches together, which is all that initial_cost_hashjoin and final_cost_hashjoin look at.
 */
export function sameHashTable(table: HashTable, server: number, embedded: number): boolean {
  const [real, ours] = [hashTableShape(table, server, serverWord), hashTableShape(table, embedded, embeddedWord)];
  return real.batches > 1 === ours.batches > 1 && real.batches * real.buckets === ours.batches * ours.buckets;
}

/**
 * The largest limits at which the embedded engine costs all these hash tables as a server with `memory` does, in
 * falling order; one for each stretch of limits.
 */
export function limitsFor(tables: readonly HashTable[], memory: number): readonly number[] {
  const limits: number[] = [];
  let before = false;
  for (let step = 0; step <= steps; step++) {
    const limit = Math.floor(memory * (1.1 - (0.8 * step) / steps));
    const fits = tables.every((table) => sameHashTable(table, memory, limit));
    if (fits && !before) limits.push(limit);
    before = fits;
  }
  return limits;
}

/** A tuple of 24 bytes takes 40 with 64-bit words and 32 with 32-bit words: no ratio is outside 0.3 and 1.1. */
const steps = 800;
