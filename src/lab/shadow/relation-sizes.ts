import type { ColumnStatistics, InvertedCounts, Statistics } from '../../catalog/statistics.ts';
import { optional } from '../../engines/postgres/introspect/rows.ts';
import { btreeHeight } from '../../engines/postgres/sizes/btree.ts';
import { ginCounts } from './gin-counts.ts';
import { pageBytes } from './relation-files.ts';
import type { ShadowIndex, ShadowRelation } from './relations.ts';

/** What a relation is believed to be: the length of its file, and what pg_class says of the last analysis. */
export interface BelievedSize {
  /** Pages now. */
  readonly pages: number;
  readonly analyzedPages: number;
  /** -1: never analysed. */
  readonly analyzedRows: number;
  readonly allVisiblePages: number;
  /** Of a B-tree. */
  readonly height?: number;
  /** Of an inverted index. */
  readonly counts?: InvertedCounts;
}

/** A relation has at most so many pages, 32 TB of 8 kB (MaxBlockNumber in src/include/storage/block.h). */
export const mostPages = 0xfffffffe;

/** A relation that cannot be as large as it is said to be is as large as it can be, and as dense. */
function possible(size: BelievedSize): BelievedSize {
  if (Math.max(size.pages, size.analyzedPages) <= mostPages) return size;
  const share = mostPages / Math.max(size.pages, size.analyzedPages);
  return {
    ...size,
    pages: Math.round(size.pages * share),
    analyzedPages: Math.round(size.analyzedPages * share),
    analyzedRows: size.analyzedRows * share,
    allVisiblePages: Math.round(size.allVisiblePages * share),
  };
}

/** The sizes of the lab's relations that the statistics speak of, and of the indexes of tables they speak of. */
export function believedSizes(
  relations: ReadonlyMap<string, ShadowRelation>,
  statistics: Pick<Statistics, 'tables' | 'indexes'>,
): ReadonlyMap<string, BelievedSize> {
  const sizes = new Map<string, BelievedSize>();
  for (const relation of relations.values()) {
    const size = relation.index
      ? indexSize(relation.key, relation.index, statistics)
      : tableSize(relation.key, relation.kind, statistics);
    if (size) sizes.set(relation.key, possible(size));
  }
  return sizes;
}

function tableSize(key: string, kind: string, statistics: Pick<Statistics, 'tables'>): BelievedSize | undefined {
  const table = statistics.tables[key];
  if (!table) return undefined;
  if (kind === 'p' || kind === 'f') {
    const analyzedRows = table.analyzedRows ?? table.rows;
    return { pages: 0, analyzedPages: table.analyzedPages ?? 0, analyzedRows, allVisiblePages: 0 };
  }
  const pages = table.pages ?? (table.bytes === undefined ? undefined : Math.ceil(table.bytes / pageBytes));
  const now = pages ?? table.analyzedPages ?? heapPages(table.rows, table.columns);
  const analyzedPages = table.analyzedPages ?? now;
  return {
    pages: now,
    analyzedPages,
    analyzedRows: table.analyzedRows ?? table.rows,
    allVisiblePages: Math.min(table.allVisiblePages ?? 0, analyzedPages),
  };
}

/** Pages of rows with a header of 24 bytes and a line pointer of 4, aligned to 8. */
function heapPages(rows: number, columns: Readonly<Record<string, ColumnStatistics>>): number {
  const width = Object.values(columns).reduce((sum, one) => sum + one.averageWidth * (1 - one.nullFraction), 0);
  const perPage = Math.max(1, Math.floor((pageBytes - 24) / (Math.ceil((24 + width) / 8) * 8 + 4)));
  return Math.ceil(rows / perPage);
}

function indexSize(
  key: string,
  index: ShadowIndex,
  statistics: Pick<Statistics, 'tables' | 'indexes'>,
): BelievedSize | undefined {
  const table = statistics.tables[index.table];
  const own = statistics.indexes[key];
  if (!(table || own)) return undefined;
  const rows = own?.rows ?? table?.analyzedRows ?? table?.rows ?? 0;
  const keyBytes = widthOf(index, table?.columns ?? {}, own?.columns ?? {});
  const pages =
    own?.pages ??
    (own === undefined
      ? indexPages(index.method, rows, keyBytes, table?.pages ?? 0)
      : Math.ceil(own.bytes / pageBytes));
  return {
    pages,
    analyzedPages: own?.analyzedPages ?? pages,
    analyzedRows: rows,
    allVisiblePages: 0,
    ...(index.method === 'gin' ? optional('counts', own?.counts ?? countsOf(key, index, statistics, pages)) : {}),
    ...(index.method === 'btree' ? { height: own?.height ?? btreeHeight(pages, keyBytes) } : {}),
  };
}

function countsOf(
  key: string,
  index: ShadowIndex,
  statistics: Pick<Statistics, 'tables' | 'indexes'>,
  pages: number,
): InvertedCounts | undefined {
  const [column] = index.columns;
  const table = statistics.tables[index.table];
  const heap = tableSize(index.table, 'r', statistics);
  if (!(column && table && heap) || index.partial || index.keys > 1) return undefined;
  const ofTable = column.tableColumn === undefined ? undefined : table.columns[column.tableColumn];
  const known = statistics.indexes[key]?.columns?.[column.name] ?? ofTable;
  return known && ginCounts(known, { rows: heap.analyzedRows, pages: heap.pages }, pages);
}

/** Mean bytes of an entry's columns together. */
function widthOf(
  index: ShadowIndex,
  ofTable: Readonly<Record<string, ColumnStatistics>>,
  own: Readonly<Record<string, ColumnStatistics>>,
): number {
  return index.columns.reduce((sum, column) => {
    const known = own[column.name] ?? (column.tableColumn === undefined ? undefined : ofTable[column.tableColumn]);
    return sum + (column.length > 0 ? column.length : (known?.averageWidth ?? 16));
  }, 0);
}

/** A B-tree's leaves are built 90% full; a block range index keeps one small entry for 128 pages. */
function indexPages(method: string, rows: number, keyBytes: number, heap: number): number {
  if (method === 'brin') return 2 + Math.ceil(heap / 128 / 200) + Math.ceil(heap / 128 / 1360);
  const entry = Math.ceil((8 + keyBytes) / 8) * 8 + 4;
  return 1 + Math.ceil((rows * entry) / ((pageBytes - 40) * 0.9));
}
