import type { Lookups } from '../catalog/lookups.ts';
import type { Column, Table } from '../catalog/table.ts';
import { isMigrationRecord } from './record-tables.ts';

/** A column with the table that it belongs to. */
export type JudgedColumn = readonly [Table, Column];

const judged = new WeakMap<Lookups, readonly JudgedColumn[]>();

/**
 * The columns whose own type and name are to be judged: those of tables with rows of their own, without the columns
 * that come from a parent table (said there), generated ones (they follow their expression), and the records of
 * migration tools (which are as the tool wants them).
 */
export function judgedColumns(lookups: Lookups): readonly JudgedColumn[] {
  let known = judged.get(lookups);
  if (!known) {
    const own = lookups.ownTables.filter((table) => !isMigrationRecord(table.name));
    known = own.flatMap((table) =>
      table.columns
        .filter((column) => column.generated === undefined && !isInherited(lookups, table, column))
        .map((column): JudgedColumn => [table, column]),
    );
    judged.set(lookups, known);
  }
  return known;
}

function isInherited(lookups: Lookups, table: Table, column: Column): boolean {
  if (table.inherits.length === 0) return false;
  return table.inherits.some((parent) => {
    const known = lookups.table(parent);
    return known !== undefined && lookups.column(known, column.name) !== undefined;
  });
}

const referencing = new WeakMap<Table, ReadonlySet<string>>();

/** Whether a foreign key of the table contains the column. */
export function isReferencing(table: Table, column: string): boolean {
  let known = referencing.get(table);
  if (!known) {
    known = new Set(table.foreignKeys.flatMap((key) => key.columns));
    referencing.set(table, known);
  }
  return known.has(column);
}

/** Whether the column alone is a unique key of the table. */
export function isKeyAlone(lookups: Lookups, table: Table, column: string): boolean {
  return lookups.uniqueKeys(table).some((key) => key.length === 1 && key[0] === column);
}
