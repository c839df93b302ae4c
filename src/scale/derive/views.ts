import { bareTable } from '../../catalog/bare.ts';
import { qualified } from '../../catalog/names.ts';
import type { ColumnStatistics, IndexStatistics, Statistics, TableStatistics } from '../../catalog/statistics.ts';
import type { Column, Table, View } from '../../catalog/table.ts';
import { spoken } from '../../catalog/words.ts';
import { deriveColumn } from './columns/index.ts';
import type { DeriveOptions } from './derive.ts';
import type { ColumnReasons } from './table-columns.ts';
import { indexSizes } from './table-sizes.ts';
import { histograms } from './times.ts';

/** A materialised view mostly sums up: so large a part of the largest table that it reads. */
const part = 0.1;

export interface ViewStatistics {
  readonly table: TableStatistics;
  readonly indexes: Readonly<Record<string, IndexStatistics>>;
  readonly reason: string;
  readonly columns: ColumnReasons;
}

/** Statistics of a materialised view, which is stored like a table. */
export function viewStatistics(
  view: View,
  tables: Readonly<Record<string, TableStatistics>>,
  statistics: Statistics,
  { sizes, traits, now }: DeriveOptions,
): ViewStatistics {
  const known = statistics.tables[qualified(view)];
  const largest = Math.max(0, ...view.reads.map((name) => tables[qualified(name)]?.rows ?? 0));
  const isKnown = known !== undefined && !(known.origin === 'derived' && known.rows === 0);
  const rows = isKnown ? known.rows : Math.max(1, Math.round(largest * part));
  const unique = new Set(
    view.indexes.flatMap((index) => (index.unique && index.keys.length === 1 ? (index.keys[0]?.column ?? []) : [])),
  );
  const table = asTable(view);
  const made = histograms();
  const columns: Record<string, ColumnStatistics> = {};
  const reasons: Record<string, string> = {};
  for (const column of table.columns) {
    const observed = known?.columns[column.name];
    const derived = observed
      ? { statistics: observed, reason: 'observed' }
      : deriveColumn({
          table,
          column,
          type: column.type,
          name: spoken(column.name),
          rows,
          unique: unique.has(column.name),
          truth: traits.truth,
          arrival: { now },
          sizes,
          histograms: made,
        });
    columns[column.name] = derived.statistics;
    reasons[column.name] = derived.reason;
  }
  const heap = sizes.heap({ table, rows, columns });
  const pages = known?.pages ?? heap.pages;
  const indexes = indexSizes(table, view.indexes, rows, columns, pages, statistics, sizes);
  const ofIndexes = Object.values(indexes).reduce((sum, one) => sum + one.bytes, 0);
  const bytes = known?.bytes ?? heap.bytes;
  return {
    table: {
      origin: 'derived',
      pages,
      bytes,
      totalBytes: bytes + ofIndexes + heap.outOfLine.bytes,
      analyzedRows: rows,
      analyzedPages: pages,
      allVisiblePages: pages,
      ...known,
      rows,
      columns,
    },
    indexes,
    reason: isKnown ? known.origin : 'a tenth of the largest table that it reads',
    columns: reasons,
  };
}

function asTable({ schema, name, columns, indexes, grants, options }: View): Table {
  return bareTable({
    schema,
    name,
    columns: columns.map((column): Column => ({ ...column, nullable: false, local: true })),
    indexes,
    grants,
    options,
  });
}
