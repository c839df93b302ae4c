import type { HeapInput, HeapSize } from '../../sizes.ts';
import { aligned, type StoredValue, storedValue, tupleData } from './layout.ts';

/** Bytes of a page, of its header, of a line pointer and of a tuple's header without the bitmap of nulls. */
export const pageBytes = 8192;
export const pageHeader = 24;
export const linePointer = 4;
const tupleHeader = 23;

/** Rows wider than this have values moved out (TOAST_TUPLE_THRESHOLD, src/include/access/heaptoast.h). */
const widestRow = 2032;
/** What stays in the row of a value that was moved out (TOAST_POINTER_SIZE). */
const outOfLinePointer = 18;
/** Bytes of a value in one row of the table beside, four of which fill a page (TOAST_MAX_CHUNK_SIZE). */
const chunk = 1996;

/** Pages of a table of so many rows, as they are after loading it: section "Database Page Layout" of the manual. */
export function heapSize({ table, rows, columns }: HeapInput): HeapSize {
  const inRow = table.columns.map((column) => ({
    name: column.name,
    movable: column.type.bytes === undefined && column.storage !== 'plain',
    value: storedValue(column, columns[column.name]),
  }));
  const moved = new Map<string, number>();
  let row = rowSize(inRow.map(({ value }) => value));
  while (row.bytes > widestRow) {
    const widest = inRow
      .filter((one) => one.movable && one.value.width > 4 * outOfLinePointer)
      .sort((a, b) => b.value.width - a.value.width)[0];
    if (!widest) break;
    moved.set(widest.name, widest.value.width * (1 - widest.value.nullFraction));
    widest.value = { ...widest.value, width: outOfLinePointer, fixed: true, alignment: 1 };
    row = rowSize(inRow.map(({ value }) => value));
  }
  const beside = [...moved.values()].reduce((sum, width) => sum + Math.ceil((rows * width) / chunk / 4) * pageBytes, 0);
  const pages = rows <= 0 ? 0 : Math.max(1, Math.ceil(rows / rowsPerPage(row, fillFactor(table.options, 100))));
  return {
    pages,
    bytes: pages * pageBytes,
    rowBytes: row.bytes,
    outOfLine: { columns: [...moved.keys()], bytes: beside },
  };
}

interface RowSize {
  readonly bytes: number;
  readonly variance: number;
}

function rowSize(values: readonly StoredValue[]): RowSize {
  const full = values.reduce((all, value) => all * (1 - value.nullFraction), 1);
  const withBitmap = aligned(tupleHeader + Math.ceil(values.length / 8));
  const header = full * aligned(tupleHeader) + (1 - full) * withBitmap;
  const data = tupleData(values, 0);
  return { bytes: header + data.aligned, variance: data.variance };
}

/** Rows of one size fill a page to a whole number; rows that vary leave half of one free in the mean. */
function rowsPerPage({ bytes, variance }: RowSize, fill: number): number {
  const room = pageBytes - pageHeader - (pageBytes * (100 - fill)) / 100;
  const item = bytes + linePointer;
  if (variance < 1) return Math.max(1, Math.floor(room / item));
  return Math.max(1, room / item - 0.5 + variance / (2 * item * item));
}

/** The storage option `fillfactor` in percent. */
export function fillFactor(options: Readonly<Record<string, string>>, usual: number): number {
  const given = Number(options['fillfactor']);
  return given >= 10 && given <= 100 ? given : usual;
}
