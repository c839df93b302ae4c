import type { Connection, Row } from '../../connection.ts';
import { aliasesIn, withTextsInExpressions, withTextsOf } from '../sql/double-quoted.ts';

/** An object as the engine keeps it. */
export interface SchemaRow {
  readonly type: 'table' | 'index' | 'view' | 'trigger';
  readonly name: string;
  /** The table or view that it belongs to. */
  readonly of: string;
  /** Absent for indexes that the engine makes for a constraint. */
  readonly sql?: string;
}

/** Table as PRAGMA table_list has it. */
export interface ListedTable {
  readonly name: string;
  readonly type: 'table' | 'view' | 'virtual' | 'shadow';
  readonly withoutRowid: boolean;
  readonly strict: boolean;
}

export interface ColumnRow {
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
  readonly default?: string;
  /** Its place in the primary key, from 1; 0 outside of it. */
  readonly key: number;
  /** `virtual` and `stored` are generated. */
  readonly kind: 'plain' | 'hidden' | 'virtual' | 'stored';
}

export interface IndexRow {
  readonly name: string;
  readonly unique: boolean;
  /** `c`: CREATE INDEX, `u`: a unique constraint, `pk`: the primary key. */
  readonly origin: 'c' | 'u' | 'pk';
  readonly keys: readonly { readonly column?: string; readonly descending: boolean; readonly collation: string }[];
}

/** All that the engine tells of a schema, in five queries whatever the number of tables; views are asked one by one. */
export interface SchemaRows {
  readonly objects: readonly SchemaRow[];
  readonly tables: ReadonlyMap<string, ListedTable>;
  readonly columns: ReadonlyMap<string, readonly ColumnRow[]>;
  readonly indexes: ReadonlyMap<string, readonly IndexRow[]>;
}

const listed =
  "FROM pragma_table_list AS t WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";

const queries = [
  'SELECT type, name, tbl_name, sql FROM main.sqlite_schema ORDER BY rowid',
  "SELECT name, type, wr, strict FROM pragma_table_list WHERE schema = 'main'",
  `SELECT t.name AS of, c.* ${listed.replace('AS t', 'AS t JOIN pragma_table_xinfo(t.name) AS c')} ORDER BY t.name, c.cid`,
  `SELECT t.name AS of, i.name, i."unique", i.origin, k.cid, k.name AS column, k.desc, k.coll
    ${listed.replace('AS t', 'AS t JOIN pragma_index_list(t.name) AS i JOIN pragma_index_xinfo(i.name) AS k')} AND k.key = 1
    ORDER BY t.name, i.seq DESC, k.seqno`,
];

const kinds = ['plain', 'hidden', 'virtual', 'stored'] as const;

export async function readSchemaRows(connection: Connection): Promise<SchemaRows> {
  const [objects = [], tables = [], columns = [], indexes = []] = await connection.queryAll(queries);
  const columnsOf = grouped(columns, columnRow);
  return {
    objects: inSingleQuotes(objects.map(schemaRow), columnsOf),
    tables: new Map(tables.map((row) => [text(row, 'name'), listedTable(row)])),
    columns: columnsOf,
    indexes: indexesOf(indexes),
  };
}

/**
 * The objects with their texts in single quotes: in double ones no other engine takes them. In a table's expressions only
 * its own columns have names; in a trigger anything of the schema may be named, and what the trigger itself names.
 */
function inSingleQuotes(
  objects: readonly SchemaRow[],
  columns: ReadonlyMap<string, readonly ColumnRow[]>,
): readonly SchemaRow[] {
  const namesOf = (table: string) => (columns.get(table) ?? []).map(({ name }) => name.toLowerCase());
  const rowNumber = ['rowid', '_rowid_', 'oid'];
  let all: ReadonlySet<string> | undefined;
  return objects.map((object) => {
    const { type, of, sql } = object;
    if (type === 'view' || !sql?.includes('"')) return object;
    if (type === 'trigger') {
      all ??= new Set([
        ...objects.map(({ name }) => name.toLowerCase()),
        ...columns.keys(),
        ...[...columns.keys()].flatMap(namesOf),
      ]);
      const known = new Set([...all, ...rowNumber, ...aliasesIn(sql)]);
      return { ...object, sql: withTextsOf(sql, (name) => known.has(name)) };
    }
    const own = new Set([...namesOf(of), ...rowNumber]);
    return { ...object, sql: withTextsInExpressions(sql, (name) => own.has(name)) };
  });
}

/** The columns of a view; nothing where the view is broken: what it reads is not there any more. */
export async function readViewColumns(connection: Connection, view: string): Promise<readonly ColumnRow[] | undefined> {
  try {
    const rows = await connection.query('SELECT * FROM pragma_table_xinfo(?) ORDER BY cid', [view]);
    return rows.map(columnRow);
  } catch {
    return undefined;
  }
}

function text(row: Row, column: string): string {
  return String(row[column]);
}

function schemaRow(row: Row): SchemaRow {
  const sql = row['sql'];
  return {
    // The engine writes no other types.
    type: text(row, 'type') as SchemaRow['type'],
    name: text(row, 'name'),
    of: text(row, 'tbl_name'),
    ...(typeof sql === 'string' ? { sql } : {}),
  };
}

function listedTable(row: Row): ListedTable {
  return {
    name: text(row, 'name'),
    type: text(row, 'type') as ListedTable['type'],
    withoutRowid: Number(row['wr']) === 1,
    strict: Number(row['strict']) === 1,
  };
}

function columnRow(row: Row): ColumnRow {
  const value = row['dflt_value'];
  return {
    name: text(row, 'name'),
    type: text(row, 'type'),
    notNull: Number(row['notnull']) === 1,
    ...(typeof value === 'string' ? { default: value } : {}),
    key: Number(row['pk']),
    kind: kinds[Number(row['hidden'])] ?? 'plain',
  };
}

function indexesOf(rows: readonly Row[]): ReadonlyMap<string, readonly IndexRow[]> {
  const byTable = new Map<string, Map<string, IndexRow & { readonly keys: IndexRow['keys'][number][] }>>();
  for (const row of rows) {
    const of = text(row, 'of');
    const name = text(row, 'name');
    const own = byTable.get(of) ?? new Map();
    byTable.set(of, own);
    const index = own.get(name) ?? {
      name,
      unique: Number(row['unique']) === 1,
      origin: text(row, 'origin') as IndexRow['origin'],
      keys: [],
    };
    own.set(name, index);
    index.keys.push({
      // -1 is the row's number, -2 an expression.
      ...(Number(row['cid']) >= 0 ? { column: text(row, 'column') } : {}),
      descending: Number(row['desc']) === 1,
      collation: text(row, 'coll'),
    });
  }
  return new Map([...byTable].map(([of, own]) => [of, [...own.values()]]));
}

function grouped<T>(rows: readonly Row[], read: (row: Row) => T): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const of = text(row, 'of');
    const group = groups.get(of);
    if (group) group.push(read(row));
    else groups.set(of, [read(row)]);
  }
  return groups;
}
