import { indexHeader } from './btree.ts';
import { linePointer, pageBytes, pageHeader } from './heap.ts';
import type { KeyValues } from './keys.ts';
import { aligned, storedValue } from './layout.ts';

const room = pageBytes - pageHeader - 16;

/** Boundaries that a range with many values keeps in the mean: between a half and all of 32 (brin_minmax_multi.c). */
const boundaries = 21;

/** Bytes of a range's summary by its operator classes. */
export function summaryBytes(keys: readonly KeyValues[], pagesPerRange: number): number {
  return keys.reduce((sum, key) => {
    const { width } = storedValue(key.column, key.known);
    const { family } = key.column.type;
    if (key.operatorClass?.includes('minmax_multi')) return sum + 20 + boundaries * width;
    if (key.operatorClass?.includes('bloom')) return sum + bloomBytes(key.operatorClass, pagesPerRange);
    // The union of the values, and two flags; or the least and the greatest.
    const union = family === 'range' || family === 'geometry' || key.operatorClass?.includes('inclusion');
    return sum + (union ? width + 2 : 2 * width);
  }, 0);
}

/** A filter for a tenth of the rows that a range may have, one in a hundred wrong, if not told otherwise (brin_bloom.c). */
function bloomBytes(operatorClass: string, pagesPerRange: number): number {
  const given = (name: string) => /(-?[\d.]+)/.exec(operatorClass.split(name)[1] ?? '')?.[1];
  const distinct = Number(given('n_distinct_per_range') ?? -0.1);
  const wrong = Number(given('false_positive_rate') ?? 0.01);
  const keys = Math.max(16, distinct < 0 ? -distinct * 291 * pagesPerRange : distinct);
  return 16 + Math.ceil((-keys * Math.log(wrong)) / Math.LN2 ** 2 / 8);
}

/** Pages of a block range index: one small tuple for each range, and a map of them (src/backend/access/brin/README). */
export function brinPages(heapPages: number, pagesPerRange: number, summaryBytes: number): number {
  const ranges = Math.ceil(heapPages / pagesPerRange);
  const tuple = aligned(8 + summaryBytes) + linePointer;
  return (
    1 + Math.max(1, Math.ceil(ranges / 1360)) + Math.max(1, Math.ceil(ranges / Math.max(1, Math.floor(room / tuple))))
  );
}

/** Bytes that a hash index stores of an entry: header, hash value, line pointer. */
const hashEntry = aligned(indexHeader + 4) + linePointer;
const hashFill = 75;

/**
 * Pages of a hash index: as many buckets as the rows need at 75% fill, rounded up as the table of spare pages allows
 * (_hash_spareindex in src/backend/access/hash/hashutil.c), and the pages that overflowing buckets add.
 */
export function hashPages(rows: number, keys: number, fill: number | undefined): number {
  const target = Math.max(10, Math.floor((pageBytes * (fill ?? hashFill)) / 100 / hashEntry));
  const buckets = allowedBuckets(Math.ceil(rows / target));
  const capacity = Math.floor(room / hashEntry);
  return 1 + buckets + Math.ceil(rows / 32_768 / 8) + Math.round(overflow(rows, keys, buckets, capacity));
}

/** Buckets double; from 512 on in four steps. */
function allowedBuckets(wanted: number): number {
  if (wanted <= 2) return 2;
  const power = 2 ** Math.ceil(Math.log2(wanted));
  if (power <= 512) return power;
  const half = power / 2;
  return half + (half / 4) * Math.ceil((wanted - half) / (half / 4));
}

/** Pages beyond the first of each bucket: rows fall into buckets by chance, and rows of one key into one. */
function overflow(rows: number, keys: number, buckets: number, capacity: number): number {
  if (keys < buckets) {
    const perKey = rows / Math.max(1, keys);
    return keys * Math.max(0, Math.ceil(perKey / capacity) - 1);
  }
  // Between two powers of two some buckets are split already and hold half as many rows as the others.
  const power = 2 ** Math.ceil(Math.log2(buckets));
  const whole = power - buckets;
  return (
    whole * overflowOfOne(rows / (power / 2), rows / keys, capacity) +
    (buckets - whole) * overflowOfOne(rows / power, rows / keys, capacity)
  );
}

function overflowOfOne(mean: number, rowsPerKey: number, capacity: number): number {
  const deviation = Math.sqrt(mean * Math.max(1, rowsPerKey));
  let pages = 0;
  // The chance that a bucket holds more than a page, two pages…
  for (let full = 1; full < 50; full++) {
    const chance = upperTail((full * capacity - mean) / Math.max(1e-9, deviation));
    if (chance < 1e-6) break;
    pages += chance;
  }
  return pages;
}

/** The normal distribution's upper tail (Abramowitz and Stegun, 26.2.17, to 1e-5 here). */
function upperTail(x: number): number {
  if (x < 0) return 1 - upperTail(-x);
  const t = 1 / (1 + 0.33267 * x);
  return (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * t * (0.4361836 + t * (-0.1201676 + t * 0.937298));
}
