import type { Catalog } from '../../../catalog/catalog.ts';
import type { Change } from '../../../catalog/change.ts';
import type { Table } from '../../../catalog/table.ts';
import { follow, tableOf } from '../render/follow-change.ts';

/** A table that lives on, with its rows. */
export interface CarriedTable {
  readonly before: Table;
  readonly after: Table;
  /** Its columns that were there before, by their names after: the names that they had. */
  readonly origins: ReadonlyMap<string, string>;
}

/** What becomes of tables: those that live on, by their names after, and those that changes make. */
export interface TablesAfter {
  readonly carried: ReadonlyMap<string, CarriedTable>;
  readonly made: ReadonlySet<string>;
}

/** Follows the tables of a schema through changes. */
export function carriedTables(changes: readonly Change[], from: Catalog): TablesAfter {
  const tables = new Map(from.tables.map((table) => [table.name, table]));
  const origins = new Map<string, { readonly before: Table; readonly columns: Map<string, string> }>();
  const made = new Set<string>();
  for (const table of from.tables) {
    origins.set(table.name, { before: table, columns: new Map(table.columns.map(({ name }) => [name, name])) });
  }
  for (const change of changes) {
    const name = tableOf(change);
    if (name === undefined) continue;
    const own = origins.get(name);
    if (own) followColumns(own.columns, change);
    follow(tables, change, tables.get(name));
    if (change.kind === 'create' && change.object.kind === 'table') made.add(name);
    if (change.kind === 'drop' && change.object.kind === 'table') {
      origins.delete(name);
      made.delete(name);
    }
    if (change.kind === 'rename' && change.object.kind === 'table' && own) {
      origins.delete(name);
      origins.set(change.to, own);
    }
  }
  const carried = new Map<string, CarriedTable>();
  for (const [name, { before, columns }] of origins) {
    const after = tables.get(name);
    if (after) carried.set(name, { before, after, origins: columns });
  }
  return { carried, made };
}

function followColumns(columns: Map<string, string>, change: Change): void {
  if (change.kind === 'drop column') columns.delete(change.column);
  if (change.kind === 'drop' && change.object.kind === 'column') columns.delete(change.object.column.name);
  if (change.kind !== 'rename' || change.object.kind !== 'column') return;
  const was = columns.get(change.object.name);
  columns.delete(change.object.name);
  if (was !== undefined) columns.set(change.to, was);
}
