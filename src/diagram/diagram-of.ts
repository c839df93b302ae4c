import type { Catalog } from '../catalog/catalog.ts';
import { type Lookups, lookups as makeLookups } from '../catalog/lookups.ts';
import { nameMap } from '../catalog/name-map.ts';
import { compareText, type QualifiedName, qualified } from '../catalog/names.ts';
import type { ForeignKey, Table, View } from '../catalog/table.ts';
import { type VirtualTable, virtualTables } from '../catalog/virtual-tables.ts';
import type { Cardinality, Diagram, DiagramColumn, Entity, EntityKind, Relationship } from './diagram.ts';
import { shortType } from './short-type.ts';

/** The diagram of a whole catalog: partitions folded into their tables, views only where they are asked for. */
export function diagramOf(catalog: Catalog, options: { readonly views: boolean }): Diagram {
  const lookups = makeLookups(catalog);
  const whole = wholes(catalog, lookups);
  const tables = catalog.tables.filter((table) => !table.partitionOf);
  const views = options.views ? catalog.views : [];
  const virtual = virtualTables(catalog);
  const entities = [
    ...tables.map((table) => tableEntity(table, lookups)),
    ...[...views, ...virtual].map((one) => viewEntity(one, kindOfView(one))),
  ].sort((a, b) => compareText(a.key, b.key));
  const known = new Set(entities.map((one) => one.key));
  const relationships = [
    ...catalog.tables.flatMap((table) => foreignKeys(table, lookups, whole)),
    ...tables.flatMap((table) => table.inherits.map((parent) => plainLine('inherits', table, whole(parent)))),
    ...[...views, ...virtual].flatMap((view) => view.reads.map((read) => plainLine('reads', view, whole(read)))),
  ];
  return {
    entities,
    relationships: unique(relationships.filter((one) => known.has(one.from) && known.has(one.to))),
    schemas: [...new Set(entities.map((one) => one.schema))].sort(compareText),
    leftOut: 0,
  };
}

/** The table at the top of a partition; any other name is its own. */
function wholes(catalog: Catalog, lookups: Lookups): (name: QualifiedName) => QualifiedName {
  const parents = nameMap<QualifiedName>();
  for (const table of catalog.tables) if (table.partitionOf) parents.set(table, table.partitionOf.parent);
  return (name) => {
    let top = name;
    for (let parent = parents.get(top); parent && lookups.table(parent); parent = parents.get(top)) top = parent;
    return top;
  };
}

function tableEntity(table: Table, lookups: Lookups): Entity {
  const primary = new Set(table.primaryKey?.columns);
  const foreign = new Set(table.foreignKeys.flatMap((key) => key.columns));
  const single = new Set(lookups.uniqueKeys(table).flatMap((key) => (key.length === 1 ? key : [])));
  const partitions = countPartitions(table, lookups);
  return {
    key: qualified(table),
    schema: table.schema,
    name: table.name,
    kind: table.kind === 'foreign' ? 'foreign table' : table.partitioning ? 'partitioned table' : 'table',
    partitions,
    columns: table.columns.map(
      (column): DiagramColumn => ({
        name: column.name,
        type: shortType(column.type),
        nullable: column.nullable,
        primaryKey: primary.has(column.name),
        foreignKey: foreign.has(column.name),
        unique: single.has(column.name),
        ...(column.comment === undefined ? {} : { comment: column.comment }),
      }),
    ),
    ...(table.comment === undefined ? {} : { comment: table.comment }),
  };
}

function countPartitions(table: QualifiedName, lookups: Lookups): number {
  return lookups.partitions(table).reduce((sum, one) => sum + 1 + countPartitions(one, lookups), 0);
}

function kindOfView(one: View | VirtualTable): EntityKind {
  if (!('materialized' in one)) return 'virtual table';
  return one.materialized ? 'materialized view' : 'view';
}

function viewEntity(view: View | VirtualTable, kind: EntityKind): Entity {
  return {
    key: qualified(view),
    schema: view.schema,
    name: view.name,
    kind,
    partitions: 0,
    columns: view.columns.map((column) => ({
      name: column.name,
      type: shortType(column.type),
      nullable: true,
      primaryKey: false,
      foreignKey: false,
      unique: false,
      ...(column.comment === undefined ? {} : { comment: column.comment }),
    })),
    ...(view.comment === undefined ? {} : { comment: view.comment }),
  };
}

/** The foreign keys of a table; a partition's own count as its whole table's, and what it inherited is told there. */
function foreignKeys(
  table: Table,
  lookups: Lookups,
  whole: (name: QualifiedName) => QualifiedName,
): readonly Relationship[] {
  const from = qualified(whole(table));
  return table.foreignKeys
    .filter((key) => !key.inherited)
    .map((key) => ({
      key: `${from} ${key.name}`,
      kind: 'foreign key' as const,
      name: key.name,
      from,
      to: qualified(whole(key.references)),
      columns: key.columns,
      referencedColumns: key.referencedColumns,
      fromEnd: childEnd(table, key, lookups),
      toEnd: parentEnd(table, key, lookups),
      onDelete: key.onDelete,
      enforced: key.enforced,
    }));
}

/** One row at most refers to a row when the columns are a unique key or hold one. */
function childEnd(table: Table, key: ForeignKey, lookups: Lookups): Cardinality {
  const columns = new Set(key.columns);
  const one = lookups.uniqueKeys(table).some((unique) => unique.every((column) => columns.has(column)));
  return one ? 'zero or one' : 'zero or more';
}

/** A reference is there in every row when none of its columns may be null, or, matched in full, when one may not. */
function parentEnd(table: Table, key: ForeignKey, lookups: Lookups): Cardinality {
  const mandatory = key.columns.map((name) => lookups.column(table, name)?.nullable === false);
  const always = key.match === 'full' ? mandatory.some(Boolean) : mandatory.every(Boolean);
  return always ? 'exactly one' : 'zero or one';
}

function plainLine(kind: 'inherits' | 'reads', from: QualifiedName, to: QualifiedName): Relationship {
  return {
    key: `${qualified(from)} ${kind} ${qualified(to)}`,
    kind,
    name: kind,
    from: qualified(from),
    to: qualified(to),
    columns: [],
    referencedColumns: [],
    fromEnd: 'zero or more',
    toEnd: 'exactly one',
    onDelete: 'no action',
    enforced: true,
  };
}

/** In order of their keys; partitions that each declare the same reference tell it once. */
function unique(relationships: readonly Relationship[]): readonly Relationship[] {
  const byKey = new Map<string, Relationship>();
  const said = new Set<string>();
  for (const one of [...relationships].sort((a, b) => compareText(a.key, b.key))) {
    const says = JSON.stringify([one.kind, one.from, one.columns, one.to, one.referencedColumns]);
    if (byKey.has(one.key) || said.has(says)) continue;
    said.add(says);
    byKey.set(one.key, one);
  }
  return [...byKey.values()];
}
