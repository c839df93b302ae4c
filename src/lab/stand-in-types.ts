import type { Connection } from '../engines/connection.ts';
import { nameModifiers } from '../engines/postgres/load/modifiers.ts';
import { knownExtension, words } from '../engines/postgres/load/names.ts';
import { modifiedTypeStub, stubMark } from '../engines/postgres/load/stub-sql.ts';

const standInTypes = `SELECT n.nspname AS schema, t.typname AS name FROM pg_catalog.pg_type t
  JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
  WHERE t.typtype = 'b' AND pg_catalog.obj_description(t.oid, 'pg_type') = '${stubMark}'`;

/**
 * Statements as the lab can run them: the engine reads modifiers that are words (`geometry(Point,4326)`) with the code of the
 * extension alone, so a type that stands in for one of an extension has its modifiers in its name, and is made here where the
 * schema did not have it. Statements that name none are the same.
 */
export async function spelledForStandIns(
  connection: Connection,
  statements: readonly string[],
): Promise<readonly string[]> {
  // Words in parentheses behind a word: without them no type needs another spelling.
  if (!statements.some((sql) => /\w"?\s*\(\s*'?[a-z]\w*'?\s*[,)]/i.test(sql))) return statements;
  const types = await connection.query(standInTypes);
  if (types.length === 0) return statements;
  const names = types.map(({ name }) => String(name));
  const spelled = statements.map((sql) => nameModifiers(sql, names));
  for (const { type, modifiers } of spelled.flatMap(({ named }) => named)) {
    const schema = types.find(({ name }) => name === type)?.['schema'];
    if (schema === undefined) continue;
    const made = modifiedTypeStub({ schema: String(schema), name: type }, modifiers);
    // What the schema has already is refused, and there.
    const { error } = await connection.batch(['BEGIN', ...made, 'COMMIT']);
    if (error) await connection.batch(['ROLLBACK']);
  }
  return spelled.map(({ sql }) => sql);
}

/** Whether a type, as it is written, is one of these extensions: `public.geometry(Point,4326)` is of postgis. */
export function isOfExtension(type: string, extensions: readonly string[]): boolean {
  const name = type.replace(/\(.*$/s, '').replaceAll('"', '').trim().toLowerCase().split('.').at(-1) ?? '';
  return extensions.some((one) => words(knownExtension(one).types).includes(name));
}
