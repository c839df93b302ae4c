import { compareNames, type QualifiedName } from '../../catalog/names.ts';
import type { Connection, EngineError } from '../../engines/connection.ts';
import type { Statement } from '../../engines/engine.ts';
import { schema } from '../../engines/sqlite/introspect/tables.ts';
import { type BrokenObject, brokenObjects } from '../../engines/sqlite/migration/dependents.ts';
import { type Program, readProgram, readTrees, type Tree, treesQuery } from '../../engines/sqlite/migration/program.ts';
import { relationsRead } from '../../engines/sqlite/sql/relations-read.ts';
import { type Effects, noEffects } from '../effects.ts';
import type { Rehearsal } from '../rehearse.ts';
import type { ScriptedGroup, ScriptedStatement, ScriptRehearsal } from '../rehearse-script.ts';

type Rehearse = (groups: readonly (readonly Statement[])[]) => Promise<readonly (readonly Rehearsal[])[]>;

/**
 * Runs a script in the lab, transaction by transaction, and leaves it there. What each statement does is read from the
 * program that the engine makes of it: it is the same with and without rows. What fails is passed over.
 */
export async function watchScript(
  connection: Connection,
  groups: readonly ScriptedGroup[],
  rehearse: Rehearse,
): Promise<readonly (readonly ScriptRehearsal[])[]> {
  /** Tables that were there before, by the names that they have now. */
  const virtual = await connection.query(
    "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'virtual'",
  );
  const old = new Set([
    ...[...(await treesOf(connection)).values()].map(({ table }) => table),
    ...virtual.map((row) => String(row['name'])),
  ]);
  const before = new Set((await brokenObjects(connection)).map(keyOf));
  /** What is broken now, with the statement that broke it. */
  const broken = new Map<string, { readonly object: BrokenObject; readonly by: ScriptedStatement }>();
  const seen: (ScriptRehearsal & { readonly statement: ScriptedStatement })[][] = [];
  for (const group of groups) {
    if (group.transaction) await connection.exec('BEGIN');
    const own: (ScriptRehearsal & { readonly statement: ScriptedStatement })[] = [];
    for (const statement of group.statements) {
      const rehearsal = await watch(connection, statement, old, rehearse);
      own.push({ ...rehearsal, statement });
      if (!rehearsal.error) follow(old, statement);
      if (!statement.actions.some(changesNames)) continue;
      const now = new Map((await brokenObjects(connection)).map((object) => [keyOf(object), object] as const));
      for (const key of broken.keys()) if (!now.has(key)) broken.delete(key);
      for (const [key, object] of now) {
        if (!before.has(key) && !broken.has(key)) broken.set(key, { object, by: statement });
      }
    }
    if (group.transaction) await end(connection, group);
    seen.push(own);
  }
  return seen.map((own) =>
    own.map(({ statement, ...rehearsal }) => {
      const breaks = [...broken.values()].filter(({ by }) => by === statement).map(({ object }) => object);
      return breaks.length === 0 ? rehearsal : { ...rehearsal, breaks };
    }),
  );
}

/** Takes note of tables that have another name now, or are gone. */
function follow(old: Set<string>, { actions }: ScriptedStatement): void {
  for (const action of actions) {
    if (action.kind === 'rename' && old.delete(action.object.name)) old.add(action.to);
    else if (action.kind === 'drop' && action.objectKind === 'table') {
      for (const { name } of action.objects) old.delete(name);
    }
  }
}

/** A ROLLBACK of the script's own takes all back. A transaction that an error has ended is open no more. */
async function end(connection: Connection, { statements }: ScriptedGroup): Promise<void> {
  const undone = statements.some(({ actions }) =>
    actions.some((action) => action.kind === 'transaction' && action.does === 'rollback'),
  );
  const { error } = await connection.batch([undone ? 'ROLLBACK' : 'COMMIT']);
  if (error) await connection.batch(['ROLLBACK']);
}

function keyOf({ what, name }: BrokenObject): string {
  return `${what} ${name}`;
}

function changesNames({ kind }: ScriptedStatement['actions'][number]): boolean {
  return /^(?:drop|rename|rename column|drop column|create table|create view|create trigger)$/.test(kind);
}

async function watch(
  connection: Connection,
  { sql, actions, alternatives: forms }: ScriptedStatement,
  old: ReadonlySet<string>,
  rehearse: Rehearse,
): Promise<ScriptRehearsal> {
  if (actions.some(({ kind }) => kind === 'transaction')) return { form: 'as written', ...noEffects, alternatives: [] };
  const limit = outside(sql);
  if (limit !== undefined) return { form: 'not run', ...noEffects, limit, alternatives: [] };
  const alternatives = forms.length > 0 ? await rehearse(forms) : [];
  const trees = await treesOf(connection);
  const added = actions.find((action) => action.kind === 'add column');
  const explained = await connection.query(`EXPLAIN ${sql}`).catch(() => []);
  const named = relationsRead(sql);
  const rooted = new Set([...trees.values()].map(({ table }) => table));
  const virtual = [...old].filter((name) => !rooted.has(name) && named.has(name.toLowerCase()));
  const program = readProgram(explained, trees, added?.table.name, virtual);
  const { error } = await connection.batch([sql]);
  if (error)
    return { form: 'not run', ...noEffects, unwatched: withState(error), error: withState(error), alternatives };
  const effects = effectsOf(program, actions, trees, await treesOf(connection), old);
  const rows = program.refusesRows;
  return {
    form: 'as written',
    ...effects,
    ...(rows === undefined
      ? {}
      : { failsWithRows: { code: /NOT NULL/.test(rows) ? '23502' : '55000', message: rows } }),
    alternatives,
  };
}

/** Why a statement is not run: it would reach beyond the lab. */
function outside(sql: string): string | undefined {
  if (/^\s*ATTACH\b/i.test(sql)) return 'it opens another database file';
  return /^\s*VACUUM\b[^;]*\bINTO\b/i.test(sql) ? 'it writes another database file' : undefined;
}

async function treesOf(connection: Connection): Promise<ReadonlyMap<number, Tree>> {
  return readTrees(await connection.query(treesQuery));
}

/** Who writes locks the whole database: the lock is told for what was there before and is named or written. */
function effectsOf(
  program: Program,
  actions: ScriptedStatement['actions'],
  before: ReadonlyMap<number, Tree>,
  after: ReadonlyMap<number, Tree>,
  old: ReadonlySet<string>,
): Effects {
  const tables = [...old];
  const known = (name: string): string | undefined => tables.find((one) => one.toLowerCase() === name.toLowerCase());
  const names = (all: Iterable<string>): readonly QualifiedName[] =>
    [...new Set([...all].flatMap((name) => known(name) ?? []))].map((name) => ({ schema, name })).sort(compareNames);
  const named = actions.flatMap((action): readonly string[] => {
    if (action.kind === 'drop') return action.objectKind === 'table' ? action.objects.map(({ name }) => name) : [];
    if (action.kind === 'rename') return [action.object.name];
    if (action.kind === 'create table') return [];
    return 'table' in action && action.table ? [action.table.name] : [];
  });
  const written = program.writes ? names([...named, ...program.written]) : [];
  const made = new Set([...before.values()].map(({ name }) => name));
  const built = [...after.values()].filter(
    ({ name, table }) =>
      name !== table &&
      known(table) !== undefined &&
      (program.rebuilt.has(name) || (!made.has(name) && actions.some(({ kind }) => kind === 'create index'))),
  );
  // Rows that a statement sets are its own matter; the others are written anew along the way.
  const changesRows = actions.some(({ kind }) => kind === 'update' || kind === 'delete' || kind === 'insert');
  const all = program.whole ? names(tables) : [];
  return {
    locks: written.map((relation) => ({ relation, kind: 'table', mode: 'RESERVED', known: 'seen' })),
    locksOnNew: [],
    rewritten: [...(changesRows ? [] : names(program.rewritten)), ...all],
    scanned: [...names(program.scanned), ...all],
    built: built.map(({ name, table }) => ({ schema, name, table: { schema, name: table } })).sort(compareNames),
    newFiles: [],
  };
}

/** The engine has one code for nearly everything; the classes are those of SQLSTATE, by its words. */
function withState(error: EngineError): EngineError {
  const [, code] = states.find(([pattern]) => pattern.test(error.message)) ?? [];
  return code === undefined ? error : { ...error, code };
}

const states: readonly (readonly [RegExp, string])[] = [
  [/syntax error|incomplete input/, '42601'],
  [/^no such table/, '42P01'],
  [/^no such column/, '42703'],
  [/already exists|duplicate column name/, '42P07'],
  [/NOT NULL constraint failed|NOT NULL column/, '23502'],
  [/constraint failed/, '23000'],
];
