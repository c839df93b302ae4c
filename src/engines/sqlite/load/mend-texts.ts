import type { Connection } from '../../connection.ts';
import { firing } from '../migration/dependents.ts';
import { quoteIdentifier } from '../quote.ts';
import { readCreateView } from '../sql/create-view.ts';
import { type WithTexts, withTexts } from '../sql/double-quoted.ts';

/** A view or trigger whose texts stood in double quotes. */
export interface MendedObject {
  readonly what: 'view' | 'trigger';
  readonly name: string;
  readonly texts: readonly string[];
}

interface Made {
  readonly type: 'view' | 'trigger';
  readonly name: string;
  readonly of: string;
  readonly sql: string;
}

/**
 * The engine looks into views and triggers only when they are used: those with texts in double quotes are made anew with
 * single quotes. Views first, since triggers and other views read them.
 */
export async function mendTexts(connection: Connection): Promise<readonly MendedObject[]> {
  const mended: MendedObject[] = [];
  for (const type of ['view', 'trigger'] as const) {
    let suspects = (await madeOf(connection, type)).filter(({ sql }) => sql.includes('"'));
    // What reads another compiles only when that one does.
    for (let before = Number.POSITIVE_INFINITY; suspects.length < before; ) {
      before = suspects.length;
      const left: Made[] = [];
      for (const made of suspects) {
        const found = await (type === 'view' ? mendView : mendTrigger)(connection, made);
        if (found) mended.push({ what: type, name: made.name, texts: found.texts });
        else left.push(made);
      }
      suspects = left;
    }
  }
  return mended;
}

async function madeOf(connection: Connection, type: Made['type'], of?: string): Promise<readonly Made[]> {
  const rows = await connection.query(
    `SELECT name, tbl_name, sql FROM sqlite_schema WHERE type = ?${of === undefined ? '' : ' AND tbl_name = ? COLLATE NOCASE'} ORDER BY rowid`,
    of === undefined ? [type] : [type, of],
  );
  return rows.map((row) => ({
    type,
    name: String(row['name']),
    of: String(row['tbl_name']),
    sql: String(row['sql']),
  }));
}

async function mendView(connection: Connection, { name, sql }: Made): Promise<WithTexts | undefined> {
  const { query } = readCreateView(sql);
  const { error } = await connection.batch([`EXPLAIN SELECT * FROM ${quoteIdentifier(name)}`]);
  if (!error) return undefined;
  const found = await withTexts(query, async (text) => (await connection.batch([`EXPLAIN ${text}`])).error?.message);
  if (!found) return undefined;
  const triggers = await madeOf(connection, 'trigger', name);
  await inSavepoint(connection, true, [
    `DROP VIEW ${quoteIdentifier(name)}`,
    sql.slice(0, sql.length - query.length) + found.sql,
    ...triggers.map((trigger) => trigger.sql),
  ]);
  return found;
}

/** Triggers of one event are compiled together, so the others are away while one is tried. */
async function mendTrigger(connection: Connection, { name, of, sql }: Made): Promise<WithTexts | undefined> {
  const others = (await madeOf(connection, 'trigger', of)).map((one) => `DROP TRIGGER ${quoteIdentifier(one.name)}`);
  const fires = `EXPLAIN ${await firing(connection, of, sql)}`;
  const found = await withTexts(sql, (text) => inSavepoint(connection, false, [...others, text, fires]));
  if (found) await inSavepoint(connection, true, [`DROP TRIGGER ${quoteIdentifier(name)}`, found.sql]);
  return found;
}

/** Runs the statements, and keeps what they do if they all work and it is asked for; gives what is wrong with them. */
async function inSavepoint(
  connection: Connection,
  keep: boolean,
  statements: readonly string[],
): Promise<string | undefined> {
  await connection.batch(['SAVEPOINT relvar_texts']);
  const { error } = await connection.batch(statements);
  if (error || !keep) await connection.batch(['ROLLBACK TO relvar_texts']);
  await connection.batch(['RELEASE relvar_texts']);
  return error?.message;
}
