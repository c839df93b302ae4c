import type { DataType } from '../../../catalog/type.ts';

type Affinity = NonNullable<DataType['affinity']>;

/**
 * A record of the file format (https://sqlite.org/fileformat2.html, section 2.1) of a value, so many nulls and a row's
 * number, as sqlite_stat4 keeps entries of an index: in hexadecimal digits. The value is stored by the affinity of its
 * column.
 */
export function recordOf(value: string, affinity: Affinity, nulls: number, row: number): string {
  const empty: Encoded = { type: 0, bytes: Buffer.alloc(0) };
  const parts = [encoded(value, affinity), ...Array.from({ length: nulls }, () => empty), integer(row)];
  const types = parts.flatMap(({ type }) => varint(type));
  const header = [types.length + 1, ...types];
  return Buffer.from([...header, ...parts.flatMap(({ bytes }) => [...bytes])]).toString('hex');
}

interface Encoded {
  readonly type: number;
  readonly bytes: Uint8Array;
}

function encoded(value: string, affinity: Affinity): Encoded {
  const isNumber =
    affinity !== 'text' && affinity !== 'blob' && /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(value);
  if (!isNumber) {
    const bytes = Buffer.from(value);
    return { type: 13 + 2 * bytes.length, bytes };
  }
  const number = Number(value);
  if (affinity !== 'real' && Number.isSafeInteger(number)) return integer(number);
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(number);
  return { type: 7, bytes };
}

function integer(value: number): Encoded {
  if (value === 0) return { type: 8, bytes: Buffer.alloc(0) };
  if (value === 1) return { type: 9, bytes: Buffer.alloc(0) };
  const sizes: readonly (readonly [type: number, bytes: number])[] = [
    [1, 1],
    [2, 2],
    [3, 3],
    [4, 4],
    [5, 6],
  ];
  for (const [type, length] of sizes) {
    const limit = 2 ** (length * 8 - 1);
    if (value < -limit || value >= limit) continue;
    const bytes = Buffer.alloc(length);
    bytes.writeIntBE(value, 0, length);
    return { type, bytes };
  }
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(value));
  return { type: 6, bytes };
}

function varint(value: number): readonly number[] {
  const bytes = [value & 0x7f];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) bytes.unshift((rest & 0x7f) | 0x80);
  return bytes;
}

/** The first value of a record, as text; nothing for NULL, bytes, and what is no record. */
export function firstValue(record: string): string | undefined {
  const bytes = Buffer.from(record, 'hex');
  const [headerLength, afterLength] = readVarint(bytes, 0);
  const [type] = readVarint(bytes, afterLength);
  const integers: Readonly<Record<number, number>> = { 1: 1, 2: 2, 3: 3, 4: 4, 5: 6 };
  const length = integers[type];
  if (length !== undefined && bytes.length >= headerLength + length)
    return String(bytes.readIntBE(headerLength, length));
  if (type === 6 && bytes.length >= headerLength + 8) return String(bytes.readBigInt64BE(headerLength));
  if (type === 7 && bytes.length >= headerLength + 8) return String(bytes.readDoubleBE(headerLength));
  if (type === 8 || type === 9) return String(type - 8);
  if (type < 13 || type % 2 === 0) return undefined;
  return bytes.subarray(headerLength, headerLength + (type - 13) / 2).toString();
}

function readVarint(bytes: Uint8Array, from: number): readonly [value: number, next: number] {
  let value = 0;
  for (let at = from; at < from + 8; at++) {
    const byte = bytes[at] ?? 0;
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return [value, at + 1];
  }
  return [value, from + 8];
}
