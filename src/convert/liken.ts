import type { Catalog } from '../catalog/catalog.ts';
import type { Column, Index, KeyConstraint, Table } from '../catalog/table.ts';
import type { Traits } from '../catalog/traits.ts';
import type { Receiving } from '../engines/receiving.ts';
import { inNames, inOtherNames } from './renamed.ts';

/** What two schemas of one engine are compared by, of which one was converted from another engine. */
export interface Likening {
  readonly receiving: Receiving;
  /** Of the engine that it was converted from. */
  readonly from: Pick<Traits, 'integerSizes' | 'rowNumberTables'>;
}

/** A converted schema in the names of another, and how many names and types were taken for the same. */
export interface Likened {
  readonly catalog: Catalog;
  readonly names: number;
  readonly types: number;
}

/** A name as it counts where engines and their users write it otherwise: without case and underscores. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll('_', '');
}

/**
 * Gives a converted schema the names that the other has for the same things, tables and columns by their names without
 * case and underscores, keys and indexes by what they are over; and the other's types, where both mean the same.
 */
export function likened(catalog: Catalog, other: Catalog, likening: Likening): Likened {
  let names = 0;
  let types = 0;
  const tables = new Map<
    string,
    { readonly own: Table; readonly target: Table; readonly columns: Map<string, string> }
  >();
  for (const own of catalog.tables) {
    const target = matching(own.name, other.tables);
    if (!target) continue;
    const columns = new Map<string, string>();
    for (const { name } of own.columns) {
      const found = matching(name, target.columns);
      if (found) columns.set(name, found.name);
    }
    tables.set(own.name, { own, target, columns });
  }
  const tableName = (name: string) => tables.get(name)?.target.name ?? name;
  const columnName = (table: string, name: string) => tables.get(table)?.columns.get(name) ?? name;
  const result = catalog.tables.map((table): Table => {
    const match = tables.get(table.name);
    const renamed = withNames(table);
    return match ? adopting(renamed, match.target) : renamed;
  });
  const views = catalog.views.map((view) => {
    const found = matching(view.name, other.views);
    const expression = inNames(
      view.definition,
      new Map(
        [...tables.values()].flatMap(({ own, target, columns }) => [[own.name, target.name] as const, ...columns]),
      ),
    );
    return {
      ...view,
      name: count(view.name, found?.name ?? view.name),
      definition: expression,
      reads: view.reads.map((read) => ({ ...read, name: tableName(read.name) })),
    };
  });
  // Rights are those of a server, and were not carried over.
  const schemas = catalog.schemas.map((schema) => ({
    ...schema,
    grants: other.schemas.find(({ name }) => name === schema.name)?.grants ?? schema.grants,
  }));
  return { catalog: { ...catalog, schemas, tables: result, views }, names, types };

  function count(before: string, after: string): string {
    if (before !== after) names++;
    return after;
  }

  function withNames(table: Table): Table {
    const columns = tables.get(table.name)?.columns ?? new Map<string, string>();
    const result = inOtherNames(table, {
      table: tableName,
      column: ({ name }, column) => columnName(name, column),
      inExpressions: columns,
    });
    count(table.name, result.name);
    for (const { name } of table.columns) count(name, columnName(table.name, name));
    return result;
  }

  /** Names of keys and indexes over the same columns, and types that mean the same. */
  function adopting(table: Table, target: Table): Table {
    const renamedIndexes = new Map<string, string>();
    const indexes = table.indexes.map((index) => {
      const found =
        target.indexes.find(({ name }) => name === index.name) ??
        target.indexes.find((two) => keysOf(two) === keysOf(index) && two.unique === index.unique);
      if (found && found.name !== index.name) renamedIndexes.set(index.name, found.name);
      return found ? { ...index, name: found.name } : index;
    });
    const key = (one: KeyConstraint, among: readonly (KeyConstraint | undefined)[]): KeyConstraint => {
      const alike = among.filter((two) => two?.columns.join() === one.columns.join());
      // Keys over the same columns may be several: each keeps its name, where the other has one of that name.
      const found = alike.find((two) => two?.name === one.name) ?? alike[0];
      return found ? { ...one, name: found.name, index: found.index } : one;
    };
    const primaryKey = table.primaryKey && key(table.primaryKey, [target.primaryKey]);
    const uniques = table.uniques.map((one) => key(one, target.uniques));
    const constraints = new Map(
      [table.primaryKey, ...table.uniques].flatMap((one, at) => {
        const now = one && [primaryKey, ...uniques][at];
        return one && now ? [[one.name, now.name] as const] : [];
      }),
    );
    return {
      ...table,
      columns: table.columns.map((column) =>
        adoptingType(
          column,
          target.columns.find(({ name }) => name === column.name),
          table,
        ),
      ),
      ...(primaryKey ? { primaryKey } : {}),
      uniques,
      foreignKeys: table.foreignKeys.map((one) => {
        const found = target.foreignKeys.find(
          (two) => two.columns.join() === one.columns.join() && two.references.name === one.references.name,
        );
        return found ? { ...one, name: found.name } : one;
      }),
      indexes: indexes.map((index) =>
        index.constraint === undefined
          ? index
          : {
              ...index,
              constraint: constraints.get(index.constraint) ?? renamedIndexes.get(index.constraint) ?? index.constraint,
            },
      ),
    };
  }

  function adoptingType(column: Column, target: Column | undefined, table: Table): Column {
    if (!target) return column;
    const { receiving, from } = likening;
    const isKeyed = (keyed: boolean) => {
      const { text, also = [] } = receiving.type(target.type, keyed);
      return [text, ...also].includes(column.type.text);
    };
    const whole = column.type.family === 'integer' && target.type.family === 'integer';
    const same = isKeyed(true) || isKeyed(false) || (whole && !from.integerSizes);
    const numbered = from.rowNumberTables && table.primaryKey?.columns.join() === column.name;
    if (same && target.type.text !== column.type.text) types++;
    const { identity, ...rest } = column;
    return {
      ...rest,
      ...(same ? { type: target.type } : {}),
      ...(column.collation === undefined && target.collation ? { collation: target.collation } : {}),
      ...(numbered ? (target.identity ? { identity: target.identity } : {}) : identity ? { identity } : {}),
    };
  }
}

/** What has the name, or else the one thing whose name is the same without case and underscores. */
function matching<Named extends { readonly name: string }>(name: string, all: readonly Named[]): Named | undefined {
  const exact = all.find((one) => one.name === name);
  if (exact) return exact;
  const alike = all.filter((one) => plain(one.name) === plain(name));
  return alike.length === 1 ? alike[0] : undefined;
}

function keysOf({ keys, predicate }: Index): string {
  return `${keys.map((key) => `${key.column ?? key.expression} ${key.descending}`).join()} ${predicate ?? ''}`;
}
