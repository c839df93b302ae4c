import type { Table } from '../../catalog/table.ts';
import { isReferencing } from '../judged-columns.ts';
import { isLogName, isMigrationRecord, keepsCopies } from '../record-tables.ts';

/** Fewer columns of its own make a list of names, or a tie between two tables. */
const leastOwnColumns = 2;

/**
 * Whether the table holds things that come and change: it has a primary key that is not another table's, and columns
 * that are neither key nor reference. Logs tell their times in other words, copies those of what they were taken from.
 */
export function isEntity(table: Table): boolean {
  const key = table.primaryKey?.columns;
  if (!key || key.every((column) => isReferencing(table, column))) return false;
  if (isMigrationRecord(table.name) || isLogName(table.name) || keepsCopies(table.name)) return false;
  const own = table.columns.filter(
    (column) => !key.includes(column.name) && !isReferencing(table, column.name) && !column.generated,
  );
  return own.length >= leastOwnColumns;
}
