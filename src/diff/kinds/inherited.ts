import { type QualifiedName, sameName } from '../../catalog/names.ts';
import type { CatalogObject } from '../../catalog/object.ts';
import type { Column, Table } from '../../catalog/table.ts';
import type { Context } from '../outcome.ts';
import { same } from '../same.ts';
import type { ColumnState } from './columns.ts';

type ColumnObject = Extract<CatalogObject, { readonly kind: 'column' }>;

/** The parents that a table has before and after. */
export function keptParents(table: QualifiedName, context: Context): readonly QualifiedName[] {
  const [from, to] = [parentsOf(context.fromTable(table)), parentsOf(context.toTable(table))];
  return from.filter((one) => to.some((other) => sameName(one, other)));
}

export function parentsOf(table: Table | undefined): readonly QualifiedName[] {
  if (!table) return [];
  return table.partitionOf ? [table.partitionOf.parent] : table.inherits;
}

/** The column as it is when its parents' changes have come down to it. */
export function beforeOfChild(before: ColumnObject, after: ColumnObject, context: Context): ColumnState {
  let { column } = before;
  let { identity } = before;
  for (const parent of keptParents(after.table, context)) {
    const from = columnOf(context.fromTable(parent), column.name);
    const to = columnOf(context.toTable(parent), column.name);
    // The NOT NULL of a column that is new to the parent comes down, too.
    if (!from && to && !to.nullable && to.notNull?.inherited !== false && column.nullable) {
      const { notNull: _, ...rest } = column;
      column = { ...rest, nullable: false, ...(after.column.notNull ? { notNull: after.column.notNull } : {}) };
    }
    if (!from || !to) continue;
    column = carried(column, from, to);
    // An identity of a partition is its parent's.
    if (!same(from.identity, to.identity) && !column.local) {
      const { identity: _, ...rest } = column;
      column = after.column.identity ? { ...rest, identity: after.column.identity } : rest;
      identity = after.identity;
    }
  }
  return identity ? { column, identity } : { column };
}

function columnOf(table: Table | undefined, name: string): Column | undefined {
  return table?.columns.find((column) => column.name === name);
}

/** `from` to `to` is what happens to the parent's column; each part of it goes on to the child's. */
function carried(column: Column, from: Column, to: Column): Column {
  const retyped = !same(from.type, to.type) || !same(from.collation, to.collation);
  // A new type comes with its own storage, which is then set again.
  const old = retyped ? withoutStorage(from) : from;
  const now: { -readonly [Key in keyof Column]: Column[Key] } = retyped ? withoutStorage(column) : { ...column };
  const take = (...names: (keyof Column)[]) => {
    if (names.every((name) => same(old[name], to[name]))) return;
    for (const name of names) {
      // Each is a property of a column, copied from a column.
      const value = to[name];
      if (value === undefined) delete (now as Record<string, unknown>)[name];
      else (now as Record<string, unknown>)[name] = value;
    }
  };
  take('type', 'collation');
  take('default');
  take('generated');
  take('storage');
  take('statisticsTarget');
  if (from.nullable && !to.nullable && to.notNull?.inherited !== false) now.nullable = false;
  if (!from.nullable && to.nullable && !column.local) now.nullable = true;
  return now;
}

function withoutStorage({ storage: _storage, compression: _compression, ...column }: Column): Column {
  return column;
}

/** The parents whose column comes down with the new table: a partition is made by itself with all its columns. */
export function parentsOfNew(table: Table, { column }: ColumnObject): readonly QualifiedName[] {
  return table.partitionOf || column.local ? [] : table.inherits;
}

/** A new column as its statement leaves it: without what only ALTER TABLE sets, and with what it has from these parents. */
export function beforeOfNewChild(
  after: ColumnObject,
  parents: readonly QualifiedName[],
  context: Context,
): ColumnState {
  const { statisticsTarget: _, options, ...plainColumn } = after.column;
  const told = after.foreign && options ? { ...plainColumn, options } : plainColumn;
  const unchecked = told.notNull?.validated === false;
  const { notNull: _n, ...plain } = told;
  const column: Column = unchecked ? { ...plain, nullable: true } : told;
  const identity = after.identity ? { identity: after.identity } : {};
  const given = parents.flatMap((parent) => columnOf(context.toTable(parent), column.name) ?? []);
  const [first] = given;
  if (!first) return { column, ...identity };
  const { default: _d, ...rest } = column;
  const inherited = given.find((one) => one.default !== undefined)?.default;
  return {
    column: {
      ...rest,
      ...(inherited === undefined ? {} : { default: inherited }),
      nullable: given.every((one) => one.nullable),
    },
    ...identity,
  };
}
