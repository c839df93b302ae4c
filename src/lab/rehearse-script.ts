import { compareNames, type QualifiedName } from '../catalog/names.ts';
import type { Connection, EngineError } from '../engines/connection.ts';
import type { Statement } from '../engines/engine.ts';
import type { MigrationAction, WrittenName } from '../engines/migration-action.ts';
import { outsideLocks } from '../engines/postgres/outside-locks.ts';
import type { OtherWay } from '../engines/procedure.ts';
import {
  builtIndexes,
  type Effects,
  effectsOf,
  noEffects,
  type RelationLock,
  type Watched,
  watched,
} from './effects.ts';
import {
  observationsQuery,
  type Relation,
  readObservations,
  readRelation,
  relationsQuery,
  scansQuery,
} from './observe.ts';
import { type Rehearsal, rehearse } from './rehearse.ts';
import { spelledForStandIns } from './stand-in-types.ts';

/** A statement of a script, with what it says it does. */
export interface ScriptedStatement extends Statement {
  readonly actions: readonly MigrationAction[];
  /** Other ways to the same end, to be tried on the state before it. */
  readonly alternatives: readonly (readonly Statement[])[];
}

/** Statements that one transaction holds, or one that runs by itself. */
export interface ScriptedGroup {
  readonly transaction: boolean;
  readonly statements: readonly ScriptedStatement[];
}

/** An object of the schema that names what is not there. */
export interface BrokenObject {
  readonly what: 'view' | 'trigger' | 'foreign key';
  readonly name: string;
  readonly names: string;
  readonly reason: string;
}

/** What was seen of a statement of a script. */
export interface ScriptRehearsal extends Effects {
  /** `by facts`: not run; its effects are those that servers were seen to have of such statements. */
  readonly form: 'as written' | 'by facts' | 'not run';
  /** How the engine goes about it, in its own words and why. */
  readonly manner?: string;
  /** Tools that do it without making others wait, the one to be chosen first. */
  readonly otherWays?: readonly OtherWay[];
  /** Why it fails in its own transaction, when it does. */
  readonly error?: EngineError;
  /** Why it was not run, though nothing is wrong with it. */
  readonly limit?: string;
  /** Why it fails where the table has a row, when the lab has seen that. */
  readonly failsWithRows?: EngineError;
  /** What of the schema cannot be used any more after it, to the end of the script. */
  readonly breaks?: readonly BrokenObject[];
  /** Why it fails by itself, too, and so could not be watched. */
  readonly unwatched?: EngineError;
  /** What came of each of the other ways. */
  readonly alternatives: readonly (readonly Rehearsal[])[];
}

/**
 * Runs a script in the lab, transaction by transaction, and leaves it there. Each transaction is run twice: whole and
 * undone, to see whether it works, then statement by statement, each in a transaction of its own, so that each shows
 * its own locks. What fails is passed over.
 *
 * The lab must hold the schema without rows and without inflated files, and be in no transaction.
 */
export async function rehearseScript(
  connection: Connection,
  written: readonly ScriptedGroup[],
): Promise<readonly (readonly ScriptRehearsal[])[]> {
  const groups = await runnable(connection, written);
  const state = watched(await relationsOf(connection));
  const results: (readonly ScriptRehearsal[])[] = [];
  for (const group of groups) {
    const errors = group.transaction ? await tryWhole(connection, group.statements) : new Map<number, EngineError>();
    const locals = new Map<string, string>();
    const rehearsals: ScriptRehearsal[] = [];
    for (const [at, statement] of group.statements.entries()) {
      const rehearsal =
        !group.transaction && needsTransaction(statement)
          ? refusedOutside
          : await watch(connection, statement, state, locals);
      const error = group.transaction ? failureOf(at, errors, rehearsal) : rehearsal.unwatched;
      rehearsals.push({ ...rehearsal, ...(error ? { error } : {}) });
    }
    for (const [name, value] of locals) await connection.query('SELECT set_config($1, $2, false)', [name, value]);
    results.push(rehearsals);
  }
  return results;
}

/** The groups, in the spelling of the lab's stand-ins for types. */
async function runnable(connection: Connection, groups: readonly ScriptedGroup[]): Promise<readonly ScriptedGroup[]> {
  const all = groups.flatMap(({ statements }) =>
    statements.flatMap((one) => [one.sql, ...one.alternatives.flat().map(({ sql }) => sql)]),
  );
  const spelled = new Map((await spelledForStandIns(connection, all)).map((sql, at) => [all[at], sql]));
  const spell = <S extends Statement>(one: S): S => ({ ...one, sql: spelled.get(one.sql) ?? one.sql });
  return groups.map((group) => ({
    ...group,
    statements: group.statements.map((one) => ({
      ...spell(one),
      alternatives: one.alternatives.map((form) => form.map(spell)),
    })),
  }));
}

async function relationsOf(connection: Connection): Promise<ReadonlyMap<string, Relation>> {
  return new Map((await connection.query(relationsQuery)).map((row) => [String(row['oid']), readRelation(row)]));
}

/** What a transaction alone can refuse: a statement that must run outside, the use of a value that it has added. */
const ofTransactions = new Set(['25001', '55P04']);

/** The lab runs each statement in a transaction; a server refuses this one where the script opens none. */
function needsTransaction({ actions }: ScriptedStatement): boolean {
  return actions.some(({ kind }) => kind === 'lock');
}

const refusedOutside: ScriptRehearsal = {
  form: 'not run',
  ...noEffects,
  error: { code: '25P01', message: 'LOCK TABLE can only be used in transaction blocks' },
  alternatives: [],
};

/** After a first failure, what fails only because the first did is no failure of its own. */
function failureOf(
  at: number,
  errors: ReadonlyMap<number, EngineError>,
  { unwatched }: ScriptRehearsal,
): EngineError | undefined {
  const error = errors.get(at);
  const isFirst = [...errors.keys()].every((other) => other >= at);
  return error && (isFirst || unwatched || ofTransactions.has(error.code)) ? error : undefined;
}

/** Why statements of the transaction fail, by their place: after each, the rest is tried without it. */
async function tryWhole(
  connection: Connection,
  statements: readonly ScriptedStatement[],
): Promise<ReadonlyMap<number, EngineError>> {
  const errors = new Map<number, EngineError>();
  // Round trips are read whole before they run: a statement that cannot be read would stop them all.
  const run = [...statements.keys()].filter((at) => statements[at] && !isSilent(statements[at]));
  for (;;) {
    const left = run.filter((at) => !errors.has(at));
    const failed = await firstFailure(
      connection,
      left.map((at) => statements[at]?.sql ?? ''),
    );
    if (!failed) return errors;
    const at = left[failed.at];
    if (at === undefined) {
      // The end of the transaction, where what was put off is checked.
      const last = left.at(-1);
      if (last !== undefined) errors.set(last, failed.error);
      return errors;
    }
    errors.set(at, failed.error);
  }
}

async function firstFailure(
  connection: Connection,
  statements: readonly string[],
): Promise<{ readonly at: number; readonly error: EngineError } | undefined> {
  await connection.batch(['BEGIN']);
  try {
    for (const [at, sql] of [...statements, 'SET CONSTRAINTS ALL IMMEDIATE'].entries()) {
      const { error } = await connection.batch([sql]);
      if (error) return { at, error };
    }
    return undefined;
  } finally {
    await connection.batch(['ROLLBACK']);
  }
}

/** What only speaks to the session, and would hinder the watching. */
function isSilent({ actions }: ScriptedStatement): boolean {
  return actions.some(
    (action) =>
      action.kind === 'transaction' ||
      (action.kind === 'set' &&
        /^(?:lock_timeout|statement_timeout|transaction_timeout|idle_.*|all|role|session_.*)$/.test(action.name)),
  );
}

/**
 * Whether time stamps become instants without a rewrite is decided by the session's zone (ATColumnChangeRequiresRewrite in
 * PostgreSQL's tablecmds.c), and the lab's is UTC, which few servers' are: where the script names none, it is another one.
 */
async function elsewhere(connection: Connection, sql: string): Promise<readonly string[]> {
  if (!/\bTYPE\s+timestamp/i.test(sql)) return [];
  const [zone] = await connection.query("SELECT source FROM pg_settings WHERE name = 'TimeZone'");
  return zone?.['source'] === 'session' ? [] : ["SET LOCAL TimeZone = 'America/New_York'"];
}

/** Runs one statement by itself and sees what it does. */
async function watch(
  connection: Connection,
  statement: ScriptedStatement,
  state: Watched,
  locals: Map<string, string>,
): Promise<ScriptRehearsal> {
  if (isSilent(statement)) return { form: 'as written', ...noEffects, alternatives: [] };
  const alternatives =
    statement.alternatives.length > 0
      ? await rehearse(connection, statement.alternatives, { known: state.relations })
      : [];
  const setting = statement.actions.find((action) => action.kind === 'set');
  if (setting?.local) {
    await setForTheGroup(connection, setting.name, setting.value, locals);
    return { form: 'as written', ...noEffects, alternatives };
  }
  if (!statement.transactional) return { ...(await watchOutside(connection, statement, state)), alternatives };
  const sql = statement.sql.replace(/\bON\s+COMMIT\s+DROP\b/i, '');
  state.modes.clear();
  state.scans.clear();
  const [, counted = []] = await connection.queryAll(['BEGIN', scansQuery]);
  for (const row of counted) state.scans.set(String(row['oid']), Number(row['scans']));
  const { error } = await connection.batch([...(await elsewhere(connection, sql)), sql]);
  if (error) {
    await connection.batch(['ROLLBACK']);
    return { form: 'not run', ...noEffects, unwatched: error, alternatives };
  }
  const [row = {}] = await connection.query(observationsQuery);
  const late = (await connection.batch(['COMMIT'])).error;
  if (late) return { form: 'not run', ...noEffects, unwatched: late, alternatives };
  return { form: 'as written', ...effectsOf(readObservations(String(Object.values(row)[0])), state), alternatives };
}

/** SET LOCAL, for statements that run in transactions of their own. */
async function setForTheGroup(
  connection: Connection,
  name: string,
  value: string,
  locals: Map<string, string>,
): Promise<void> {
  const [before] = await connection.query('SELECT current_setting($1, true) AS value', [name]);
  if (!locals.has(name)) locals.set(name, String(before?.['value'] ?? ''));
  await connection.batch([`SET SESSION ${name} TO ${value === '' ? 'DEFAULT' : value}`]);
}

/** A statement outside transactions: what it made is seen, what it locked is told. */
async function watchOutside(
  connection: Connection,
  statement: ScriptedStatement,
  state: Watched,
): Promise<Omit<ScriptRehearsal, 'alternatives'>> {
  const [path] = await connection.query("SELECT array_to_string(current_schemas(false), ' ') AS schemas");
  const schemas = String(path?.['schemas'] ?? '').split(' ');
  const locks = statement.actions.flatMap(outsideLocks).flatMap(({ on, name, mode, atEnd }) =>
    relationsFor(on, name, schemas, state.relations).map((relation): RelationLock & { readonly oid: string } => ({
      oid: relation.oid,
      relation: { schema: relation.schema, name: relation.name },
      kind: /[iI]/.test(relation.kind) ? 'index' : 'table',
      mode,
      known: 'documented',
      ...(atEnd === undefined ? {} : { atEnd }),
    })),
  );
  const { error } = await connection.batch([statement.sql]);
  if (error) {
    await connection.batch(['ROLLBACK']);
    return { form: 'not run', ...noEffects, unwatched: error };
  }
  const now = await relationsOf(connection);
  const made = [...now.values()].filter((one) => one.kind === 'i' && state.old.has(one.table ?? ''));
  const built = made.filter((one) => !state.files.has(one.file));
  const changed = [...now.values()].filter(
    (one) => state.old.has(one.oid) && state.relations.get(one.oid)?.file !== one.file,
  );
  const rewritten = changed.filter((one) => one.kind === 'r' || one.kind === 'm');
  const read = new Set([...built.map((one) => one.table), ...rewritten.map((one) => one.oid)]);
  const names = (relations: readonly Relation[]): readonly QualifiedName[] =>
    relations.map(({ schema, name }) => ({ schema, name })).sort(compareNames);
  const before = [...state.relations.keys()];
  state.relations.clear();
  for (const [oid, relation] of now) {
    state.relations.set(oid, relation);
    state.files.add(relation.file);
  }
  const all = locks
    .map(({ oid, ...lock }) => ({ oid, lock: now.has(oid) ? lock : { ...lock, dropped: true as const } }))
    .sort((a, b) => compareNames(a.lock.relation, b.lock.relation));
  // REINDEX builds each index anew beside the old one, and lets the two change names.
  const anew = statement.actions.some((action) => action.kind === 'reindex' && action.concurrently);
  const copies = all.flatMap(({ lock }): readonly RelationLock[] =>
    anew && lock.kind === 'index'
      ? [
          {
            relation: { schema: lock.relation.schema, name: `${lock.relation.name}_ccnew` },
            kind: 'index',
            mode: lock.mode,
            known: 'documented',
          },
        ]
      : [],
  );
  return {
    form: 'as written',
    locks: all.filter(({ oid }) => state.old.has(oid)).map(({ lock }) => lock),
    locksOnNew: [
      ...all.filter(({ oid }) => !state.old.has(oid) && before.includes(oid)).map(({ lock }) => lock),
      ...copies,
    ],
    rewritten: names(rewritten),
    scanned: names([...now.values()].filter((one) => read.has(one.oid) && state.old.has(one.oid))),
    built: builtIndexes(built, state.old),
    newFiles: names(changed),
  };
}

function relationsFor(
  on: ReturnType<typeof outsideLocks>[number]['on'],
  name: WrittenName,
  schemas: readonly string[],
  relations: ReadonlyMap<string, Relation>,
): readonly Relation[] {
  const all = [...relations.values()];
  const places = name.schema === undefined ? schemas : [name.schema];
  const found = places
    .map((schema) => all.find((one) => one.schema === schema && one.name === name.name))
    .find((one) => one !== undefined);
  if (!found) return [];
  if (on === 'itself') return [found];
  return all.filter((one) => (on === 'its table' ? one.oid === found.table : one.table === found.oid));
}
