import type { Column, IndexKey, Table } from '../../../catalog/table.ts';
import type { DataType } from '../../../catalog/type.ts';
import { bytesOfCharacter } from '../read/charsets.ts';
import { readType } from '../read/types.ts';
import { readerOf } from '../sql/reader.ts';

/** What a column takes in a key: bytes, and of one unit that its beginning is counted in. */
export interface KeySize {
  /** Of the whole column; nothing where it may be of any length. */
  readonly bytes: number | undefined;
  /** Bytes of a character, or 1; nothing where a part of a value is no key. */
  readonly perUnit: number | undefined;
}

const plainDialect = { flavour: 'mysql', number: 0 } as const;

/** The type as its text says, whatever engine the column came from. */
export function typeIn(text: string): DataType {
  return readType(readerOf(text, plainDialect)).type;
}

/** What a column takes in a key; `table` has the collation of its texts. */
export function keySize({ type: { text }, collation }: Column, { options }: Pick<Table, 'options'>): KeySize {
  const type = typeIn(text);
  const perCharacter = bytesOfCharacter(collation?.name ?? options['collation'] ?? 'utf8mb4');
  if (type.family === 'json') return { bytes: undefined, perUnit: undefined };
  if (/(?:text|blob)$/.test(type.name))
    return { bytes: undefined, perUnit: type.family === 'binary' ? 1 : perCharacter };
  if (type.family === 'text') return { bytes: (type.length ?? 1) * perCharacter, perUnit: perCharacter };
  if (type.family === 'binary')
    return { bytes: type.bytes ?? Number(/\((\d+)\)/.exec(type.text)?.[1] ?? 1), perUnit: 1 };
  return { bytes: type.bytes ?? 8, perUnit: undefined };
}

/** The bytes of a key of an index: of a column, of its beginning, or of all columns that an expression reads. */
export function bytesOfKey({ column, prefix, expression }: IndexKey, table: Table, read: readonly string[]): number {
  const sizeOf = (name: string): KeySize | undefined => {
    const own = table.columns.find((one) => one.name === name);
    return own && keySize(own, table);
  };
  if (prefix) return prefix.length * (sizeOf(prefix.column)?.perUnit ?? 1);
  if (column !== undefined) return sizeOf(column)?.bytes ?? Number.POSITIVE_INFINITY;
  if (expression === undefined) return 0;
  return read.reduce((sum, name) => sum + (sizeOf(name)?.bytes ?? Number.POSITIVE_INFINITY), 0);
}
