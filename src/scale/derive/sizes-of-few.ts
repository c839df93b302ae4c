import type { Catalog } from '../../catalog/catalog.ts';
import { qualified } from '../../catalog/names.ts';
import { type IndexStatistics, indexKey, type Statistics, type TableStatistics } from '../../catalog/statistics.ts';
import type { Table } from '../../catalog/table.ts';
import type { Sizes } from '../../engines/sizes.ts';

/**
 * Without the sizes that were read of tables that stand on one page at most, where more rows were declared: how large a
 * page is tells nothing of how large many rows are, and nothing at all where there was none.
 */
export function withoutSizesOfFew(catalog: Catalog, statistics: Statistics, sizes: Sizes): Statistics {
  const tables: Record<string, TableStatistics> = { ...statistics.tables };
  const indexes: Record<string, IndexStatistics> = { ...statistics.indexes };
  for (const table of catalog.tables) {
    const known = tables[qualified(table)];
    if (!known || !standsOnOnePage(table, known, sizes)) continue;
    const { bytes, totalBytes, pages, analyzedRows, analyzedPages, allVisiblePages, ...rest } = known;
    tables[qualified(table)] = rest;
    for (const index of table.indexes) {
      const key = indexKey(statistics, table, index.name);
      const found = indexes[key];
      if (!found) continue;
      const { analyzedPages: _, height: __, ...others } = found;
      const { bytes: size, pages: many, rows } = sizes.index({ table, index, rows: known.rows, columns: {} });
      indexes[key] = { ...others, bytes: size, pages: many, rows };
    }
  }
  return { ...statistics, tables, indexes };
}

function standsOnOnePage(table: Table, { rows, bytes, declared }: TableStatistics, sizes: Sizes): boolean {
  const observed = declared?.observedRows;
  if (observed === undefined || bytes === undefined || rows <= observed) return false;
  const one = sizes.heap({ table, rows: 1, columns: {} });
  return one.pages > 0 && bytes <= one.bytes / one.pages;
}
