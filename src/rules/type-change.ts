import type { Column, Table } from '../catalog/table.ts';

/** Whether the column's type can be changed as it stands: not generated, not a parent's, no part of a partition key. */
export function canChangeType(table: Table, column: Column): boolean {
  const partitioning = table.partitioning?.keys ?? [];
  return !column.generated && column.local && !partitioning.some((key) => key.column === column.name || key.expression !== undefined);
}
