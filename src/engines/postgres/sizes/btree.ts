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
  /** Distinct combinations of the first key, the first two, and so on. */
  readonly distinct: readonly number[];
  /** Shares of the rows of the most common keys, of an index on one column. */
  readonly common: readonly number[];
  /** Equal keys are stored once. */
  readonly deduplicated: boolean;
  /** Of the leaves, percent. */
  readonly fill: number;
}

/** Pages of a B-tree and its levels above the leaves, as CREATE INDEX leaves it. */
export function btreeSize(input: BtreeInput): { readonly pages: number; readonly height: number } {
  const items = leafItems(input);
  const leaves = leafPages(input, items);
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
function pivotBytes({ rows, values, keys, distinct }: BtreeInput, { items }: Leaves): number {
  let bytes = 0;
  let before = 0;
  let last = indexHeader;
  for (let at = 0; at < keys; at++) {
    // Of neighbouring tuples of leaves; tuples of several rows are fewer.
    const apart = Math.min(1, (distinct[at] ?? rows) / Math.max(1, items));
    last = entryBytes(values.slice(0, at + 1)).bytes;
    bytes += Math.max(0, apart - before) * last;
    before = Math.max(before, apart);
  }
  return bytes + (1 - before) * (last + 8);
}

/** Tuples of leaves: how many, their bytes, and how many of those a high key need not repeat. */
interface Leaves {
  items: number;
  bytes: number;
  places: number;
}

function leafItems(input: BtreeInput): Leaves {
  const { bytes } = entryBytes(input.values);
  if (!input.deduplicated) return { items: input.rows, bytes: input.rows * bytes, places: 0 };
  const items: Leaves = { items: 0, bytes: 0, places: 0 };
  for (const group of groups(input)) addGroups(items, bytes, group);
  return items;
}

function leafPages({ rows, values, fill }: BtreeInput, items: Leaves): number {
  if (rows <= 0) return 0;
  const entry = entryBytes(values);
  const item = items.bytes / items.items + linePointer;
  const free = (pageBytes * (100 - fill)) / 100;
  const limit = room - Math.max(item + 8, free - items.places / items.items);
  // The tuple that overflows a page moves to the next one and leaves its key behind.
  const uniform = entry.variance < 1 && items.places === 0;
  const perPage = uniform ? Math.ceil(limit / item) - 1 : limit / item - 0.5;
  return Math.max(1, Math.ceil(items.items / Math.max(1, perPage)));
}

/** Keys that as many rows share. */
interface KeyGroup {
  readonly keys: number;
  readonly rows: number;
}

function groups({ rows, distinct, common, values, keys }: BtreeInput): readonly KeyGroup[] {
  const result: KeyGroup[] = common.map((share) => ({ keys: 1, rows: share * rows }));
  const nulls = keys === 1 ? (values[0]?.nullFraction ?? 0) : 0;
  if (nulls > 0) result.push({ keys: 1, rows: nulls * rows });
  const rest = rows - result.reduce((sum, group) => sum + group.rows, 0);
  const others = Math.max(1, (distinct[keys - 1] ?? rows) - common.length);
  if (rest > 0.5) result.push({ keys: Math.min(others, rest), rows: rest });
  return result;
}

/** Rows of equal keys are spread over the keys by chance. */
function addGroups(leaves: Leaves, entry: number, group: KeyGroup): void {
  const mean = group.rows / group.keys;
  const most = Math.max(1, Math.floor((largestPosting - entry) / placeBytes));
  const add = (rows: number, times: number) => {
    const full = Math.floor(rows / most);
    const rest = rows - full * most;
    leaves.items += times * (full + (rest > 0 ? 1 : 0));
    leaves.bytes += times * (full * aligned(entry + most * placeBytes) + (rest > 0 ? postingBytes(entry, rest) : 0));
    leaves.places += times * (full * most + (rest > 1 ? rest : 0)) * placeBytes;
  };
  if (group.keys === 1 || mean > 60) {
    add(mean, group.keys);
    return;
  }
  for (const [rows, share] of occurrences(mean).entries()) if (share > 0) add(rows, share * group.keys);
}

function postingBytes(entry: number, rows: number): number {
  return rows <= 1 ? entry : aligned(entry + rows * placeBytes);
}

/** How often a key occurs 0, 1, 2… times when keys that occur at all do so `mean` times: Poisson without its zero. */
function occurrences(mean: number): readonly number[] {
  if (mean <= 1.0001) return [0, 1];
  let rate = mean;
  for (let step = 0; step < 30; step++) rate = mean * (1 - Math.exp(-rate));
  const shares = [0];
  const limit = Math.ceil(mean + 6 * Math.sqrt(mean) + 6);
  let chance = Math.exp(-rate);
  for (let count = 1; count <= limit; count++) {
    chance *= rate / count;
    shares.push(chance / (1 - Math.exp(-rate)));
  }
  return shares;
}
