import type { ColumnStatistics, ElementStatistics, InvertedCounts } from '../../catalog/statistics.ts';
import { pageBytes } from './relation-files.ts';

/** Row pointers that are kept beside their entry; more go to pages of their own (GinMaxItemSize, src/include/access/ginblock.h). */
const mostBesideEntry = 2712;

/**
 * What the meta page of an inverted index over so many rows would count, reckoned from what is known of the elements;
 * nothing without that, where the engine has a rule of its own (gincostestimate in src/backend/utils/adt/selfuncs.c).
 *
 * Elements beyond the list are taken to go on as a word's frequency does: in inverse proportion to its rank. A row
 * pointer takes as many bytes as the gap to the one before (src/backend/access/gin/ginpostinglist.c).
 */
export function ginCounts(
  column: ColumnStatistics,
  table: { readonly rows: number; readonly pages: number },
  pages: number,
): InvertedCounts | undefined {
  const { elements } = column;
  if (!elements || elements.values.length === 0 || pages < 3 || table.pages < 1) return undefined;
  const fractions = elements.fractions.slice(0, elements.values.length);
  const perPage = table.rows / table.pages;
  const entries = entriesOf(elements, table.rows);
  // Those beyond the list are rare: they stand beside their entries, a few pointers each.
  let entryBytes = (entries - fractions.length) * (entryHeader + 12);
  let dataPages = 0;
  for (const fraction of fractions) {
    const bytes = fraction * table.rows * pointerBytes(fraction * perPage);
    if (bytes > mostBesideEntry) dataPages += Math.ceil(bytes / (pageBytes - 60));
    entryBytes += entryHeader + (bytes > mostBesideEntry ? 0 : bytes);
  }
  // What neither accounts for is free: pages in which new rows waited to be sorted in.
  dataPages = Math.min(dataPages, pages - 2);
  const entryPages = Math.max(1, Math.min(pages - 1 - dataPages, Math.ceil(entryBytes / (pageBytes * 0.75))));
  return { pendingPages: 0, totalPages: pages, entryPages, dataPages, entries };
}

/** Of an entry: tuple header, line pointer, a key of a word. */
const entryHeader = 28;

/** Varint bytes of a pointer, 11 bits of which count rows on a page, where a page has so many of them. */
function pointerBytes(onPage: number): number {
  if (onPage >= 1) return 1 + 1 / onPage;
  return Math.ceil((11 + Math.log2(1 / onPage)) / 7);
}

/** The list holds ten elements for each unit of the statistics target, which is 100 or more as a rule. */
function entriesOf(elements: ElementStatistics, rows: number): number {
  const listed = elements.values.length;
  if (listed < 900) return listed;
  const least = elements.fractions[listed - 1] ?? 0;
  return Math.max(listed, Math.round(least * listed * rows));
}
