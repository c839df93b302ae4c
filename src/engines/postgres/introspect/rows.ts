import { compareText, type QualifiedName } from '../../../catalog/names.ts';
import type { Grant } from '../../../catalog/table.ts';
import type { Row } from '../../connection.ts';

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

/** A column that holds JSON as text: an array of strings, empty when null. */
export function list(row: Row, column: string): readonly string[] {
  return items(row, column).map(String);
}

export function items<T>(row: Row, column: string): readonly T[] {
  const value = row[column];
  // The queries build these arrays themselves, element by element.
  return value === null || value === undefined ? [] : (JSON.parse(String(value)) as T[]);
}

/** `int2vector` as text: `1 3 0`. */
export function numbers(row: Row, column: string): readonly number[] {
  const value = optionalText(row, column)?.trim();
  return value ? value.split(' ').map(Number) : [];
}

export function name(row: Row, schema: string, object: string): QualifiedName | undefined {
  const schemaName = optionalText(row, schema);
  const objectName = optionalText(row, object);
  return schemaName === undefined || objectName === undefined ? undefined : { schema: schemaName, name: objectName };
}

/** `key=value` options, sorted by key. */
export function options(row: Row, column: string): Readonly<Record<string, string>> {
  const pairs = list(row, column).map((option) => {
    const at = option.indexOf('=');
    return [option.slice(0, at), option.slice(at + 1)] as const;
  });
  return Object.fromEntries(pairs.sort((a, b) => compareText(a[0], b[0])));
}

interface Privilege {
  readonly grantee: string;
  readonly privilege: string;
  readonly grantable: boolean;
}

export function grants(row: Row, column?: string): readonly Grant[] {
  const byGrantee = new Map<string, Privilege[]>();
  for (const privilege of items<Privilege>(row, 'grants')) {
    byGrantee.set(privilege.grantee, [...(byGrantee.get(privilege.grantee) ?? []), privilege]);
  }
  return [...byGrantee].map(([grantee, privileges]) => ({
    grantee,
    privileges: privileges.map((one) => one.privilege),
    grantable: privileges.filter((one) => one.grantable).map((one) => one.privilege),
    ...(column === undefined ? {} : { column }),
  }));
}

/** The entry under `key` when there is a value: spread into an object that has an optional property. */
export function optional<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: V });
}

export function commented(row: Row): { readonly comment?: string } {
  return optional('comment', optionalText(row, 'comment'));
}

export function owned(row: Row): { readonly owner?: string } {
  return optional('owner', optionalText(row, 'owner'));
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
