import { linePointer, pageBytes, pageHeader } from './heap.ts';
import { aligned } from './layout.ts';

/** Keys that as many rows have, each. */
export interface GinKeys {
  readonly keys: number;
  /** Rows that have one of them. */
  readonly rows: number;
  /** Stored bytes of one. */
  readonly bytes: number;
}

const room = pageBytes - pageHeader - 8;
/** Longer lists of rows stand in a tree of their own (GinMaxItemSize, src/include/access/ginblock.h). */
const longestInline = 2704;
/** Keys come in order, and a page that overflows is halved; the right half goes on (entrySplitPage in ginentrypage.c). */
const entryFill = 0.56;
/** A list that is appended to leaves its pages three quarters full (leafRepackItems in gindatapage.c). */
const postingFill = 0.86;
/** Each segment of a list has the first row's place and a length before it. */
const segmentHeader = 8;
const segment = 256;

/** Pages of an inverted index: the tree of keys, and the lists of rows that are too long for it. */
export function ginPages(keys: readonly GinKeys[], rows: number, rowsPerPage: number): number {
  let entryBytes = 0;
  let posting = 0;
  for (const group of keys) {
    if (group.keys <= 0 || group.rows <= 0) continue;
    const list = listBytes(Math.max(1, group.rows), rows, rowsPerPage);
    const tuple = aligned(8 + group.bytes + segmentHeader + list);
    if (tuple <= longestInline) entryBytes += group.keys * (tuple + linePointer);
    else {
      entryBytes += group.keys * (aligned(8 + group.bytes) + linePointer);
      posting += group.keys * postingPages(list * (1 + segmentHeader / segment));
    }
  }
  const leaves = Math.max(1, Math.ceil(entryBytes / (room * entryFill)));
  const inner = leaves > 1 ? Math.ceil(leaves / 150) : 0;
  return Math.ceil(1 + leaves + inner + posting);
}

/** Of one list: a page, or leaves and what stands above them. */
function postingPages(bytes: number): number {
  if (bytes <= room) return 1;
  const leaves = Math.ceil(bytes / (room * postingFill));
  return leaves + 1 + Math.floor(leaves / 800);
}

/** Differences of places, seven bits in a byte: a place is its page times 2048 and its number in it (ginpostinglist.c). */
function listBytes(keyRows: number, rows: number, rowsPerPage: number): number {
  const chance = Math.min(1, keyRows / Math.max(1, rows));
  const without = Math.log1p(-Math.min(chance, 1 - 1e-12));
  /** The share of differences that cross more than so many pages. */
  const beyond = (pages: number) => Math.exp(without * rowsPerPage * pages);
  const samePage = 1 - (1 - beyond(1)) / Math.max(1e-12, rowsPerPage * -without);
  const oneByte = Math.max(0, Math.min(1, samePage));
  return (keyRows - 1) * (1 + (1 - oneByte) + Math.min(1 - oneByte, beyond(8)) + Math.min(1 - oneByte, beyond(1024)));
}

/**
 * Words of a vocabulary that are used so many times in all, the most frequent first and each following one less often
 * (Zipf's law), in groups of doubling size.
 */
export function zipfKeys(vocabulary: number, uses: number, rows: number, bytes: number): readonly GinKeys[] {
  const keys = Math.max(1, Math.round(vocabulary));
  const harmonic = Math.log(keys) + 0.5772 + 1 / (2 * keys);
  const groups: GinKeys[] = [];
  for (let from = 1; from <= keys; from *= 2) {
    const to = Math.min(keys, from * 2 - 1);
    const middle = Math.sqrt(from * to);
    groups.push({ keys: to - from + 1, rows: Math.min(rows, Math.max(1, uses / harmonic / middle)), bytes });
  }
  return groups;
}
