import type { InvertedCounts } from '../../catalog/statistics.ts';
import { pageBytes } from './relation-files.ts';

/** Entries of a page of a block range index's map (REVMAP_PAGE_MAXITEMS, src/include/access/brin_page.h). */
const rangesPerMapPage = Math.floor((pageBytes - 24 - 8) / 6);

/**
 * The pages of an empty block range index, its meta page telling how long the map of ranges would be: the planner
 * reckons with it (brinGetStats in src/backend/access/brin/brin.c), and an empty index has none.
 *
 * @param heapPages  pages of the table
 */
export function brinPages(empty: Uint8Array, heapPages: number): Uint8Array {
  const pages = empty.slice();
  const view = new DataView(pages.buffer);
  // BrinMetaPageData behind the page header: magic, version, pages per range, last page of the map.
  const ranges = Math.ceil(heapPages / Math.max(1, view.getUint32(32, true)));
  view.setUint32(36, Math.max(1, Math.ceil(ranges / rangesPerMapPage)), true);
  return pages;
}

/**
 * The pages of an empty inverted index, its meta page telling these counts (GinMetaPageData of
 * src/include/access/ginblock.h); gincostestimate reads them.
 */
export function ginPages(empty: Uint8Array, counts: InvertedCounts): Uint8Array {
  const pages = empty.slice();
  const view = new DataView(pages.buffer);
  view.setUint32(36, counts.pendingPages, true);
  view.setUint32(48, counts.totalPages, true);
  view.setUint32(52, counts.entryPages, true);
  view.setUint32(56, counts.dataPages, true);
  view.setBigInt64(64, BigInt(Math.round(counts.entries)), true);
  return pages;
}
