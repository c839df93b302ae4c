import type { Lookups } from '../catalog/lookups.ts';
import type { Column, Table } from '../catalog/table.ts';

/** Whether no row can hold a null in the column: it is NOT NULL, and present rows were checked for it. */
export function neverNull(column: Column | undefined): boolean {
  return column !== undefined && !column.nullable && column.notNull?.validated !== false;
}

/** Those of the columns in which a row can hold a null. */
export function nullableAmong(lookups: Lookups, table: Table, columns: readonly string[]): readonly string[] {
  return columns.filter((name) => !neverNull(lookups.column(table, name)));
}
