import type { Column } from '../../catalog/table.ts';

/** Bytes that rows lose to alignment, in the present order of columns and in the best one. */
export interface RowLayout {
  /** Of a row without nulls, the header included; an expectation where columns of varying length stand before others. */
  readonly bytes: number;
  readonly bestBytes: number;
  /** Columns in an order that loses least. */
  readonly best: readonly Column[];
  /** False when the bytes are an expectation. */
  readonly exact: boolean;
}

/** Tuple header of 23 bytes, rounded up (HeapTupleHeaderData, src/include/access/htup_details.h); data begin aligned. */
const headerBytes = 24;
const maximumAlignment = 8;

/**
 * How rows of a table are laid out (heap_compute_data_size in src/backend/access/common/heaptuple.c): a value of fixed
 * size begins at a multiple of its type's alignment, one of varying length of up to 126 bytes anywhere, and a row ends
 * at a multiple of 8. A varying length leaves the following offset open: each remainder is taken as equally likely.
 *
 * @param width the bytes of a column of varying length; only the difference between the two orders matters
 */
export function rowLayout(columns: readonly Column[], width: (column: Column) => number): RowLayout {
  // Constant alignment gaps vanish when the widest come first; those of varying length need none and come last.
  const best = [...columns].sort((a, b) => rank(b) - rank(a));
  const exact = columns.every((column) => column.type.bytes !== undefined);
  const rowBytes = (order: readonly Column[]) => {
    const data = dataBytes(order, width);
    return headerBytes + (exact ? Math.ceil(data / maximumAlignment) * maximumAlignment : data);
  };
  return { bytes: rowBytes(columns), bestBytes: rowBytes(best), best, exact };
}

function rank({ type }: Column): number {
  if (type.bytes === undefined) return 0;
  // A size that is no multiple of its alignment (timetz has 12 bytes at 8) would shift what follows.
  return type.bytes % type.alignment === 0 ? type.alignment + 1 : type.alignment + 0.5;
}

function dataBytes(order: readonly Column[], width: (column: Column) => number): number {
  let bytes = 0;
  // The offset is known up to a multiple of `modulus`: it is `residue` more than one.
  let modulus: number = maximumAlignment;
  let residue = 0;
  for (const column of order) {
    const { alignment } = column.type;
    if (column.type.bytes === undefined) {
      bytes += width(column);
      modulus = 1;
      residue = 0;
      continue;
    }
    bytes += expectedGap(modulus, residue, alignment) + column.type.bytes;
    if (alignment >= modulus) {
      modulus = alignment;
      residue = column.type.bytes % modulus;
    } else {
      residue += expectedGap(modulus, residue, alignment) + column.type.bytes;
      residue %= modulus;
    }
  }
  return bytes;
}

/** The mean of the gaps before a value of that alignment, over all offsets that are possible. */
function expectedGap(modulus: number, residue: number, alignment: number): number {
  if (alignment <= modulus) return (alignment - (residue % alignment)) % alignment;
  let sum = 0;
  for (let offset = residue; offset < alignment; offset += modulus) sum += (alignment - offset) % alignment;
  return sum / (alignment / modulus);
}
