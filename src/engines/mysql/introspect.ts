import { bareView } from '../../catalog/bare.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import { compareText } from '../../catalog/names.ts';
import type { View } from '../../catalog/table.ts';
import type { Connection, Row } from '../connection.ts';
import { journalMark, journalTables } from './apply/journal-tables.ts';
import { isDraft } from './draft-connection.ts';
import { type Dialect, dialectOf } from './flavour.ts';
import { hiddenViews } from './hidden.ts';
import { applyStatement } from './read/apply.ts';
import { catalogOf } from './read/catalog.ts';
import { collationName } from './read/charsets.ts';
import { type Draft, newDraft, Refused, schemaName } from './read/draft.ts';
import { definerOf } from './read/names.ts';
import { readType } from './read/types.ts';
import { NotUnderstood, readerOf } from './sql/reader.ts';
import { quoteString } from './sql/tokens.ts';

/**
 * Reads the whole schema of an open database. A server writes every object back as a statement: those are read as the
 * statements of a file are, so that both give the same catalog.
 */
export async function introspect(connection: Connection): Promise<Catalog> {
  return catalogOf(isDraft(connection) ? connection.draft() : await readDraft(connection));
}

/** So many statements go to the server at once. */
const atOnce = 100;

/** The schema of an open database of a server, as its statements are read. */
export async function readDraft(connection: Connection): Promise<Draft> {
  const [server, tables, viewColumns, triggers, routines, events] = await connection.queryAll(lists);
  const hidden = new Set(await hiddenViews(connection));
  const [about] = server ?? [];
  const dialect = dialectOf(text(about, 'version'));
  const draft = newDraft(dialect, collationName(text(about, 'collation')));
  draft.database = text(about, 'name');
  // What the server has it has taken: nothing of its own is refused.
  const reading: Draft = { ...draft, foreignKeyChecks: false, inParts: true };
  const views = (tables ?? [])
    .filter((row) => text(row, 'type') === 'VIEW')
    .map((row) => text(row, 'name'))
    .filter((name) => !hidden.has(name));
  const others = (tables ?? []).filter((row) => /BASE TABLE|VERSIONED|SEQUENCE/.test(text(row, 'type')));
  const columns = columnsOfViews(viewColumns ?? [], dialect);
  for (const name of views) {
    const own = columns.get(name) ?? [];
    draft.views.set(name, bareView({ schema: schemaName, name, columns: own, definition: '', reads: [] }));
  }
  const wanted = [
    ...others.map(
      (row) => `SHOW CREATE ${text(row, 'type') === 'SEQUENCE' ? 'SEQUENCE' : 'TABLE'} ${quoted(text(row, 'name'))}`,
    ),
    ...views.map((name) => `SHOW CREATE VIEW ${quoted(name)}`),
    ...(routines ?? []).map((row) => `SHOW CREATE ${text(row, 'type')} ${quoted(text(row, 'name'))}`),
    ...(events ?? []).map((row) => `SHOW CREATE EVENT ${quoted(text(row, 'name'))}`),
  ];
  for (const { sql, mode } of await statements(connection, wanted)) takeUnder(mode, sql, reading);
  for (const [name, own] of columns) {
    const view = draft.views.get(name);
    // The server knows what files do not: the types.
    if (view) draft.views.set(name, { ...view, columns: own });
  }
  for (const row of triggers ?? []) {
    takeUnder(
      text(row, 'mode'),
      `CREATE DEFINER=${ownerOf(text(row, 'definer'))} TRIGGER ${quoted(text(row, 'name'))} ${text(row, 'timing')} ${text(row, 'event')} ON ${quoted(text(row, 'relation'))} FOR EACH ROW ${text(row, 'body')}`,
      reading,
    );
  }
  return draft;
}

const lists: readonly string[] = [
  `SELECT version() AS version, database() AS name, DEFAULT_COLLATION_NAME AS collation
    FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = database()`,
  // The journal of applied plans is no part of the schema.
  `SELECT TABLE_NAME AS name, TABLE_TYPE AS type FROM information_schema.TABLES
    WHERE TABLE_SCHEMA = database() AND NOT (TABLE_NAME IN (${journalTables.map((name) => `'${name}'`).join(', ')}) AND TABLE_COMMENT = '${journalMark}')
    ORDER BY TABLE_NAME`,
  `SELECT c.TABLE_NAME AS relation, c.COLUMN_NAME AS name, c.COLUMN_TYPE AS type FROM information_schema.COLUMNS c
    JOIN information_schema.VIEWS v ON v.TABLE_SCHEMA = c.TABLE_SCHEMA AND v.TABLE_NAME = c.TABLE_NAME
    WHERE c.TABLE_SCHEMA = database() ORDER BY c.TABLE_NAME, c.ORDINAL_POSITION`,
  `SELECT TRIGGER_NAME AS name, ACTION_TIMING AS timing, EVENT_MANIPULATION AS event, EVENT_OBJECT_TABLE AS relation,
    ACTION_STATEMENT AS body, DEFINER AS definer, SQL_MODE AS mode
    FROM information_schema.TRIGGERS
    WHERE TRIGGER_SCHEMA = database() ORDER BY EVENT_OBJECT_TABLE, EVENT_MANIPULATION, ACTION_TIMING, ACTION_ORDER`,
  `SELECT ROUTINE_NAME AS name, ROUTINE_TYPE AS type FROM information_schema.ROUTINES
    WHERE ROUTINE_SCHEMA = database() AND ROUTINE_TYPE IN ('FUNCTION', 'PROCEDURE') ORDER BY ROUTINE_TYPE, ROUTINE_NAME`,
  'SELECT EVENT_NAME AS name FROM information_schema.EVENTS WHERE EVENT_SCHEMA = database() ORDER BY EVENT_NAME',
];

/** A statement of the server's, and the mode that it is written in, where it is not that of the session. */
interface OwnStatement {
  readonly sql: string;
  readonly mode: string;
}

/** What SHOW CREATE answers, in its column of that name; null where rights are lacking. */
async function statements(connection: Connection, wanted: readonly string[]): Promise<readonly OwnStatement[]> {
  const found: OwnStatement[] = [];
  for (let at = 0; at < wanted.length; at += atOnce) {
    for (const [row] of await connection.queryAll(wanted.slice(at, at + atOnce))) {
      const column = Object.keys(row ?? {}).find((name) => /^Create /i.test(name));
      const sql = column === undefined ? null : row?.[column];
      if (typeof sql === 'string') found.push({ sql, mode: text(row, 'sql_mode') });
    }
  }
  return found;
}

/** Programs are written in the mode that they were made under. */
function takeUnder(mode: string, sql: string, draft: Draft): void {
  applyStatement(`SET sql_mode = ${quoteString(mode)}`, draft);
  take(sql, draft);
  applyStatement('SET sql_mode = DEFAULT', draft);
}

/** The server's own statements: what is not understood is known by its statement alone. */
function take(sql: string, draft: Draft): void {
  try {
    applyStatement(sql, draft);
  } catch (error) {
    if (!(error instanceof NotUnderstood) && !(error instanceof Refused)) throw error;
    const [, kind = 'object', name = ''] =
      /^CREATE\s+(?:.*?\s)?(TABLE|VIEW|FUNCTION|PROCEDURE|TRIGGER|EVENT|SEQUENCE)\s+`([^`]*)`/is.exec(sql) ?? [];
    draft.others.set(`${kind} ${name}`, { kind: kind.toLowerCase(), schema: schemaName, name, definition: sql });
  }
}

function columnsOfViews(rows: readonly Row[], dialect: Dialect): ReadonlyMap<string, View['columns']> {
  const columns = new Map<string, View['columns']>();
  for (const row of rows) {
    const { type } = readType(readerOf(text(row, 'type'), dialect));
    columns.set(text(row, 'relation'), [
      ...(columns.get(text(row, 'relation')) ?? []),
      { name: text(row, 'name'), type },
    ]);
  }
  return new Map([...columns].sort(([a], [b]) => compareText(a, b)));
}

/** An account of information_schema, `root@localhost`, as DEFINER names it. */
function ownerOf(account: string): string {
  const at = account.lastIndexOf('@');
  return at < 0 ? definerOf(account, undefined) : definerOf(account.slice(0, at), account.slice(at + 1));
}

function quoted(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

function text(row: Row | undefined, column: string): string {
  const value = row?.[column];
  return value === null || value === undefined ? '' : String(value);
}
