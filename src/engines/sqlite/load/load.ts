import type { OtherObject } from '../../../catalog/catalog.ts';
import type { Diagnostic } from '../../../findings/error.ts';
import type { Connection, EngineError } from '../../connection.ts';
import type { ScriptStatement } from '../../script.ts';
import { isContentOf, virtualTable } from '../introspect/others.ts';
import { schema } from '../introspect/tables.ts';
import { quoteIdentifier, quoteLiteral } from '../quote.ts';
import { textMeant, withTexts } from '../sql/double-quoted.ts';
import { type Token, tokens } from '../sql/tokens.ts';
import { readVirtualTable } from '../sql/virtual-table.ts';
import { locator } from './locate.ts';
import { mendTexts } from './mend-texts.ts';

export interface LoadResult {
  /** In the order of the script; behind them those of views and triggers, which are looked into at the end. */
  readonly diagnostics: readonly Diagnostic[];
  /** The statements that took effect, in the order of the script. */
  readonly loaded: readonly ScriptStatement[];
  /** Virtual tables of modules that the lab lacks. */
  readonly unmade: readonly OtherObject[];
  /** What the script sets for its session: `foreign_keys` → `on`. */
  readonly settings: Readonly<Record<string, string>>;
}

/**
 * Loads a script into an open database: every statement that can be carried out is, whatever the fate of the others, and
 * what could not be is told. Rows are left out, but for those of the engine's own tables of statistics; the script's
 * transactions count for nothing.
 */
export async function loadStatements(
  connection: Connection,
  statements: readonly ScriptStatement[],
): Promise<LoadResult> {
  const diagnostics: Diagnostic[] = [];
  const loaded: ScriptStatement[] = [];
  const unmade: OtherObject[] = [];
  const settings: Record<string, string> = {};
  for (const statement of statements) {
    const { sql, file, line } = statement;
    const step = stepOf(sql);
    if (step.kind === 'skip') continue;
    if (step.kind === 'setting') {
      // What it says first is meant for all that follows; migrations switch it for themselves alone.
      settings[step.name] ??= step.value;
      continue;
    }
    const { error, texts } = await run(connection, step.sql);
    if (texts.length > 0) diagnostics.push({ ...textsNote(texts), file, line });
    if (!error) {
      loaded.push(statement);
      continue;
    }
    const virtual = /^no such module: (.*)$/.exec(error.message);
    const name = virtual ? readVirtualTable(step.sql)?.name : undefined;
    if (virtual && name !== undefined) {
      unmade.push(virtualTable(name, step.sql));
      diagnostics.push({
        severity: 'warning',
        code: 'module-missing',
        message: `the lab has no module ${virtual[1]}: the virtual table ${name} is known by its statement alone`,
        file,
        line,
      });
    } else if (!/object name reserved for internal use/.test(error.message)) {
      diagnostics.push({ severity: 'error', code: 'statement-failed', message: error.message, file, line });
    }
  }
  await dropContent(connection, unmade);
  const places = locator(loaded);
  for (const { what, name, texts } of await mendTexts(connection)) {
    const at = places({ kind: what, object: { schema, name }, names: [name] });
    diagnostics.push({ ...textsNote(texts, `${what} ${name}`), ...at });
  }
  return { diagnostics, loaded, unmade, settings };
}

/** Runs a statement; where texts stand in double quotes, with single ones around them. */
async function run(
  connection: Connection,
  sql: string,
): Promise<{ readonly error?: EngineError; readonly texts: readonly string[] }> {
  const { error } = await connection.batch([sql]);
  if (!error || textMeant(error.message) === undefined) return { ...(error ? { error } : {}), texts: [] };
  const compile = async (text: string) => (await connection.batch([`EXPLAIN ${text}`])).error?.message;
  const found = await withTexts(sql, compile);
  if (!found) return { error, texts: [] };
  const again = await connection.batch([found.sql]);
  return again.error ? { error: again.error, texts: [] } : { texts: found.texts };
}

function textsNote(texts: readonly string[], where?: string): Diagnostic {
  const list = texts.map((text) => quoteLiteral(text)).join(', ');
  return {
    severity: 'note',
    code: 'text-in-double-quotes',
    message: `${where === undefined ? '' : `${where}: `}texts in double quotes were read as ${list}`,
    hint: 'write texts in single quotes: in double quotes they are taken for names as soon as something is called so',
  };
}

/** A dump brings the content of virtual tables as tables of their own, which nobody but the module may see. */
async function dropContent(connection: Connection, unmade: readonly OtherObject[]): Promise<void> {
  if (unmade.length === 0) return;
  const rows = await connection.query("SELECT name FROM sqlite_schema WHERE type = 'table'");
  const content = rows.map((row) => String(row['name'])).filter((name) => isContentOf(name, unmade));
  await connection.batch(content.map((name) => `DROP TABLE ${quoteIdentifier(name)}`));
}

type Step =
  | { readonly kind: 'run'; readonly sql: string }
  | { readonly kind: 'setting'; readonly name: string; readonly value: string }
  | { readonly kind: 'skip' };

/** What is done with a statement: all but what changes the schema is passed over. */
function stepOf(sql: string): Step {
  const first = firstTokens(sql, 8);
  const words = first.map(({ value, kind }) => (kind === 'word' ? value : value.toLowerCase()));
  switch (words[0]) {
    case 'PRAGMA':
      return pragma(first);
    case 'INSERT':
    case 'REPLACE':
      return inserted(sql, first);
    case 'CREATE':
      // A temporary object is no part of the schema, but later ones may be made from it.
      return { kind: 'run', sql };
    case 'ALTER':
    case 'DROP':
    case 'REINDEX':
      return { kind: 'run', sql };
    case 'ANALYZE':
      // Makes the tables of statistics, which a dump then fills.
      return { kind: 'run', sql: 'ANALYZE sqlite_schema' };
    default:
      // What begins with no word of the engine's is run, to be refused in its words.
      return passedOver.test(words[0] ?? '') ? { kind: 'skip' } : { kind: 'run', sql };
  }
}

/** Words of statements that change no schema (https://www.sqlite.org/lang.html). */
const passedOver =
  /^(?:|ATTACH|BEGIN|COMMIT|DELETE|DETACH|END|EXPLAIN|RELEASE|ROLLBACK|SAVEPOINT|SELECT|UPDATE|VACUUM|VALUES|WITH)$/;

function firstTokens(sql: string, count: number): readonly Token[] {
  const found: Token[] = [];
  for (const token of tokens(sql)) {
    if (found.length === count) break;
    found.push(token);
  }
  return found;
}

/** `PRAGMA main.foreign_keys = ON`, `PRAGMA foreign_keys(1)`. */
function pragma(first: readonly Token[]): Step {
  const names = first.slice(1).filter(({ text }) => text !== '=' && text !== '(' && text !== ')');
  const named = names[1]?.text === '.' ? names.slice(2) : names;
  const [name = '', value = ''] = named.map(({ value }) => value.toLowerCase());
  if (name === 'foreign_keys') {
    return { kind: 'setting', name, value: /^(?:on|1|yes|true)$/.test(value) ? 'on' : 'off' };
  }
  // Old scripts rename tables under it: without it, references in views would go along.
  const run = name === 'legacy_alter_table' && value !== '';
  return run
    ? { kind: 'run', sql: `PRAGMA legacy_alter_table = ${/^(?:on|1)$/.test(value) ? 'ON' : 'OFF'}` }
    : { kind: 'skip' };
}

/** Rows of statistics are taken, and a virtual table that a dump writes into the engine's own table is made. */
function inserted(sql: string, first: readonly Token[]): Step {
  const into = first.findIndex(({ value }) => value === 'INTO');
  const table = first[into + 1]?.value.toLowerCase() ?? '';
  if (/^sqlite_stat[14]$/.test(table)) return { kind: 'run', sql };
  if (table !== 'sqlite_schema' && table !== 'sqlite_master') return { kind: 'skip' };
  const created = [...tokens(sql)].find(
    ({ kind, value }) => kind === 'string' && /^\s*CREATE\s+VIRTUAL\b/i.test(value),
  );
  return created ? { kind: 'run', sql: created.value } : { kind: 'skip' };
}
