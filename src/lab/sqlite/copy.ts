import type { Connection } from '../../engines/connection.ts';

/** All that a lab in memory holds, as statements that make it again. */
export interface SqliteCopy {
  readonly objects: readonly string[];
  readonly rows: readonly string[];
  readonly settings: readonly string[];
}

/** An empty database. */
export const nothing: SqliteCopy = { objects: [], rows: [], settings: [] };

/** Settings of a connection that decide what statements do. */
const settings = ['foreign_keys', 'legacy_alter_table', 'recursive_triggers', 'ignore_check_constraints'];

/** Of what a migration is run on: the objects, their few rows, and what is set for the session. */
export async function sqliteCopy(lab: Connection): Promise<SqliteCopy> {
  const objects = await lab.query(
    `SELECT name, type, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
      AND name NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow')
      ORDER BY type <> 'table', type <> 'index', type <> 'view', rowid`,
  );
  const tables = objects.filter((row) => row['type'] === 'table' && !/^CREATE VIRTUAL/i.test(String(row['sql'])));
  const rows: string[] = [];
  for (const { name } of tables) rows.push(...(await rowsOf(lab, String(name))));
  const set: string[] = [];
  for (const name of settings) {
    const [row] = await lab.query(`PRAGMA ${name}`);
    set.push(`PRAGMA ${name} = ${String(Object.values(row ?? {})[0])}`);
  }
  return { objects: objects.map((row) => String(row['sql'])), rows, settings: set };
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

async function rowsOf(lab: Connection, table: string): Promise<readonly string[]> {
  const columns = (await lab.query(`SELECT name FROM pragma_table_xinfo(${literal(table)}) WHERE hidden = 0`)).map(
    (row) => quoted(String(row['name'])),
  );
  const values = columns.map((column) => `quote(${column})`).join(` || ', ' || `);
  const found = await lab.query(`SELECT ${values} AS row FROM ${quoted(table)}`);
  return found.map((row) => `INSERT INTO ${quoted(table)} (${columns.join(', ')}) VALUES (${String(row['row'])})`);
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
