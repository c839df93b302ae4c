import { bareTable } from '../../../catalog/bare.ts';
import { compareText } from '../../../catalog/names.ts';
import type {
  CheckConstraint,
  Column,
  ConstraintState,
  ForeignKey,
  Index,
  IndexKey,
  KeyConstraint,
  Table,
} from '../../../catalog/table.ts';
import { createIndex } from '../render/objects.ts';
import { readCreateIndex } from '../sql/create-index.ts';
import {
  readCreateTable,
  type WrittenColumn,
  type WrittenForeignKey,
  type WrittenKey,
  type WrittenTable,
} from '../sql/create-table.ts';
import { tokens } from '../sql/tokens.ts';
import { constraintNames } from './constraint-names.ts';
import type { ColumnRow, IndexRow, ListedTable, SchemaRow, SchemaRows } from './rows.ts';
import { triggersOf } from './triggers.ts';
import { dataType } from './types.ts';

/** The schema that every name is in. */
export const schema = 'main';

const state: ConstraintState = { validated: true, enforced: true, deferrable: false, initiallyDeferred: false };

/** The tables of a schema, in no order. */
export function readTables(rows: SchemaRows): readonly Table[] {
  const made = rows.objects.filter(({ type, sql }) => type === 'table' && sql !== undefined);
  const all = new Map(made.map(({ name, sql = '' }) => [name.toLowerCase(), { name, ...readCreateTable(sql) }]));
  return made.flatMap((object) => {
    const listed = rows.tables.get(object.name);
    const written = all.get(object.name.toLowerCase());
    if (listed?.type !== 'table' || !written || object.name.startsWith('sqlite_')) return [];
    return [tableOf(object, listed, written, rows, all)];
  });
}

/** By names in lower case: case does not count. */
type WrittenTables = ReadonlyMap<string, WrittenTable & { readonly name: string }>;

function tableOf(
  { name }: SchemaRow,
  listed: ListedTable,
  written: WrittenTable,
  rows: SchemaRows,
  all: WrittenTables,
): Table {
  const columnRows = rows.columns.get(name) ?? [];
  const declared = new Map(written.columns.map((column) => [column.name.toLowerCase(), column]));
  const nameOf = constraintNames(name);
  const options: Record<string, string> = {};
  if (listed.strict) options['strict'] = 'true';
  if (listed.withoutRowid) options['without_rowid'] = 'true';
  const columns = columnRows.map((row) =>
    columnOf(row, declared.get(row.name.toLowerCase()), listed, written, options),
  );
  const owner: Owner = { name, columns: columnRows, listed, nameOf, options };
  const primaryKey = written.primaryKey && keyOf(written.primaryKey, 'pkey', owner);
  const uniques = written.uniques.map((key) => keyOf(key, 'key', owner));
  const foreignKeys = written.foreignKeys.map((key) => foreignKeyOf(key, owner, all));
  const checks = written.checks.map(({ name: given, expression, column }): CheckConstraint => {
    const named = columnsNamed(expression, columnRows);
    const own = column === undefined ? named : [...new Set([column, ...named])];
    return {
      ...state,
      name: nameOf(given, named.length > 0 ? named.slice(0, 1) : [], 'check'),
      expression,
      columns: own.filter((one) => named.includes(one)),
      noInherit: false,
      inherited: false,
    };
  });
  const byName = (a: { readonly name: string }, b: { readonly name: string }) => compareText(a.name, b.name);
  return bareTable({
    schema,
    name,
    columns,
    ...(primaryKey ? { primaryKey: primaryKey.key } : {}),
    uniques: uniques.map(({ key }) => key).sort(byName),
    foreignKeys: foreignKeys.sort(byName),
    checks: checks.sort(byName),
    indexes: [
      ...(primaryKey ? [primaryKey.index] : []),
      ...uniques.map(({ index }) => index),
      ...indexesOf(name, columnRows, rows, declared),
    ].sort(byName),
    triggers: triggersOf(name, rows.objects),
    options,
  });
}

interface Owner {
  readonly name: string;
  readonly columns: readonly ColumnRow[];
  readonly listed: ListedTable;
  readonly nameOf: ReturnType<typeof constraintNames>;
  /** What constraints do where a row is against them, by their names. */
  readonly options: Record<string, string>;
}

function columnOf(
  row: ColumnRow,
  written: WrittenColumn | undefined,
  listed: ListedTable,
  { primaryKey }: WrittenTable,
  options: Record<string, string>,
): Column {
  const conflict = written?.notNull?.conflict;
  if (conflict !== undefined) options[`on_conflict:${row.name}`] = conflict;
  const collation = written?.collation;
  const inKey = row.key > 0;
  // The key of a table without row numbers is not null by itself, and the number of a row never is.
  const nullable =
    !row.notNull && !(inKey && (listed.withoutRowid || listed.strict || isRowNumber(row, listed, primaryKey)));
  const named = written?.notNull?.name;
  return {
    name: row.name,
    type: dataType(written?.type ?? row.type, listed.strict),
    nullable,
    ...(named === undefined ? {} : { notNull: { name: named, validated: true, inherited: true } }),
    ...(written?.default === undefined || written.generated ? {} : { default: written.default }),
    ...(inKey && primaryKey?.autoincrement ? { identity: { generation: 'by default' } } : {}),
    ...(written?.generated ? { generated: written.generated } : {}),
    ...(collation === undefined || collation.toUpperCase() === 'BINARY'
      ? {}
      : { collation: { schema, name: collation.toUpperCase() } }),
    local: true,
  };
}

/**
 * Whether the column is another name for the number of the row (https://sqlite.org/lang_createtable.html#rowid): it is not
 * where DESC stands with it, and is where DESC stands in a constraint of the table.
 */
function isRowNumber(row: ColumnRow, listed: ListedTable, key: WrittenKey | undefined): boolean {
  const [only, ...rest] = key?.columns ?? [];
  if (!only || rest.length > 0 || (key?.inline && only.descending)) return false;
  return !listed.withoutRowid && row.key === 1 && row.type.toUpperCase() === 'INTEGER';
}

function keyOf(
  written: WrittenKey,
  suffix: 'pkey' | 'key',
  { name: table, columns, listed, nameOf, options }: Owner,
): { readonly key: KeyConstraint; readonly index: Index } {
  const declared = (name: string) => columns.find((one) => one.name.toLowerCase() === name.toLowerCase())?.name ?? name;
  const names = written.columns.map((column) => declared(column.name));
  const name = nameOf(written.name, suffix === 'pkey' ? [] : names, suffix);
  if (written.conflict !== undefined) options[`on_conflict:${name}`] = written.conflict;
  // Rows stand in the order of their numbers.
  const isNumber = suffix === 'pkey' && columns.some((row) => isRowNumber(row, listed, written));
  const keys = written.columns.map(({ collation, descending: wanted }, at): IndexKey => {
    const descending = wanted && !isNumber;
    return {
      column: names[at] ?? '',
      ...(collation === undefined ? {} : { collation: { schema, name: collation.toUpperCase() } }),
      descending,
      nullsFirst: descending,
    };
  });
  return {
    key: { ...state, name, columns: names, include: [], nullsNotDistinct: false, withoutOverlaps: false, index: name },
    index: { ...plainIndex, name, unique: true, keys, constraint: name, definition: `${suffix} of ${table}` },
  };
}

const plainIndex: Omit<Index, 'name' | 'unique' | 'keys' | 'definition'> = {
  method: 'btree',
  nullsNotDistinct: false,
  include: [],
  expressionColumns: [],
  predicateColumns: [],
  valid: true,
  replicaIdentity: false,
  clustered: false,
  options: {},
};

function foreignKeyOf(written: WrittenForeignKey, { columns, nameOf }: Owner, all: WrittenTables): ForeignKey {
  const target = all.get(written.table.toLowerCase());
  const targetName = (name: string) =>
    target?.columns.find((one) => one.name.toLowerCase() === name.toLowerCase())?.name ?? name;
  const own = written.columns.map(
    (name) => columns.find((one) => one.name.toLowerCase() === name.toLowerCase())?.name ?? name,
  );
  const referenced =
    written.referenced.length > 0 ? written.referenced : (target?.primaryKey?.columns.map(({ name }) => name) ?? []);
  return {
    ...state,
    deferrable: written.deferrable,
    initiallyDeferred: written.initiallyDeferred,
    name: nameOf(written.name, own, 'fkey'),
    columns: own,
    references: { schema, name: target?.name ?? written.table },
    referencedColumns: referenced.map(targetName),
    onDelete: written.onDelete,
    onUpdate: written.onUpdate,
    match: written.match,
    period: false,
    inherited: false,
  };
}

function indexesOf(
  table: string,
  columns: readonly ColumnRow[],
  { indexes, objects }: SchemaRows,
  written: ReadonlyMap<string, WrittenColumn>,
): readonly Index[] {
  return (indexes.get(table) ?? [])
    .filter(({ origin }) => origin === 'c')
    .map((row): Index => {
      const sql = objects.find(({ type, name }) => type === 'index' && name === row.name)?.sql ?? '';
      const { keys, predicate } = readCreateIndex(sql);
      const expressions = row.keys.flatMap((key, at) => (key.column === undefined ? [keys[at] ?? ''] : []));
      const index: Index = {
        ...plainIndex,
        name: row.name,
        unique: row.unique,
        keys: row.keys.map((key, at) => indexKey(key, keys[at] ?? '', written)),
        ...(predicate === undefined ? {} : { predicate }),
        expressionColumns: columnsNamed(expressions.join(' '), columns),
        predicateColumns: columnsNamed(predicate ?? '', columns),
        definition: '',
      };
      return { ...index, definition: createIndex({ schema, name: table }, index) };
    });
}

function indexKey(
  { column, descending, collation }: IndexRow['keys'][number],
  text: string,
  written: ReadonlyMap<string, WrittenColumn>,
): IndexKey {
  const own = column === undefined ? 'BINARY' : (written.get(column.toLowerCase())?.collation ?? 'BINARY');
  return {
    ...(column === undefined ? { expression: text } : { column }),
    ...(collation.toUpperCase() === own.toUpperCase() ? {} : { collation: { schema, name: collation.toUpperCase() } }),
    descending,
    nullsFirst: descending,
  };
}

/** The columns that an expression names, in the table's order. */
function columnsNamed(expression: string, columns: readonly ColumnRow[]): readonly string[] {
  if (expression === '') return [];
  const names = new Set<string>();
  for (const token of tokens(expression)) {
    if (token.kind === 'word') names.add(token.text.toLowerCase());
    else if (token.kind === 'name') names.add(token.value.toLowerCase());
  }
  return columns.map(({ name }) => name).filter((name) => names.has(name.toLowerCase()));
}
