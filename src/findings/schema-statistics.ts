import { type Catalog, standsForItself } from '../catalog/catalog.ts';
import type { Lookups } from '../catalog/lookups.ts';
import { compareText, type QualifiedName, qualified } from '../catalog/names.ts';
import type { Origin } from '../catalog/statistics.ts';
import type { Table } from '../catalog/table.ts';

/** A table with what is known of its size. */
export interface TableSize {
  /** Its qualified name. */
  readonly table: string;
  readonly rows: number;
  /** Of the table without its indexes. */
  readonly bytes?: number;
  readonly origin: Origin;
}

/** The schema in numbers. */
export interface SchemaStatistics {
  readonly schemas: number;
  /** Tables with rows of their own: partitions and foreign tables are counted apart. */
  readonly tables: number;
  readonly partitions: number;
  readonly foreignTables: number;
  readonly columns: number;
  readonly indexes: number;
  readonly primaryKeys: number;
  readonly foreignKeys: number;
  readonly uniqueConstraints: number;
  readonly checks: number;
  readonly views: number;
  readonly materializedViews: number;
  readonly enums: number;
  readonly domains: number;
  readonly sequences: number;
  readonly functions: number;
  readonly triggers: number;
  readonly policies: number;
  readonly extensions: number;
  /** Objects of kinds that stand for themselves (virtual tables, events, publications), by their kinds. */
  readonly others: Readonly<Record<string, number>>;
  /** Of the tables whose size is known; absent when none is. */
  readonly rows?: number;
  readonly bytes?: number;
  /** How many of the tables have a known number of rows. */
  readonly tablesOfKnownSize: number;
  /** The five largest by rows. */
  readonly largest: readonly TableSize[];
}

/** What is known of the tables' sizes, partitions added up. */
export interface TableSizes {
  rows(table: QualifiedName): number | undefined;
  bytes(table: QualifiedName): number | undefined;
  statistics(table: QualifiedName): { readonly origin: Origin } | undefined;
}

/** Counts the schema; indexes and foreign keys of partitions are not counted again. */
export function schemaStatistics(catalog: Catalog, lookups: Lookups, sizes: TableSizes): SchemaStatistics {
  const own = lookups.ownTables;
  const total = (count: (table: Table) => number) => own.reduce((sum, table) => sum + count(table), 0);
  const types = (kind: string) => catalog.types.filter((type) => type.kind === kind).length;
  const known = own.flatMap((table) => sizeOf(table, sizes) ?? []);
  const bytes = known.flatMap((size) => size.bytes ?? []);
  return {
    schemas: new Set([...own, ...catalog.views].map((object) => object.schema)).size,
    tables: own.length,
    partitions: catalog.tables.filter((table) => table.partitionOf).length,
    foreignTables: catalog.tables.filter((table) => table.kind === 'foreign' && !table.partitionOf).length,
    columns: total((table) => table.columns.length),
    indexes: total((table) => table.indexes.length),
    primaryKeys: total((table) => (table.primaryKey ? 1 : 0)),
    foreignKeys: total((table) => table.foreignKeys.length),
    uniqueConstraints: total((table) => table.uniques.length),
    checks: total((table) => table.checks.length),
    views: catalog.views.filter((view) => !view.materialized).length,
    materializedViews: catalog.views.filter((view) => view.materialized).length,
    enums: types('enum'),
    domains: types('domain'),
    sequences: catalog.sequences.length,
    functions: catalog.routines.length,
    triggers: total((table) => table.triggers.length),
    policies: total((table) => table.policies.length),
    extensions: catalog.extensions.length,
    others: countedKinds(catalog),
    ...(known.length > 0 ? { rows: sum(known.map((size) => size.rows)) } : {}),
    ...(bytes.length > 0 ? { bytes: sum(bytes) } : {}),
    tablesOfKnownSize: known.length,
    largest: known.sort((a, b) => b.rows - a.rows || compareText(a.table, b.table)).slice(0, 5),
  };
}

/** Of what is not only set for another object. */
function countedKinds({ others }: Catalog): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const { kind } of others.filter(standsForItself)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a], [b]) => compareText(a, b)));
}

function sizeOf(table: Table, sizes: TableSizes): TableSize | undefined {
  const rows = sizes.rows(table);
  if (rows === undefined) return undefined;
  const bytes = sizes.bytes(table);
  const origin = sizes.statistics(table)?.origin ?? 'observed';
  return { table: qualified(table), rows, ...(bytes === undefined ? {} : { bytes }), origin };
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
