import type { Connection } from '../../connection.ts';
import { quoteIdentifier } from '../quote.ts';
import { readCreateTrigger } from '../sql/create-trigger.ts';
import { tokens } from '../sql/tokens.ts';

/** Something of the schema that the engine cannot use as it stands. */
export interface BrokenObject {
  readonly what: 'view' | 'trigger' | 'foreign key';
  /** `items (order_id)` for a foreign key. */
  readonly name: string;
  /** What it names and is not there. */
  readonly names: string;
  /** The engine's words. */
  readonly reason: string;
}

const objectsQuery = `SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE type IN ('view', 'trigger') ORDER BY type DESC, name`;

/** References to tables that are not there; the engine says nothing until a row is written. */
const referencesQuery = `SELECT t.name, f."table" AS parent, group_concat(f."from", ', ') AS columns
  FROM sqlite_schema AS t, pragma_foreign_key_list(t.name) AS f
  WHERE t.type = 'table' AND NOT EXISTS (SELECT 1 FROM sqlite_schema AS p WHERE p.type = 'table' AND p.name = f."table" COLLATE NOCASE)
  GROUP BY t.name, f.id ORDER BY t.name, f.id`;

/** Asks the engine for each view and trigger, and looks where foreign keys lead. */
export async function brokenObjects(connection: Connection): Promise<readonly BrokenObject[]> {
  const found: BrokenObject[] = [];
  for (const row of await connection.query(objectsQuery)) {
    const [type, name, table, sql] = [row['type'], row['name'], row['tbl_name'], row['sql']].map(String);
    if (name === undefined || table === undefined || sql === undefined) continue;
    const statement = type === 'view' ? `SELECT * FROM ${quoteIdentifier(name)}` : await firing(connection, table, sql);
    const { error } = await connection.batch([`EXPLAIN ${statement}`]);
    if (!error) continue;
    const missing = /^(?:no such (?:table|column)|unknown column): "?(?:main\.)?([^"]+)"?/.exec(error.message)?.[1];
    // Triggers of one event are compiled together: the one that says the name is meant.
    if (missing === undefined || (type === 'trigger' && !says(sql, missing))) continue;
    found.push({
      what: type === 'view' ? 'view' : 'trigger',
      name,
      names: missing,
      reason: `the lab: ${error.message}`,
    });
  }
  for (const row of await connection.query(referencesQuery)) {
    found.push({
      what: 'foreign key',
      name: `${String(row['name'])} (${String(row['columns'])})`,
      names: String(row['parent']),
      reason: 'the lab: there is no such table',
    });
  }
  return found;
}

/** A statement for which the trigger is compiled. */
export async function firing(connection: Connection, table: string, sql: string): Promise<string> {
  const { events, columns } = readCreateTrigger(sql);
  const name = quoteIdentifier(table);
  if (events.includes('delete')) return `DELETE FROM ${name}`;
  if (events.includes('insert')) return `INSERT INTO ${name} DEFAULT VALUES`;
  const all =
    columns.length > 0
      ? columns
      : (await connection.query(`SELECT name FROM pragma_table_info(${quoteIdentifier(table)})`)).map((row) =>
          String(row['name']),
        );
  return `UPDATE ${name} SET ${all.map((column) => `${quoteIdentifier(column)} = ${quoteIdentifier(column)}`).join(', ')}`;
}

function says(sql: string, name: string): boolean {
  const wanted = name.split('.').at(-1)?.toLowerCase();
  for (const { kind, text, value } of tokens(sql)) {
    if ((kind === 'word' ? text : value).toLowerCase() === wanted) return true;
  }
  return false;
}
