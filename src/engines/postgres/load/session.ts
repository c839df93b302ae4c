import type { Connection } from '../../connection.ts';
import { headOf, quoteText } from './head.ts';

/** Parameters that change what the following statements mean. All others are about speed, logs or other versions. */
const meaningful: readonly string[] = [
  'search_path',
  'default_table_access_method',
  'default_text_search_config',
  'default_toast_compression',
  'standard_conforming_strings',
  'datestyle',
  'intervalstyle',
  'timezone',
  'xmloption',
];

/** What the loader itself wants; event triggers of the schema must not run for the statements that load the rest. */
const wanted: Readonly<Record<string, string>> = {
  check_function_bodies: 'off',
  client_min_messages: 'error',
  lc_messages: "'C'",
  event_triggers: 'off',
};

/** Makes the session ready to load; gives the statement that makes it forget what a script has set. */
export async function startSession(connection: Connection): Promise<string> {
  // Each by itself: servers lack some of them, or want rights for them.
  for (const [name, value] of Object.entries(wanted)) await connection.batch([`SET ${name} = ${value}`]);
  const names = meaningful.map(quoteText).join(', ');
  const settings = await connection.query(
    `SELECT name, reset_val AS value FROM pg_catalog.pg_settings WHERE lower(name) IN (${names})`,
  );
  const resets = settings.map(
    (row) =>
      `pg_catalog.set_config(${quoteText(String(row['name']))}, ${quoteText(String(row['value'] ?? ''))}, false)`,
  );
  return `SELECT ${resets.join(', ')}`;
}

/** Leaves the session as it was before {@link startSession}, but for parameters of the script's own. */
export async function endSession(connection: Connection): Promise<void> {
  for (const name of [...meaningful, ...Object.keys(wanted)]) await connection.batch([`RESET ${name}`]);
}

/** What becomes of a SET or RESET; nothing when it does not matter for a schema, or would lock the loader out. */
export interface Setting {
  readonly sql: string;
  /** True for `SET LOCAL`: it holds until the transaction of the script ends. */
  readonly local: boolean;
}

export function settingOf(sql: string, reset: string): Setting | undefined {
  const head = headOf(sql, 5);
  const local = head[1] === 'LOCAL';
  const words = local || head[1] === 'SESSION' ? head.slice(2) : head.slice(1);
  const name = words[0]?.toLowerCase() ?? '';
  if (name === 'all') return { sql: reset, local: false };
  const custom = words[1] === '.';
  const zone = name === 'time' && words[1] === 'ZONE';
  if (!(meaningful.includes(name) || name === 'schema' || zone || custom)) return undefined;
  return { sql: local ? sql.replace(/\bLOCAL\b/i, 'SESSION') : sql, local };
}

/** Remembers the search path before a `SET LOCAL`. */
export const rememberSearchPath =
  "SELECT pg_catalog.set_config('relvar.search_path', '=' || pg_catalog.current_setting('search_path'), false)";

/** Goes back to the search path that was remembered. */
export const restoreSearchPath =
  "SELECT pg_catalog.set_config('search_path', pg_catalog.substr(pg_catalog.current_setting('relvar.search_path'), 2), false)";

/** Sets the search path to one that the engine has told. */
export function setSearchPath(path: string): string {
  return `SELECT pg_catalog.set_config('search_path', ${quoteText(path)}, false)`;
}
