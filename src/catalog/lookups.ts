import type { Catalog, OtherObject } from './catalog.ts';
import { nameMap } from './name-map.ts';
import type { QualifiedName } from './names.ts';
import { objectName } from './object-name.ts';
import type { Column, ForeignKey, Index, KeyConstraint, Table } from './table.ts';

/** A foreign key with the table that it belongs to. */
export interface Reference {
  readonly from: Table;
  readonly key: ForeignKey;
  /** Nothing when the referenced table is not part of the catalog. */
  readonly to: Table | undefined;
}

/** Look-ups that every rule needs, made once for a catalog. */
export interface Lookups {
  table(name: QualifiedName): Table | undefined;
  /** What else holds rows under a name, as a table does. */
  rowHolder(name: QualifiedName): OtherObject | undefined;
  column(table: Table, name: string): Column | undefined;
  /** Foreign keys that the table declares. */
  referencesFrom(table: QualifiedName): readonly Reference[];
  /** Foreign keys that point at the table. */
  referencesTo(table: QualifiedName): readonly Reference[];
  /** Tables that hold rows of their own to be judged: no partitions, no foreign tables. */
  readonly ownTables: readonly Table[];
  partitions(table: QualifiedName): readonly Table[];
  /** Primary key and unique constraints, then unique indexes over whole columns without predicate. */
  uniqueKeys(table: Table): readonly (readonly string[])[];
  /** A name for a new index on the table, as the engine would choose it, that no relation of the schema has. */
  freeIndexName(table: QualifiedName, columns: readonly string[], suffix: string, identifierBytes: number): string;
  /** A name for a new constraint that no constraint of the table, and no relation of its schema, has. */
  freeConstraintName(table: Table, columns: readonly string[], suffix: string, identifierBytes: number): string;
}

export function lookups(catalog: Catalog): Lookups {
  const tables = nameMap<Table>();
  const columns = new Map<Table, ReadonlyMap<string, Column>>();
  const from = nameMap<Reference[]>();
  const to = nameMap<Reference[]>();
  const partitions = nameMap<Table[]>();
  const unique = new Map<Table, readonly (readonly string[])[]>();
  let names: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  const relations = (schema: string): ReadonlySet<string> => {
    names ??= relationNames(catalog);
    return names.get(schema) ?? new Set();
  };
  for (const table of catalog.tables) tables.set(table, table);
  for (const table of catalog.tables) {
    for (const key of table.foreignKeys) {
      const reference = { from: table, key, to: tables.get(key.references) };
      from.take(table, () => []).push(reference);
      to.take(key.references, () => []).push(reference);
    }
    if (table.partitionOf) partitions.take(table.partitionOf.parent, () => []).push(table);
  }
  return {
    table: tables.get,
    rowHolder: ({ schema, name }) =>
      catalog.others.find((one) => one.holdsRows && one.schema === schema && one.name === name),
    column(table, name) {
      let byName = columns.get(table);
      if (!byName) {
        byName = new Map(table.columns.map((column) => [column.name, column]));
        columns.set(table, byName);
      }
      return byName.get(name);
    },
    referencesFrom: (name) => from.get(name) ?? [],
    referencesTo: (name) => to.get(name) ?? [],
    ownTables: catalog.tables.filter((table) => table.kind === 'table' && !table.partitionOf),
    partitions: (name) => partitions.get(name) ?? [],
    uniqueKeys(table) {
      let keys = unique.get(table);
      if (!keys) {
        keys = uniqueKeysOf(table);
        unique.set(table, keys);
      }
      return keys;
    },
    freeIndexName: (table, columns, suffix, identifierBytes) =>
      objectName([table.name, ...columns], suffix, identifierBytes, (name) => relations(table.schema).has(name)),
    freeConstraintName(table, columns, suffix, identifierBytes) {
      const own = [...keyConstraints(table), ...table.foreignKeys, ...table.checks, ...table.exclusions].map(
        (one) => one.name,
      );
      return objectName(
        [table.name, ...columns],
        suffix,
        identifierBytes,
        (name) => own.includes(name) || relations(table.schema).has(name),
      );
    },
  };
}

/** The names of everything that shares a name space with indexes, by schema. */
function relationNames(catalog: Catalog): ReadonlyMap<string, ReadonlySet<string>> {
  const names = new Map<string, Set<string>>();
  for (const relation of [...catalog.tables, ...catalog.views, ...catalog.sequences]) {
    const taken = names.get(relation.schema) ?? new Set();
    names.set(relation.schema, taken);
    taken.add(relation.name);
    for (const index of 'indexes' in relation ? relation.indexes : []) taken.add(index.name);
  }
  return names;
}

/** The columns of an index that is a plain unique key: no expression, no predicate, valid. */
function plainKey(index: Index): readonly string[] | undefined {
  if (!index.unique || !index.valid || index.predicate !== undefined) return undefined;
  const columns = index.keys.map((key) => key.column);
  return columns.every((column) => column !== undefined) ? columns : undefined;
}

/** Primary key and unique constraints of a table, the primary key first. */
function keyConstraints(table: Table): readonly KeyConstraint[] {
  return table.primaryKey ? [table.primaryKey, ...table.uniques] : table.uniques;
}

function uniqueKeysOf(table: Table): readonly (readonly string[])[] {
  const keys: (readonly string[])[] = keyConstraints(table).map((key) => key.columns);
  for (const index of table.indexes) {
    const columns = index.constraint === undefined ? plainKey(index) : undefined;
    if (columns) keys.push(columns);
  }
  return keys;
}
