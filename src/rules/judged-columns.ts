import type { Lookups } from '../catalog/lookups.ts';
import type { Column, Table } from '../catalog/table.ts';

/**
 * The columns whose own type and name are to be judged: those of tables with rows of their own, without the columns
 * that come from a parent table (said there) and generated ones (they follow their expression).
 */
export function* judgedColumns(lookups: Lookups): Generator<readonly [Table, Column]> {
  for (const table of lookups.ownTables) {
    for (const column of table.columns) {
      if (column.generated === undefined && !isInherited(lookups, table, column)) yield [table, column];
    }
  }
}

function isInherited(lookups: Lookups, table: Table, column: Column): boolean {
  if (table.inherits.length === 0) return false;
  return table.inherits.some((parent) => {
    const known = lookups.table(parent);
    return known !== undefined && lookups.column(known, column.name) !== undefined;
  });
}

/** Whether a foreign key of the table contains the column. */
export function isReferencing(table: Table, column: string): boolean {
  return table.foreignKeys.some((key) => key.columns.includes(column));
}

/** Whether the column alone is a unique key of the table. */
export function isKeyAlone(lookups: Lookups, table: Table, column: string): boolean {
  return lookups.uniqueKeys(table).some((key) => key.length === 1 && key[0] === column);
}
