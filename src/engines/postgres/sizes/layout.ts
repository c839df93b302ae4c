import type { ColumnStatistics } from '../../../catalog/statistics.ts';
import type { DataType } from '../../../catalog/type.ts';
import type { StoredColumn } from '../../sizes.ts';

/** A value in a tuple. */
export interface StoredValue {
  /** Mean bytes of a value that is not null, with its own header. */
  readonly width: number;
  readonly fixed: boolean;
  readonly alignment: number;
  /** Share of tuples that have none. */
  readonly nullFraction: number;
  /** Widths that occur, with their shares of the values, where a sample of them is known. */
  readonly widths?: readonly (readonly [number, number])[];
}

/** The data of tuples: values one behind another, each aligned. */
export interface TupleData {
  /** Mean bytes of the data, padding between values included. */
  readonly bytes: number;
  /** Mean bytes when rounded up to 8. */
  readonly aligned: number;
  /** Variance of the bytes. */
  readonly variance: number;
}

/** Bytes that a value of varying length may have, header included, to get the short header that needs no alignment. */
const longestShort = 126;
/** How far values of varying length differ, as a share of their mean: nobody knows, and it matters little. */
const spread = 0.3;

/** `MAXALIGN`. */
export function aligned(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}

/** A column's values as they stand in a tuple. Statistics tell widths with their headers; without them, the type does. */
export function storedValue(column: Pick<StoredColumn, 'type' | 'storage'>, known?: ColumnStatistics): StoredValue {
  const { type } = column;
  const nullFraction = known?.nullFraction ?? 0;
  if (type.bytes !== undefined) return { width: type.bytes, fixed: true, alignment: type.alignment, nullFraction };
  const width = Math.max(1, known?.averageWidth ?? typicalWidth(type));
  const short = width <= longestShort && column.storage !== 'plain';
  const alignment = short ? 1 : type.alignment;
  const widths = sampledWidths(column, width, known);
  // ANALYZE cuts the mean off to whole bytes; the values that are known say where it is behind the point.
  const mean = widths?.reduce((sum, [one, part]) => sum + one * part, 0) ?? width;
  if (widths)
    return {
      width: Math.min(Math.max(mean, width), Math.floor(width) + 0.99),
      fixed: widths.length === 1,
      alignment,
      nullFraction,
      ...(widths.length > 1 ? { widths } : {}),
    };
  const fixed = type.family === 'character' && type.length !== undefined && width === type.length + 1;
  return { width, fixed, alignment, nullFraction };
}

/** Bytes of a value's content by its text, of families that tell. */
const textWidths: Partial<Record<DataType['family'], (text: string) => number>> = {
  text: (text) => Buffer.byteLength(text),
  character: (text) => Buffer.byteLength(text),
  binary: (text) => (text.startsWith('\\x') ? text.length / 2 - 1 : Buffer.byteLength(text)),
  decimal: decimalBytes,
};

/** Two bytes, and two for every four digits before and behind the point that are not zeros at an end (numeric.c). */
function decimalBytes(text: string): number {
  const [, whole = '', part = ''] = /^-?(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  const groups = [
    ...(whole.padStart(Math.ceil(whole.length / 4) * 4, '0').match(/.{4}/g) ?? []),
    ...(part.padEnd(Math.ceil(part.length / 4) * 4, '0').match(/.{4}/g) ?? []),
  ];
  const first = groups.findIndex((group) => group !== '0000');
  const last = groups.findLastIndex((group) => group !== '0000');
  return 2 + (first < 0 ? 0 : 2 * (last - first + 1));
}

/** Widths of the values that the statistics hold: common values by their shares, the histogram's evenly. */
function sampledWidths(
  { type }: Pick<StoredColumn, 'type'>,
  mean: number,
  known: ColumnStatistics | undefined,
): readonly (readonly [number, number])[] | undefined {
  const widthOf = textWidths[type.family];
  if (!known || !widthOf) return undefined;
  const common = known.commonValues ?? [];
  const histogram = known.histogram ?? [];
  const rest = Math.max(0, 1 - known.nullFraction - common.reduce((sum, one) => sum + one.fraction, 0));
  if (rest > 0.05 && histogram.length < 10) return undefined;
  const shares = new Map<number, number>();
  const add = (value: string, share: number) => {
    const width = widthOf(value) + 1;
    shares.set(width, (shares.get(width) ?? 0) + share);
  };
  for (const { value, fraction } of common) add(value, fraction);
  for (const value of histogram) add(value, rest / histogram.length);
  const all = [...shares.values()].reduce((sum, one) => sum + one, 0);
  const widths = [...shares].map(([width, share]) => [width, share / all] as const);
  const found = widths.reduce((sum, [width, share]) => sum + width * share, 0);
  // Long values are stored compressed or elsewhere: then the mean is another.
  return all > 0 && Math.abs(found - mean) <= 1.5 ? widths : undefined;
}

/** Bytes of a value of a type of which nothing more is known. */
export function typicalWidth(type: DataType): number {
  if (type.bytes !== undefined) return type.bytes;
  switch (type.family) {
    case 'decimal':
      return 6;
    case 'character':
      return (type.length ?? 1) + 1;
    case 'text':
      return type.length === undefined ? 32 : Math.min(32, Math.ceil(type.length / 2) + 1);
    case 'bits':
      return 5 + Math.ceil((type.length ?? 8) / 8);
    case 'network':
      return 7;
    case 'range':
      return 22;
    case 'array':
      return 24 + 3 * typicalWidth(type.element ?? { ...type, family: 'integer', bytes: 4 });
    case 'vector':
      return 8 + 4 * Number(/\((\d+)\)/.exec(type.text)?.[1] ?? 384);
    case 'json':
    case 'json-binary':
    case 'xml':
    case 'full-text':
    case 'key-value':
      return 200;
    case 'geometry':
      return 32;
    default:
      return 32;
  }
}

/**
 * Walks over the values as heap_compute_data_size does (src/backend/access/common/heaptuple.c), with the place of each
 * as a distribution over the eight remainders, because values of varying length and nulls shift those behind them.
 */
export function tupleData(values: readonly StoredValue[], start: number): TupleData {
  let remainders: Remainders = [0, 0, 0, 0, 0, 0, 0, 0];
  remainders[start % 8] = 1;
  let bytes = 0;
  let variance = 0;
  for (const value of values) {
    const present = 1 - value.nullFraction;
    const size = paddingTo(remainders, value.alignment) + value.width;
    bytes += present * size;
    variance += present * (ownVariance(value) + value.nullFraction * size * size);
    const after = shifted(alignedTo(remainders, value.alignment), value);
    if (value.nullFraction > 0) {
      for (let at = 0; at < 8; at++)
        after[at] = share(remainders, at) * value.nullFraction + share(after, at) * present;
    }
    remainders = after;
  }
  return { bytes, aligned: bytes + paddingTo(remainders, 8), variance };
}

/** Shares of tuples whose data end so many bytes behind a multiple of eight. */
type Remainders = number[];

function share(remainders: Remainders, at: number): number {
  return remainders[at] ?? 0;
}

/** Mean bytes up to the next multiple. */
function paddingTo(remainders: Remainders, alignment: number): number {
  if (alignment === 1) return 0;
  let sum = 0;
  for (let at = 0; at < 8; at++) sum += share(remainders, at) * ((alignment - (at % alignment)) % alignment);
  return sum;
}

function alignedTo(remainders: Remainders, alignment: number): Remainders {
  if (alignment === 1) return remainders;
  const result: Remainders = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let at = 0; at < 8; at++) {
    const to = (Math.ceil(at / alignment) * alignment) % 8;
    result[to] = share(result, to) + share(remainders, at);
  }
  return result;
}

function ownVariance({ width, fixed, widths }: StoredValue): number {
  if (widths) return widths.reduce((sum, [one, part]) => sum + part * (one - width) ** 2, 0);
  return fixed ? 0 : (spread * width) ** 2;
}

/** Values of varying length end anywhere, but for the very short ones. A list of its own. */
function shifted(remainders: Remainders, { width, fixed, widths }: StoredValue): Remainders {
  if (!widths && !fixed && width > 8) return Array.from(evenly);
  const result: Remainders = [0, 0, 0, 0, 0, 0, 0, 0];
  const add = (bytes: number, part: number) => {
    for (let at = 0; at < 8; at++) {
      const to = (at + bytes) % 8;
      result[to] = share(result, to) + share(remainders, at) * part;
    }
  };
  if (widths) {
    for (const [bytes, part] of widths) add(bytes, part);
  } else {
    const low = Math.floor(width);
    add(low, 1 - (width - low));
    if (width > low) add(low + 1, width - low);
  }
  return result;
}

const evenly: Readonly<Remainders> = [1 / 8, 1 / 8, 1 / 8, 1 / 8, 1 / 8, 1 / 8, 1 / 8, 1 / 8];
