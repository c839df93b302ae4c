import type { ColumnStatistics, IndexStatistics, TableStatistics } from '../../catalog/statistics.ts';
import type { Index, Table } from '../../catalog/table.ts';

/**
 * How many pages would do, by the method of pgsql-bloat-estimation (table_bloat.sql and btree_bloat.sql,
 * https://github.com/ioguix/pgsql-bloat-estimation, BSD): rows times their mean width as the planner's statistics have
 * it, with headers and alignment, in pages filled as far as the fill factor says.
 */
const alignment = 8;
const pageHeader = 24;
const tupleHeader = 23;
const itemPointer = 4;
/** The special space of a B-tree page (BTPageOpaqueData). */
const btreeOpaque = 16;

/** Pages that the rows of a table need; nothing when a column's width is not known. */
export function tablePages(table: Table, known: TableStatistics, blockSize: number): number | undefined {
  const columns = table.columns.filter((column) => column.generated === undefined || column.generated.stored);
  const widths = columns.map((column) => known.columns[column.name]);
  if (widths.length === 0 || !widths.every((one) => one !== undefined)) return undefined;
  const nullable = widths.some((one) => one.nullFraction > 0);
  const header = tupleHeader + (nullable ? Math.floor((7 + widths.length) / 8) : 0);
  const data = dataWidth(widths);
  const tuple = itemPointer + header + data + 2 * alignment - rest(header) - rest(Math.ceil(data));
  const fill = fillFactor(table.options, 100);
  return Math.ceil(known.rows / (((blockSize - pageHeader) * fill) / (tuple * 100)));
}

/** Pages that the entries of a B-tree index need; nothing for expressions and other methods. */
export function indexPages(
  index: Index,
  known: IndexStatistics,
  table: TableStatistics,
  blockSize: number,
): number | undefined {
  if (index.method !== 'btree' || known.rows === undefined || index.keys.some((key) => key.column === undefined))
    return undefined;
  const names = [...index.keys.flatMap((key) => key.column ?? []), ...index.include];
  const widths = names.map((name) => table.columns[name]);
  if (!widths.every((one) => one !== undefined)) return undefined;
  const header = widths.some((one) => one.nullFraction > 0) ? 12 : 8;
  const data = dataWidth(widths);
  const entry = header + alignment - rest(header) + data + (data === 0 ? 0 : alignment - rest(Math.round(data)));
  const room = ((blockSize - btreeOpaque - pageHeader) * fillFactor(index.options, 90)) / 100;
  return 1 + Math.ceil(known.rows / Math.floor(room / (itemPointer + entry)));
}

function dataWidth(widths: readonly ColumnStatistics[]): number {
  return widths.reduce((sum, one) => sum + (1 - one.nullFraction) * one.averageWidth, 0);
}

/** Bytes over the last boundary; a full step where there are none, as the source subtracts it from two steps. */
function rest(width: number): number {
  return width % alignment === 0 ? alignment : width % alignment;
}

function fillFactor(options: Readonly<Record<string, string>>, otherwise: number): number {
  const given = Number(options['fillfactor']);
  return Number.isFinite(given) && given > 0 ? given : otherwise;
}
