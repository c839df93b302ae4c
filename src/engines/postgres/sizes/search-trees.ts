import type { IndexInput } from '../../sizes.ts';
import { indexHeader } from './btree.ts';
import { wordsPerValue } from './elements.ts';
import { linePointer, pageBytes, pageHeader } from './heap.ts';
import type { KeyValues } from './keys.ts';
import { type StoredValue, storedValue, tupleData } from './layout.ts';
import { trigramsPerValue } from './trigrams.ts';

const room = pageBytes - pageHeader - 16;

/** Pages of a GiST index: a tree into which rows are inserted, or, where its operator classes can, one that is sorted first. */
export function gistPages(
  keys: readonly KeyValues[],
  included: readonly StoredValue[],
  rows: number,
  context: IndexInput['context'],
): number {
  const entry = indexHeader + tupleData([...keys.map(gistValue), ...included], 0).aligned + linePointer;
  return treePages(rows, entry, gistFill(keys, entry, context?.major ?? newest));
}

const newest = 18;

/**
 * Shares of pages that are filled, measured: sorted builds cut four pages of neighbours at a time, and the cut of
 * values in one dimension is even where they differ; inserting halves pages, and the larger the entries, the more often a
 * small one still fits.
 */
function gistFill(keys: readonly KeyValues[], entry: number, major: number): number {
  const sorted = keys.every(({ column: { type } }) => {
    if (type.family === 'geometry') return type.name === 'point' && major >= 14;
    return major >= 18 && (type.family === 'range' || (isScalar(type.family) && type.family !== 'network'));
  });
  const [first] = keys;
  const scalar = first !== undefined && isScalar(first.column.type.family);
  if (sorted) {
    if (scalar) return first.known.distinct < 0 ? 0.93 : 0.75;
    return first?.column.type.family === 'range' ? 0.72 : 0.67;
  }
  // Rows that come in order leave half of each page behind.
  if (scalar && Math.abs(first?.known.correlation ?? 0) > 0.9) return 0.45;
  return Math.min(0.9, Math.max(0.48, 1.456 - 0.165 * Math.log(room / entry)));
}

/** What btree_gist takes. */
function isScalar(family: string): boolean {
  return !['geometry', 'range', 'full-text', 'text', 'array', 'key-value', 'vector', 'other'].includes(family);
}

/** A signature instead of a list that is too long (TOAST_INDEX_TARGET, src/include/access/heaptoast.h). */
const longestList = 510;
const signature = 124;

/** What a GiST index stores of a key: shapes as boxes, words and trigrams as lists of hashes, scalars as ranges. */
function gistValue(key: KeyValues): StoredValue {
  const value = storedValue(key.column, key.known);
  const plain = (width: number, alignment = 4): StoredValue => ({ ...value, width, fixed: true, alignment });
  switch (key.column.type.family) {
    case 'geometry':
      return plain(32, 8);
    case 'full-text': {
      const list = 8 + 4 * wordsPerValue(key.known);
      return plain(list > longestList ? 8 + signature : list);
    }
    case 'text':
    case 'character':
      return key.operatorClass?.includes('trgm') ? plain(5 + 3 * trigramsPerValue(key.known)) : plain(8 + value.width);
    case 'network':
      return plain(key.operatorClass?.includes('gist_') ? 16 : 8);
    case 'range':
      return value;
    default:
      return isScalar(key.column.type.family) && value.fixed ? plain(2 * value.width) : value;
  }
}

/** A leaf's entry in SP-GiST: its header and the row's place. */
const leafHeader = 16;

/** Pages of an SP-GiST index: of a text only what its branch does not tell. */
export function spgistPages(keys: readonly KeyValues[], included: readonly StoredValue[], rows: number): number {
  const [key] = keys;
  const values = keys.map((one) => {
    const value = storedValue(one.column, one.known);
    return isText(one)
      ? { ...value, width: Math.max(1, value.width - sharedPrefix(one.known.histogram, rows)) }
      : value;
  });
  const entry = leafHeader + tupleData([...values, ...included], 0).aligned + linePointer;
  const even = key && (isText(key) || key.column.type.family === 'geometry');
  return treePages(rows, entry, even ? 0.8 : 0.72);
}

function isText({ column }: KeyValues): boolean {
  return column.type.family === 'text' || column.type.family === 'character';
}

/**
 * Characters that texts which share a page begin with alike: neighbours in a histogram are further apart than those in
 * a page, which have some more in common.
 */
function sharedPrefix(histogram: readonly string[] | undefined, rows: number): number {
  if (!histogram || histogram.length < 3) return 0;
  const sorted = histogram.toSorted();
  let common = 0;
  for (let at = 1; at < sorted.length; at++) common += alike(sorted[at - 1] ?? '', sorted[at] ?? '');
  const closer = rows / (histogram.length - 1) / 100;
  return common / (sorted.length - 1) + (closer > 1 ? Math.log(closer) / Math.log(16) : 0);
}

function alike(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return at;
}

function treePages(rows: number, entry: number, fill: number): number {
  if (rows <= 0) return 1;
  const perPage = Math.max(2, (room * fill) / entry);
  let pages = 0;
  for (let level = Math.ceil(rows / perPage); level > 1; level = Math.ceil(level / perPage)) pages += level;
  return pages + 1;
}
