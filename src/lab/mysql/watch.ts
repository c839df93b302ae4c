import type { QualifiedName } from '../../catalog/names.ts';
import type { Connection, EngineError } from '../../engines/connection.ts';
import { draftConnection, isDraft } from '../../engines/mysql/draft-connection.ts';
import { dialectOf, locksReferenced } from '../../engines/mysql/flavour.ts';
import { mysql } from '../../engines/mysql/index.ts';
import { otherSyntax } from '../../engines/mysql/load/other-syntax.ts';
import { typesUnknownIn } from '../../engines/mysql/load/other-types.ts';
import { metadataLock } from '../../engines/mysql/online/alter-class.ts';
import { tableOf } from '../../engines/mysql/online/effects.ts';
import { copyOf, type Draft, schemaName } from '../../engines/mysql/read/draft.ts';
import { carryOut, draftOf } from '../../engines/mysql/render.ts';
import { beginsStatement, changesNoObject } from '../../engines/mysql/sql/statement-words.ts';
import { noEffects } from '../effects.ts';
import type { Rehearsal } from '../rehearse.ts';
import type { ScriptedGroup, ScriptedStatement, ScriptRehearsal } from '../rehearse-script.ts';
import { alteration } from './alteration.ts';
import { beyondLab, otherDatabases } from './beyond-lab.ts';
import { brokenAt } from './broken.ts';
import { goesThrough } from './goes-through.ts';

/**
 * Goes through a script, on what was read of the schema or in a scratch database, and leaves it there; of each statement
 * how the engine carries it out. What fails is passed over.
 */
export async function watchScript(
  connection: Connection,
  groups: readonly ScriptedGroup[],
): Promise<readonly (readonly ScriptRehearsal[])[]> {
  const draft = await openDraft(connection);
  const others = isDraft(connection) ? new Set<string>() : await otherDatabases(connection);
  const seen: ScriptRehearsal[][] = [];
  for (const group of groups) {
    const own: ScriptRehearsal[] = [];
    for (const statement of group.statements) {
      const rehearsal = await watch(connection, statement, draft, others);
      if (!rehearsal.error && rehearsal.limit === undefined) carryOut(statement.sql, draft);
      own.push(rehearsal);
    }
    seen.push(own);
  }
  const statements = groups.flatMap((group) => group.statements);
  const flat = seen.flat();
  return seen.map((own) =>
    own.map((rehearsal) => {
      const statement = statements[flat.indexOf(rehearsal)];
      const breaks = statement && !rehearsal.error ? brokenAt(statement.actions, draft) : [];
      return breaks.length === 0 ? rehearsal : { ...rehearsal, breaks };
    }),
  );
}

/** The schema as it is, to be changed along with the lab. */
async function openDraft(connection: Connection): Promise<Draft> {
  if (isDraft(connection)) return copyOf({ ...connection.draft(), foreignKeyChecks: true });
  const [row] = await connection.query('SELECT version() AS version');
  return copyOf(draftOf(await mysql.introspect(connection), dialectOf(String(row?.['version']))));
}

async function watch(
  connection: Connection,
  { sql, actions, alternatives: forms }: ScriptedStatement,
  draft: Draft,
  others: ReadonlySet<string>,
): Promise<ScriptRehearsal> {
  const form = isDraft(connection) ? 'by facts' : 'as written';
  const alternatives = await Promise.all(forms.map((statements) => tried(statements, draft)));
  const nothing = { form, ...noEffects, alternatives } as const;
  if (actions.every(({ kind }) => kind === 'transaction' || kind === 'set')) {
    const setsOurs =
      /^SET\s+(?:SESSION\s+|LOCAL\s+|@@session\.)?(?:foreign_key_checks|unique_checks|sql_mode|names)\b/i;
    if (isDraft(connection) || setsOurs.test(sql)) await connection.batch([sql]);
    return nothing;
  }
  const fault = isDraft(connection) ? await faultIn(sql, actions) : undefined;
  if (fault !== undefined) {
    // As a server answers, which is not asked here.
    const error = { code: '42000', message: `syntax error: ${fault}` };
    return { ...nothing, form: 'not run', error, unwatched: error };
  }
  const foreign = isDraft(connection) ? (otherSyntax(sql, draft.dialect) ?? typesUnknownIn(sql, draft)) : undefined;
  if (foreign !== undefined) {
    const error = { code: '42000', message: foreign };
    return { ...nothing, form: 'not run', error, unwatched: error };
  }
  const limit = isDraft(connection) ? unknown(actions) : beyondLab(sql, others);
  if (limit !== undefined) return { ...nothing, form: 'not run', limit };
  const altered = await alteration(connection, sql, draft);
  if (altered) {
    return 'error' in altered
      ? { form: 'not run', ...noEffects, error: altered.error, unwatched: altered.error, alternatives }
      : { form, ...altered, alternatives };
  }
  const isOfRows = actions.some(({ kind }) => /^(?:insert|update|delete|select)$/.test(kind));
  const { error } = await connection.batch([isOfRows && !isDraft(connection) ? `EXPLAIN ${sql}` : sql]);
  if (error) {
    const told = withState(error);
    return { form: 'not run', ...noEffects, error: told, unwatched: told, alternatives };
  }
  return { ...nothing, ...effectsOf(sql, actions, draft) };
}

/** What is wrong with the grammar of a statement that was not read, where that is sure. */
async function faultIn(sql: string, actions: ScriptedStatement['actions']): Promise<string | undefined> {
  for (const action of actions) {
    if (action.kind !== 'other' || !/^\w+$/.test(action.statement)) continue;
    const word = action.statement;
    if (word === 'TRUNCATE') return 'TRUNCATE is followed by the name of a table';
    if (/^(?:INSERT|REPLACE|UPDATE|DELETE)$/.test(word)) {
      const fault = await mysql.syntaxFault(sql);
      if (fault) return fault.message;
    } else if (!beginsStatement(word)) return `no statement begins with ${word}`;
  }
  return undefined;
}

/** Why nobody can tell what a statement does. */
function unknown(actions: ScriptedStatement['actions']): string | undefined {
  const stranger = actions.find((action) => action.kind === 'other' && !changesNoObject.test(action.statement));
  return stranger === undefined ? undefined : 'what it does was not read';
}

/** What advice is carried out on what was read, and undone. */
async function tried(statements: readonly { readonly sql: string }[], draft: Draft): Promise<readonly Rehearsal[]> {
  const trial = draftConnection(copyOf(draft));
  const { completed, error } = await trial.batch(statements.map(({ sql }) => sql));
  return statements.map(({ sql }, at) => ({
    sql,
    // Reading a statement is not running it.
    form: 'not run',
    ...noEffects,
    ...(error && at === completed ? { error } : {}),
  }));
}

/** What changes a definition otherwise than by altering a table locks it for a moment; rows that are gone through are told. */
function effectsOf(
  sql: string,
  actions: ScriptedStatement['actions'],
  draft: Draft,
): Pick<ScriptRehearsal, 'locks' | 'scanned' | 'rewritten'> {
  const known = (name: string): readonly QualifiedName[] =>
    [...draft.tables.keys()]
      .filter((one) => one.toLowerCase() === name.toLowerCase())
      .map((one) => ({ schema: schemaName, name: one }));
  const locked = new Set<string>();
  const scanned: QualifiedName[] = [];
  const rewritten: QualifiedName[] = [];
  for (const action of actions) {
    switch (action.kind) {
      case 'drop':
        if (action.objectKind === 'table') for (const { name } of action.objects) locked.add(name);
        break;
      case 'rename':
        locked.add(action.object.name);
        break;
      case 'truncate':
      case 'lock':
        for (const { name } of action.tables) locked.add(name);
        break;
      case 'vacuum':
        for (const { name } of action.tables) {
          rewritten.push(...known(name));
          scanned.push(...known(name));
        }
        break;
      case 'create table':
        if (locksReferenced(draft.dialect)) for (const { name } of action.references) locked.add(name);
        break;
      case 'create trigger':
        locked.add(action.table.name);
        break;
      case 'update':
      case 'delete':
        for (const one of known(action.table.name)) if (goesThrough(action, draft)) scanned.push(one);
        break;
      default:
        break;
    }
  }
  const other = tableOf(sql, draft);
  if (other !== undefined) locked.add(other);
  const locks = [...locked]
    .flatMap(known)
    .map((relation) => ({ relation, kind: 'table', mode: metadataLock, known: 'documented' }) as const);
  const rebuilt = rewritten.map(
    (relation) =>
      ({ relation, kind: 'table', mode: 'INPLACE, LOCK=NONE', known: 'documented', atEnd: metadataLock }) as const,
  );
  return { locks: [...locks, ...rebuilt], scanned, rewritten };
}

/** What an engine says of rows that the lab lacks is of the classes of SQLSTATE. */
function withState(error: EngineError): EngineError {
  return /^ER_(?:NO_REFERENCED_ROW|ROW_IS_REFERENCED|BAD_NULL|DUP_ENTRY|CONSTRAINT_FAILED)/.test(error.code)
    ? { ...error, code: '23000' }
    : error;
}
