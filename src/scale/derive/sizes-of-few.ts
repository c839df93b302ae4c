import { indexKey, type Statistics, type TableStatistics } from '../../catalog/statistics.ts';
import type { Table } from '../../catalog/table.ts';
import type { Sizes } from '../../engines/sizes.ts';
import type { PartlyKnown } from './table-sizes.ts';

/** Of fewer rows a mean tells little: the usual least size of a sample. */
const enough = 30;

/**
 * Whether the sizes that were read of a table and its indexes tell nothing of its size with more rows, which were
 * declared: there were few rows, or all stood on one page. A page is as large with one row as with many, and one long row
 * makes no long rows.
 */
export function hasSizesOfFew(table: Table, { rows, bytes, declared }: TableStatistics, sizes: Sizes): boolean {
  const observed = declared?.observedRows;
  if (observed === undefined || bytes === undefined || rows <= observed) return false;
  if (observed < enough) return true;
  const one = sizes.heap({ table, rows: 1, columns: {} });
  return one.pages > 0 && bytes <= one.bytes / one.pages;
}

/** A table's statistics without its sizes. */
export function withoutTableSizes(known: TableStatistics): TableStatistics {
  const { bytes, totalBytes, pages, analyzedRows, analyzedPages, allVisiblePages, ...rest } = known;
  return rest;
}

/** The statistics of a table's indexes without their sizes. */
export function withoutIndexSizes(table: Table, statistics: Statistics): Readonly<Record<string, PartlyKnown>> {
  const result: Record<string, PartlyKnown> = {};
  for (const index of table.indexes) {
    const key = indexKey(statistics, table, index.name);
    const known = statistics.indexes[key];
    if (!known) continue;
    const { bytes, pages, analyzedPages, height, rows, ...rest } = known;
    result[key] = rest;
  }
  return result;
}
