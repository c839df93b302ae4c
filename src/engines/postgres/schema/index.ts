import type { Catalog, OtherObject } from '../../../catalog/catalog.ts';
import { qualified } from '../../../catalog/names.ts';
import { neededFirst, viewsInOrder } from '../../../catalog/needed-first.ts';
import type { Index, KeyConstraint, Table, View } from '../../../catalog/table.ts';
import { quoteIdentifier, quoteName } from '../quote.ts';
import { commentOn, comments } from './comments.ts';
import { addCheck, addExclusion, addForeignKey, addKey } from './constraints.ts';
import { grants } from './grants.ts';
import { createPolicy, createTriggers, rowSecurity } from './guards.ts';
import { createOther, otherName } from './others.ts';
import {
  attachIndex,
  attachPartition,
  columnSettings,
  createIndex,
  createTable,
  options,
  viewColumnSettings,
} from './tables.ts';
import { createSequence, createType, ownSequence, typesInOrder } from './types.ts';

/**
 * The whole catalog as statements that make it in an empty database, in the order of a dump: what depends on a thing
 * comes after it as far as kinds tell. What comes too early all the same (a function over a view)
 * must be tried again, as the loader does.
 *
 * Owners are left out, and so is whether an index is valid. The statements are for PostgreSQL 18, whatever server the
 * catalog was read from.
 */
export function* schemaStatements(catalog: Catalog): Iterable<string> {
  const byName = new Map(catalog.tables.map((table) => [qualified(table), table]));
  const tables = parentsFirst(catalog.tables, byName);
  yield* createSchemas(catalog);
  yield* others(catalog, 'before types');
  for (const type of typesInOrder(catalog.types)) yield* createType(type);
  for (const routine of catalog.routines) if (routine.definition !== '') yield routine.definition;
  yield* others(catalog, 'before tables');
  for (const sequence of catalog.sequences) if (!sequence.identity) yield createSequence(sequence);
  const sequences = new Map(catalog.sequences.map((sequence) => [qualified(sequence), sequence]));
  for (const table of tables) yield* createTable(table, sequences);
  for (const table of partitionedFirst(tables, byName)) yield* attachPartition(table);
  for (const sequence of catalog.sequences) {
    if (!sequence.identity && sequence.ownedBy) yield ownSequence(sequence, sequence.ownedBy);
  }
  for (const table of tables) {
    yield* columnSettings(table, ancestorsOf(table, byName));
    for (const check of table.checks) if (!check.inherited) yield addCheck(table, check);
    const key = (one: KeyConstraint, kind: 'PRIMARY KEY' | 'UNIQUE') =>
      addKey(table, one, kind, indexOf(table, one), table.partitioning !== undefined);
    if (table.primaryKey) yield key(table.primaryKey, 'PRIMARY KEY');
    for (const unique of table.uniques) yield key(unique, 'UNIQUE');
    for (const exclusion of table.exclusions) yield addExclusion(table, exclusion);
    for (const index of table.indexes) yield* createIndex(table, index);
  }
  for (const table of tables) for (const index of table.indexes) yield* attachIndex(table, index);
  for (const table of tables)
    for (const key of table.foreignKeys)
      if (!key.inherited) yield addForeignKey(table, key, table.partitioning !== undefined);
  for (const view of viewsInOrder(catalog.views)) {
    yield createView(view);
    yield* viewColumnSettings(view);
    for (const index of view.indexes) yield* createIndex(view, index);
  }
  for (const statistics of catalog.statistics) yield statistics.definition;
  for (const relation of [...tables, ...catalog.views]) {
    for (const rule of relation.rules) yield rule.definition.replace(/;\s*$/, '');
    yield* createTriggers(relation, relation.triggers);
  }
  for (const table of tables) {
    yield* rowSecurity(table);
    for (const policy of table.policies) yield createPolicy(table, policy);
  }
  yield* comments(catalog);
  yield* grants(catalog);
  yield* others(catalog, 'last');
}

function* createSchemas(catalog: Catalog): Iterable<string> {
  const { schemas } = catalog;
  // An empty database has the schema public.
  if (schemas.length > 0 && !schemas.some((schema) => schema.name === 'public')) yield 'DROP SCHEMA public';
  for (const schema of schemas) if (schema.name !== 'public') yield `CREATE SCHEMA ${quoteIdentifier(schema.name)}`;
  for (const extension of catalog.extensions) {
    yield `CREATE EXTENSION IF NOT EXISTS ${quoteIdentifier(extension.name)} WITH SCHEMA ${quoteIdentifier(extension.schema)}`;
  }
}

type Stage = 'before types' | 'before tables' | 'last';

/** By kind in the order in which they need each other. */
const stages: Readonly<Record<string, Stage>> = {
  'shell type': 'before types',
  'access method': 'before types',
  language: 'before types',
  collation: 'before types',
  'foreign data wrapper': 'before types',
  'foreign server': 'before types',
  'user mapping': 'before types',
  'text search template': 'before types',
  'text search parser': 'before types',
  'text search dictionary': 'before types',
  'text search configuration': 'before types',
  operator: 'before tables',
  'operator family': 'before tables',
  'operator class': 'before tables',
  cast: 'before tables',
  conversion: 'before tables',
  transform: 'before tables',
  publication: 'last',
  'default privileges': 'last',
  // An event trigger would run for all that comes after it.
  'event trigger': 'last',
};

function* others(catalog: Catalog, stage: Stage): Iterable<string> {
  const kinds = Object.keys(stages);
  const order = (object: OtherObject) => (object.on ? kinds.length : kinds.indexOf(object.kind));
  const objects = catalog.others
    .filter((object) => (object.on ? 'last' : stages[object.kind]) === stage)
    .sort((a, b) => order(a) - order(b));
  for (const object of objects) {
    yield* createOther(object);
    yield* commentOn(otherName(object), object);
  }
}

function indexOf(table: Table, key: KeyConstraint): Index | undefined {
  return table.indexes.find((index) => index.name === key.index);
}

function ancestorsOf(table: Table, byName: ReadonlyMap<string, Table>): readonly Table[] {
  return table.inherits.flatMap((name) => {
    const parent = byName.get(qualified(name));
    return parent ? [parent, ...ancestorsOf(parent, byName)] : [];
  });
}

/** Tables that others inherit from come before them. */
function parentsFirst(tables: readonly Table[], byName: ReadonlyMap<string, Table>): readonly Table[] {
  return neededFirst(tables, (table) => table.inherits.flatMap((parent) => byName.get(qualified(parent)) ?? []));
}

/** Partitions join their parents after these have joined theirs: what those give reaches them then. */
function partitionedFirst(tables: readonly Table[], byName: ReadonlyMap<string, Table>): readonly Table[] {
  return neededFirst(tables, ({ partitionOf }) => {
    const parent = partitionOf && byName.get(qualified(partitionOf.parent));
    return parent ? [parent] : [];
  });
}

/** A view or materialised view, without its indexes; `replace` takes the place of one that has the same columns. */
export function createView(view: View, replace = false): string {
  const kind = view.materialized ? 'MATERIALIZED VIEW' : 'VIEW';
  const columns = view.columns.map((column) => quoteIdentifier(column.name)).join(', ');
  const parts = [
    `CREATE ${replace ? 'OR REPLACE ' : ''}${kind} ${quoteName(view)}${columns === '' ? '' : ` (${columns})`}`,
    view.accessMethod === undefined ? '' : `USING ${quoteIdentifier(view.accessMethod)}`,
    options(view.options),
    `AS\n${view.definition.replace(/;\s*$/, '')}`,
    view.materialized && !view.populated ? '\nWITH NO DATA' : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}
