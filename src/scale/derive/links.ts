import type { Catalog } from '../../catalog/catalog.ts';
import type { Lookups } from '../../catalog/lookups.ts';
import { nameMap } from '../../catalog/name-map.ts';
import { sameName } from '../../catalog/names.ts';
import type { Table } from '../../catalog/table.ts';
import { singularWords, words } from '../../catalog/words.ts';

/** A table's reference to another, declared or presumed from a column's name. */
export interface Link {
  readonly child: Table;
  readonly parent: Table;
  /** Of the child, in the order of the parent's. */
  readonly columns: readonly string[];
  readonly parentColumns: readonly string[];
  /** Every row has one. */
  readonly mandatory: boolean;
  /** At most one row for each row of the parent. */
  readonly oneToOne: boolean;
  /** The child's rows belong to the parent's: deleted with them, part of their key, or named after them. */
  readonly belongs: boolean;
  readonly presumed: boolean;
}

/** References between tables, those of a table to itself left out. */
export interface Links {
  from(table: Table): readonly Link[];
  to(table: Table): readonly Link[];
  /** The reference that a column alone makes, one to its own table included. */
  of(table: Table, column: string): Link | undefined;
}

export function links(catalog: Catalog, lookups: Lookups): Links {
  const from = new Map<Table, readonly Link[]>();
  const to = new Map<Table, Link[]>();
  const byColumn = new Map<Table, Map<string, Link>>();
  const presumable = presumableParents(catalog, lookups);
  for (const table of catalog.tables) {
    const found = [...declared(table, lookups), ...presumed(table, presumable)];
    const own = new Map<string, Link>();
    for (const link of found) {
      const [column] = link.columns;
      if (link.columns.length === 1 && column !== undefined && !own.has(column)) own.set(column, link);
      if (link.parent === table || table.partitionOf) continue;
      const list = to.get(link.parent);
      if (list) list.push(link);
      else to.set(link.parent, [link]);
    }
    byColumn.set(table, own);
    from.set(
      table,
      found.filter((link) => link.parent !== table),
    );
  }
  return {
    from: (table) => from.get(table) ?? [],
    to: (table) => to.get(table) ?? [],
    of: (table, column) => byColumn.get(table)?.get(column),
  };
}

function declared(table: Table, lookups: Lookups): readonly Link[] {
  return lookups.referencesFrom(table).flatMap(({ key, to }) => {
    if (!to) return [];
    return [link(table, to, key.columns, key.referencedColumns, key.onDelete === 'cascade', false, lookups)];
  });
}

function link(
  child: Table,
  parent: Table,
  columns: readonly string[],
  parentColumns: readonly string[],
  cascades: boolean,
  presumed: boolean,
  lookups: Lookups,
): Link {
  const unique = lookups.uniqueKeys(child);
  const inKey = columns.every((column) => child.primaryKey?.columns.includes(column) ?? false);
  return {
    child,
    parent,
    columns,
    parentColumns,
    mandatory: columns.every((name) => child.columns.find((column) => column.name === name)?.nullable === false),
    oneToOne: unique.some((key) => key.every((column) => columns.includes(column))),
    belongs: cascades || inKey || isNamedAfter(child, parent),
    presumed,
  };
}

/** `order_items` and `orders`. */
function isNamedAfter(child: Table, parent: Table): boolean {
  const [own, above] = [singularWords(child.name), singularWords(parent.name)];
  return own.length > above.length && above.every((word, at) => own[at] === word);
}

interface Parents {
  readonly byName: (schema: string, name: string) => Table | undefined;
  readonly lookups: Lookups;
}

/** Tables by their names in the singular, whose key is one column. */
function presumableParents(catalog: Catalog, lookups: Lookups): Parents {
  const byName = nameMap<Table>();
  for (const table of catalog.tables) {
    if (table.partitionOf || table.primaryKey?.columns.length !== 1) continue;
    byName.take({ schema: table.schema, name: singularWords(table.name).join('_') }, () => table);
  }
  return { byName: (schema, name) => byName.get({ schema, name }), lookups };
}

/** `user_id` without a foreign key, where there is a table `users` whose key is of that type. */
function presumed(table: Table, parents: Parents): readonly Link[] {
  const known = new Set(table.foreignKeys.flatMap((key) => key.columns));
  return table.columns.flatMap((column) => {
    if (known.has(column.name)) return [];
    const all = words(column.name);
    if (all.length < 2 || !(all.at(-1) === 'id' || all.at(-1) === 'uuid')) return [];
    const parent = parents.byName(table.schema, all.slice(0, -1).join('_'));
    const key = parent?.primaryKey?.columns[0];
    const type = parent?.columns.find((one) => one.name === key)?.type;
    if (!parent || key === undefined || type?.family !== column.type.family) return [];
    if (sameName(parent, table) && column.name === key) return [];
    return [link(table, parent, [column.name], [key], false, true, parents.lookups)];
  });
}
