import { compareText } from '../../../catalog/names.ts';
import type { Row } from '../../connection.ts';
import { arrayElements } from '../array-text.ts';

/** The column as text; it is an error of ours when it is null. */
export function text(row: Row, column: string): string {
  const value = row[column];
  if (value === null || value === undefined) throw new Error(`column ${column} is null`);
  return String(value);
}

export function optionalText(row: Row, column: string): string | undefined {
  const value = row[column];
  return value === null || value === undefined ? undefined : String(value);
}

export function number(row: Row, column: string): number {
  return Number(text(row, column));
}

export function flag(row: Row, column: string): boolean {
  return row[column] === true;
}

/** An array that was cast to text; empty when it is null. */
export function list(row: Row, column: string): readonly string[] {
  const value = optionalText(row, column);
  return value === undefined ? [] : arrayElements(value);
}

/** Numbers: an array that was cast to text, `{1,3}`, or an `int2vector` or `oidvector`, `1 3`. */
export function numbers(row: Row, column: string): readonly number[] {
  const value = optionalText(row, column) ?? '';
  return (value.match(/-?\d+/g) ?? []).map(Number);
}

/** `key=value` options, sorted by key. */
export function options(row: Row, column: string, prefix = ''): Readonly<Record<string, string>> {
  const pairs = list(row, column).map((option) => {
    const at = option.indexOf('=');
    return [prefix + option.slice(0, at), option.slice(at + 1)] as const;
  });
  return Object.fromEntries(pairs.sort((a, b) => compareText(a[0], b[0])));
}

/** The entry under `key` when there is a value: spread into an object that has an optional property. */
export function optional<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  // The type of a computed key is widened to string.
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: V });
}

/** Rows by the value of a column, in the order given. */
export function groupBy(rows: readonly Row[], column: string): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = text(row, column);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

/** Rows by the value of a column that has each value once. */
export function keyBy(rows: readonly Row[], column: string): ReadonlyMap<string, Row> {
  return new Map(rows.map((row) => [text(row, column), row]));
}
