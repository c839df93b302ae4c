import { type Frequency, occurring } from './frequencies.ts';
import { linePointer, pageBytes, pageHeader } from './heap.ts';
import { aligned, type StoredValue, tupleData } from './layout.ts';

/** Room for tuples in an index page: without its header, the 16 bytes at its end, and the line pointer of the high key. */
const room = pageBytes - pageHeader - 16 - linePointer;
/** Bytes of an index tuple's header, and of one with a bitmap of nulls. */
export const indexHeader = 8;
const headerWithNulls = 16;
/** A row's place. */
const placeBytes = 6;
/** The largest tuple of several places that a build makes: a tenth of a page (_bt_load, src/backend/access/nbtree/nbtsort.c). */
const largestPosting = 808;
/** Pages above the leaves are filled so far (BTREE_NONLEAF_FILLFACTOR). */
const innerFill = 70;

export interface BtreeInput {
  readonly rows: number;
  /** Keys, then included columns. */
  readonly values: readonly StoredValue[];
  /** How many of the values are keys. */
  readonly keys: number;
  /** How often combinations of the first key, the first two, and so on occur. */
  readonly prefixes: readonly (readonly Frequency[])[];
  /** No two rows have the same keys. */
  readonly unique: boolean;
  /** Equal keys are stored once. */
  readonly deduplicated: boolean;
  /** Of the leaves, percent. */
  readonly fill: number;
}

/** Pages of a B-tree and its levels above the leaves, as CREATE INDEX leaves it. */
export function btreeSize(input: BtreeInput): { readonly pages: number; readonly height: number } {
  const runs = leafRuns(input);
  const items = runs.reduce((sum, run) => sum + run.items, 0);
  const leaves = leafPages(input, runs);
  const inner = innerEntries(pivotBytes(input, items));
  let pages = 1 + leaves;
  let height = 0;
  for (let level = leaves; level > 1; height++) {
    level = Math.ceil(level / inner);
    pages += level;
  }
  return { pages: Math.round(pages), height };
}

/** Levels above the leaves of a B-tree of so many pages, meta page included. */
export function btreeHeight(pages: number, keyBytes: number): number {
  const inner = innerEntries(aligned(indexHeader + keyBytes));
  let height = 0;
  let leaves = Math.max(1, pages - 1);
  // Leaves are what the levels above leave over.
  leaves = Math.max(1, leaves - Math.ceil(leaves / inner));
  for (let level = leaves; level > 1; level = Math.ceil(level / inner)) height++;
  return height;
}

function innerEntries(pivot: number): number {
  return Math.max(2, (room - (pageBytes * (100 - innerFill)) / 100) / (pivot + linePointer) - 0.5);
}

/** Mean bytes of an index tuple; one with nulls has a longer header. */
function entryBytes(values: readonly StoredValue[]): { readonly bytes: number; readonly variance: number } {
  const data = tupleData(values, 0);
  const full = values.reduce((all, value) => all * (1 - value.nullFraction), 1);
  return { bytes: full * indexHeader + (1 - full) * headerWithNulls + data.aligned, variance: data.variance };
}

/**
 * What stands between two leaves: the first keys that tell them apart, or all and a row's place where none do
 * (suffix truncation, src/backend/access/nbtree/README).
 */
function pivotBytes({ rows, values, keys, prefixes, unique }: BtreeInput, items: number): number {
  let bytes = 0;
  let before = 0;
  let last = indexHeader;
  for (let at = 0; at < keys; at++) {
    const distinct = unique && at === keys - 1 ? rows : occurring(prefixes[at] ?? [], rows);
    // Of neighbouring tuples of leaves; tuples of several rows are fewer.
    const apart = Math.min(1, distinct / Math.max(1, items));
    last = entryBytes(values.slice(0, at + 1)).bytes;
    bytes += Math.max(0, apart - before) * last;
    before = Math.max(before, apart);
  }
  return bytes + (1 - before) * (last + 8);
}

/** Tuples of leaves that stand mixed: how many, their bytes, and how many of those a high key need not repeat. */
interface Run {
  items: number;
  bytes: number;
  places: number;
  /** All are of one size. */
  readonly uniform: boolean;
}

function leafRuns(input: BtreeInput): readonly Run[] {
  const { bytes, variance } = entryBytes(input.values);
  const mixed: Run = { items: 0, bytes: 0, places: 0, uniform: variance < 1 && !input.deduplicated };
  if (!input.deduplicated) return [{ ...mixed, items: input.rows, bytes: input.rows * bytes }];
  const runs = [mixed];
  const groups = input.prefixes[input.keys - 1] ?? [];
  // What chance left out of the rows or put in is made up for.
  const expected = groups.reduce((sum, { keys, share }) => sum + keys * share, 0) * input.rows;
  const present =
    input.keys === 1 ? entryBytes(input.values.map((value) => ({ ...value, nullFraction: 0 }))).bytes : bytes;
  for (const { keys, share, absent } of groups) {
    const own = addKeys(
      mixed,
      absent ? headerWithNulls : present,
      keys,
      expected > 0 ? (share * input.rows * input.rows) / expected : 0,
    );
    if (own) runs.push(own);
  }
  return runs;
}

/** So many tuples of all their rows' places fill pages of their own. */
const ownPages = 9;

/**
 * Keys that have `mean` rows each, give or take what chance does. Long lists of places stand in tuples of the greatest
 * size, and fill pages of nothing else: those are returned.
 */
function addKeys(mixed: Run, entry: number, keys: number, mean: number): Run | undefined {
  const most = Math.max(1, Math.floor((largestPosting - entry) / placeBytes));
  const fullBytes = aligned(entry + most * placeBytes);
  const full: Run = { items: 0, bytes: 0, places: 0, uniform: true };
  const add = (rows: number, times: number) => {
    const whole = Math.floor(rows / most);
    const rest = rows - whole * most;
    const to = whole >= ownPages ? full : mixed;
    to.items += times * whole;
    to.bytes += times * whole * fullBytes;
    to.places += times * whole * most * placeBytes;
    if (rest <= 0) return;
    mixed.items += times;
    mixed.bytes += times * (rest <= 1 ? entry : aligned(entry + rest * placeBytes));
    mixed.places += rest > 1 ? times * rest * placeBytes : 0;
  };
  if (mean > 60) add(mean, keys);
  else for (const [rows, chance] of occurrences(mean).entries()) if (rows > 0) add(rows, chance * keys);
  return full.items > 0 ? full : undefined;
}

function leafPages({ rows, fill }: BtreeInput, runs: readonly Run[]): number {
  if (rows <= 0) return 0;
  const free = (pageBytes * (100 - fill)) / 100;
  let pages = 0;
  for (const { items, bytes, places, uniform } of runs) {
    if (items <= 0) continue;
    const item = bytes / items + linePointer;
    const limit = room - Math.max(item + 8, free - places / items);
    // The tuple that overflows a page moves to the next one and leaves its key behind.
    pages += items / Math.max(1, uniform ? Math.ceil(limit / item) - 1 : limit / item - 0.5);
  }
  return Math.max(1, Math.ceil(pages));
}

/** How often a key occurs 0, 1, 2… times when it does so `mean` times in the mean (Poisson). */
function occurrences(mean: number): readonly number[] {
  if (mean < 1e-3) return [1 - mean, mean];
  const shares: number[] = [];
  const limit = Math.ceil(mean + 6 * Math.sqrt(mean) + 6);
  let chance = Math.exp(-mean);
  for (let count = 0; count <= limit; count++) {
    shares.push(chance);
    chance *= mean / (count + 1);
  }
  return shares;
}
