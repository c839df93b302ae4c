import type { QualifiedName } from '../../catalog/names.ts';
import {
  type ColumnStatistics,
  type IndexStatistics,
  indexKey,
  outOfLineWidth,
  type Statistics,
  type TableStatistics,
} from '../../catalog/statistics.ts';
import type { Index, Table } from '../../catalog/table.ts';
import { spoken } from '../../catalog/words.ts';
import type { Sizes, StoredTable } from '../../engines/sizes.ts';
import { tableName } from './table-names.ts';

/** Of the pages of a table to which rows only come, and of others: vacuum comes by often enough. */
const visibleOfLog = 0.98;
const visibleOfChanged = 0.9;
/** With this share of the rows written anew every day, vacuum is always behind. */
const busy = 0.05;
const visibleOfBusy = 0.5;

/** What is known of an index, with its size or without. */
export type PartlyKnown = Partial<IndexStatistics>;

type WithIndexes = Omit<Statistics, 'indexes'> & { readonly indexes: Readonly<Record<string, PartlyKnown>> };

export interface TableSizesInput {
  readonly table: Table;
  readonly rows: number;
  readonly known: TableStatistics | undefined;
  readonly columns: Readonly<Record<string, ColumnStatistics>>;
  readonly statistics: WithIndexes;
  readonly sizes: Sizes;
}

export interface TableSizes {
  readonly table: TableStatistics;
  readonly indexes: Readonly<Record<string, IndexStatistics>>;
}

/** Sizes of a table and of its indexes: what is known of them, and the engine's model for the rest. */
export function tableSizes({ table, rows, known, columns, statistics, sizes }: TableSizesInput): TableSizes {
  const hasHeap = !table.partitioning && table.kind === 'table';
  const heap = sizes.heap({ table, rows, columns });
  const stored = shortened(columns, known, heap.outOfLine.columns);
  const pages = hasHeap ? (known?.pages ?? heap.pages) : undefined;
  const indexes = indexSizes(table, table.indexes, rows, stored, hasHeap ? pages : undefined, statistics, sizes);
  const ofIndexes = Object.values(indexes).reduce((sum, one) => sum + one.bytes, 0);
  const bytes = known?.bytes ?? (pages ?? 0) * (heap.pages > 0 ? heap.bytes / heap.pages : 0);
  const { declared: _, ...rest } = known ?? emptyTable;
  return {
    table: {
      ...rest,
      rows,
      ...(hasHeap && pages !== undefined
        ? {
            pages,
            bytes,
            totalBytes: known?.totalBytes ?? bytes + ofIndexes + heap.outOfLine.bytes,
            analyzedRows: known?.analyzedRows ?? rows,
            analyzedPages: known?.analyzedPages ?? pages,
            allVisiblePages: known?.allVisiblePages ?? Math.floor(pages * visibleShare(table, rows, known)),
          }
        : {}),
      columns: stored,
      ...(known?.inheritedColumns ? { inheritedColumns: known.inheritedColumns } : {}),
    },
    indexes,
  };
}

/** Derived and declared values that do not fit in a row stand beside it: what the planner sees of them is short. */
function shortened(
  columns: Readonly<Record<string, ColumnStatistics>>,
  known: TableStatistics | undefined,
  names: readonly string[],
): Readonly<Record<string, ColumnStatistics>> {
  const moved = names.filter((name) => known?.columns[name] === undefined);
  if (moved.length === 0) return columns;
  const changed: Record<string, ColumnStatistics> = { ...columns };
  for (const name of moved) {
    const one = columns[name];
    if (one) changed[name] = { ...one, averageWidth: outOfLineWidth, outOfLine: true };
  }
  return changed;
}

/** Sizes of indexes, those that are known as they are. */
export function indexSizes(
  owner: StoredTable & QualifiedName & { readonly partitioning?: unknown },
  indexes: readonly Index[],
  rows: number,
  columns: Readonly<Record<string, ColumnStatistics>>,
  heapPages: number | undefined,
  statistics: WithIndexes,
  sizes: Sizes,
): Readonly<Record<string, IndexStatistics>> {
  const result: Record<string, IndexStatistics> = {};
  for (const index of indexes) {
    const key = indexKey(statistics, owner, index.name);
    const known = statistics.indexes[key];
    const size = sizes.index({
      table: owner,
      index,
      rows,
      columns,
      ...(known?.columns ? { keyColumns: known.columns } : {}),
      ...(heapPages === undefined ? {} : { heapPages }),
    });
    // A partitioned table's index has no pages of its own.
    const own = owner.partitioning ? { ...size, pages: 0, bytes: 0, height: 0 } : size;
    const pages = known?.pages ?? own.pages;
    const height =
      known?.height ??
      (known?.pages !== undefined && own.height !== undefined
        ? sizes.height(pages, keyBytes(index, columns))
        : own.height);
    const expressions = { ...size.columns, ...known?.columns };
    result[key] = {
      ...known,
      bytes: known?.bytes ?? own.bytes,
      pages,
      analyzedPages: known?.analyzedPages ?? pages,
      rows: known?.rows ?? size.rows,
      ...(height === undefined ? {} : { height }),
      ...(Object.keys(expressions).length > 0 ? { columns: expressions } : {}),
    };
  }
  return result;
}

function keyBytes(index: Index, columns: Readonly<Record<string, ColumnStatistics>>): number {
  return index.keys.reduce((sum, key) => sum + (columns[key.column ?? '']?.averageWidth ?? 16), 0);
}

const changed = /^(?:updated|modified|changed|last (?:updated|modified))|^(?:status|state)$|^deleted/;

const emptyTable: TableStatistics = { origin: 'derived', rows: 0, columns: {} };

/** What of a table's pages everybody sees whole: what an index-only scan need not visit. */
function visibleShare(table: Table, rows: number, known: TableStatistics | undefined): number {
  const perDay = (known?.writesPerSecond ?? 0) * 86_400;
  const changes = table.columns.some((column) => changed.test(spoken(column.name)));
  const onlyGrows = tableName(table.name).kind === 'log' || !changes;
  if (onlyGrows) return visibleOfLog;
  return rows > 0 && perDay / rows > busy ? visibleOfBusy : visibleOfChanged;
}
