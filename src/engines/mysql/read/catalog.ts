import { bareTable } from '../../../catalog/bare.ts';
import { type Catalog, emptyCatalog } from '../../../catalog/catalog.ts';
import { compareNames, compareText, qualifiedColumn } from '../../../catalog/names.ts';
import type { Statistics } from '../../../catalog/statistics.ts';
import type { Column, Index, KeyConstraint, Table } from '../../../catalog/table.ts';
import type { DataType } from '../../../catalog/type.ts';
import { quoteIdentifier } from '../quote.ts';
import { holding } from './column.ts';
import { type Draft, type DraftColumn, type DraftIndex, type DraftTable, schemaName } from './draft.ts';
import { listedKeys, withoutHistory, withoutOverlaps } from './periods.ts';

/** The schema as a catalog. */
export function catalogOf(draft: Draft): Catalog {
  return {
    ...emptyCatalog,
    schemas: [{ name: schemaName, grants: [] }],
    tables: [...draft.tables.values()].map((table) => tableOf(table, draft)).sort(compareNames),
    views: [...draft.views.values()].sort(compareNames),
    sequences: [...draft.sequences.values()].sort(compareNames),
    routines: [...draft.routines.values()].sort((a, b) => compareText(a.name, b.name) || compareText(a.kind, b.kind)),
    others: [...draft.others.values()].sort((a, b) => compareText(a.kind, b.kind) || compareText(a.name, b.name)),
  };
}

/** What the script tells of counters: the last number that each table gave, by its column. */
export function countersOf(draft: Draft): Statistics['sequences'] {
  return Object.fromEntries(
    [...draft.tables.values()].flatMap((table) => {
      const { lastNumber } = table;
      const column = table.columns.find((one) => one.autoIncrement);
      if (lastNumber === undefined || lastNumber === 0n || !column) return [];
      return [[qualifiedColumn({ schema: schemaName, name: table.name }, column.name), { lastValue: lastNumber }]];
    }),
  );
}

const byName = (a: { readonly name: string }, b: { readonly name: string }) => compareText(a.name, b.name);

/** A table of the draft as the catalog has it. */
export function tableOf(table: DraftTable, { dialect }: Pick<Draft, 'dialect'>): Table {
  const says = (column: string, expression: string) => expression === `json_valid(${quoteIdentifier(column)})`;
  // A text in MariaDB whose check says that it is JSON, and no more, is what MySQL has a type for.
  const isJson = ({ name, type, ownCollation }: DraftColumn) =>
    type.family === 'json' ||
    (dialect.flavour === 'mariadb' &&
      type.name === 'longtext' &&
      ownCollation === 'utf8mb4_bin' &&
      table.checks.some(({ own, expression }) => own === name && says(name, expression)));
  const json = new Set(table.columns.filter(isJson).map(({ name }) => name));
  const indexes = table.indexes.map((index) => indexOf(index, table));
  const key = indexes.find(({ name }) => name === 'PRIMARY');
  const uniques = table.indexes.filter((index) => index.kind === 'unique' && isWhole(index));
  const engine = table.engine.toLowerCase();
  return bareTable({
    schema: schemaName,
    name: table.name,
    columns: table.columns.map((column) => columnOf(column, table, json)),
    ...(key ? { primaryKey: keyOf(key) } : {}),
    uniques: uniques.map(keyOf).sort(byName),
    foreignKeys: table.foreignKeys.toSorted(byName),
    checks: table.checks
      .filter(({ own, expression }) => !(own !== undefined && json.has(own) && says(own, expression)))
      .map(({ own: _, ...check }) => check)
      .sort(byName),
    indexes: indexes.sort(byName),
    triggers: table.triggers.toSorted(byName),
    options: {
      ...Object.fromEntries(Object.entries(table.options).sort(([a], [b]) => compareText(a, b))),
      collation: table.collation,
      ...(engine === 'innodb' ? {} : { engine: table.engine }),
    },
    ...(table.comment === undefined ? {} : { comment: table.comment }),
  });
}

const jsonType: DataType = { text: 'json', family: 'json', name: 'json', alignment: 1 };

function columnOf(
  { ownCollation, autoIncrement: _, versioned, ...own }: DraftColumn,
  table: DraftTable,
  json: ReadonlySet<string>,
): Column {
  const without = versioned === false && table.options['system_versioning'] !== undefined;
  const column: Column = without ? { ...own, options: { ...own.options, [withoutHistory]: 'true' } } : own;
  if (json.has(column.name)) return { ...column, type: jsonType };
  return {
    ...column,
    ...(ownCollation === undefined || ownCollation === table.collation
      ? {}
      : { collation: { schema: schemaName, name: ownCollation } }),
  };
}

/** Whether a unique index keeps whole columns apart. */
function isWhole({ keys }: Pick<DraftIndex, 'keys'>): boolean {
  return keys.every(({ column }) => column !== undefined);
}

function indexOf({ kind, implicit: _, ...index }: DraftIndex, table: DraftTable): Index {
  const isKey = kind === 'primary' || (kind === 'unique' && isWhole(index));
  return {
    ...index,
    ...(isKey ? { constraint: index.name } : {}),
    definition: definitionOf(index, kind, table.name),
  };
}

function definitionOf({ name, keys, method, options }: Index, kind: DraftIndex['kind'], table: string): string {
  const list = listedKeys({ keys, options }, ({ column, prefix, expression = '', descending }) => {
    const text = column !== undefined ? quoteIdentifier(column) : prefix ? expression : `(${expression})`;
    return `${text}${descending ? ' DESC' : ''}`;
  });
  const words = kind === 'index' || kind === 'primary' ? '' : `${kind.toUpperCase()} `;
  const parser = options['parser'] === undefined ? '' : ` WITH PARSER ${options['parser']}`;
  return `CREATE ${words}INDEX ${quoteIdentifier(name)} ON ${quoteIdentifier(table)} (${list})${method === 'hash' ? ' USING HASH' : ''}${parser}`;
}

function keyOf(index: Pick<Index, 'name' | 'keys' | 'options'>): KeyConstraint {
  return {
    ...holding,
    name: index.name,
    columns: index.keys.flatMap(({ column, prefix }) => column ?? prefix?.column ?? []),
    include: [],
    nullsNotDistinct: false,
    withoutOverlaps: index.options[withoutOverlaps] !== undefined,
    index: index.name,
  };
}
