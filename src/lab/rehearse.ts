import { compareNames, type QualifiedName } from '../catalog/names.ts';
import type { Connection, EngineError } from '../engines/connection.ts';
import type { Statement } from '../engines/engine.ts';
import { alterTableLock, type LockMode, strongest, type TriableForm, triableForm } from '../engines/postgres/locks.ts';
import { quoteName } from '../engines/postgres/quote.ts';
import { type Outcome, type Relation, trial } from './trial.ts';

/** The strongest lock that a statement takes on a relation that was there before it. */
export interface RelationLock {
  readonly relation: QualifiedName;
  readonly kind: 'table' | 'index' | 'view' | 'sequence';
  readonly mode: LockMode;
  /** Seen in the lab; or told by the manual, because the lab ran another form or an earlier statement hid the lock. */
  readonly known: 'seen' | 'documented';
}

/** What was seen when a statement was tried. */
export interface Rehearsal {
  readonly sql: string;
  /**
   * `plain`: run in a transaction without the word CONCURRENTLY. `not run`: there is no form of it that can be undone,
   * or an earlier statement of its group failed.
   */
  readonly form: TriableForm['form'];
  /** What the statement locks as it is written, by name. */
  readonly locks: readonly RelationLock[];
  /** What its plain form was seen to lock. */
  readonly plainLocks?: readonly RelationLock[];
  /** Tables and materialised views that were written anew, by name. */
  readonly rewritten: readonly QualifiedName[];
  /** Tables and materialised views that were read from end to end, by name. */
  readonly scanned: readonly QualifiedName[];
  /** Why it fails, when it does. */
  readonly error?: EngineError;
}

/**
 * Tries groups of statements in the lab, watches them, and undoes everything. The statements of a group (of one
 * change, or of changes that build on each other) run in order up to the first that fails; every group starts from
 * the schema as it is.
 *
 * The lab must hold the schema without rows and without inflated files, and be in no transaction.
 */
export async function rehearse(
  connection: Connection,
  groups: readonly (readonly Statement[])[],
): Promise<readonly (readonly Rehearsal[])[]> {
  const forms = groups.map((group) => group.map(triableForm));
  // What cannot be tried keeps its place, as a statement that does nothing.
  const { relations, outcomes } = await trial(
    connection,
    forms.map((group) => group.map((form) => form.sql ?? 'SELECT')),
  );
  const scans = new Map([...relations.values()].map(({ oid, scans }) => [oid, scans]));
  return groups.map((group, at) => {
    const watched: Watched = { relations, modes: new Map(), files: new Map(), scans };
    return group.map((statement, step) => {
      const outcome = outcomes[at]?.[step];
      const form = forms[at]?.[step];
      return outcome && form ? interpreted(statement, form, outcome, watched) : notRun(statement);
    });
  });
}

/** What the earlier statements of a group left: what is compared with, and brought up to date by each statement. */
interface Watched {
  readonly relations: ReadonlyMap<string, Relation>;
  readonly modes: Map<string, ReadonlySet<LockMode>>;
  readonly files: Map<string, string>;
  /** Counts are not undone with a group: they go on through all of them. */
  readonly scans: Map<string, number>;
}

function interpreted(statement: Statement, triable: TriableForm, outcome: Outcome, watched: Watched): Rehearsal {
  if (outcome.error) return { ...notRun(statement), form: triable.form, error: outcome.error };
  const locks: RelationLock[] = [];
  const rewritten: Relation[] = [];
  const scanned: Relation[] = [];
  for (const { oid, modes, file, scans } of outcome.seen) {
    const relation = watched.relations.get(oid);
    if (!relation) continue;
    const held = watched.modes.get(oid) ?? new Set();
    const lock = lockOf(statement, relation, modes, held);
    if (lock) locks.push(lock);
    if (relation.kind === 'r' || relation.kind === 'm') {
      if (file !== (watched.files.get(oid) ?? relation.file)) rewritten.push(relation);
      if (scans > (watched.scans.get(oid) ?? 0)) scanned.push(relation);
    }
    watched.modes.set(oid, new Set(modes));
    watched.files.set(oid, file);
    watched.scans.set(oid, scans);
  }
  return {
    sql: statement.sql,
    form: triable.form,
    ...asWritten(
      locks.sort((a, b) => compareNames(a.relation, b.relation)),
      triable,
    ),
    rewritten: names(rewritten),
    scanned: names(scanned),
  };
}

/** The strongest lock that was not held before; or the documented one, when it was held before and so cannot be seen. */
function lockOf(
  statement: Statement,
  relation: Relation,
  modes: readonly LockMode[],
  held: ReadonlySet<LockMode>,
): RelationLock | undefined {
  const fresh = strongest(modes.filter((mode) => !held.has(mode)));
  const documented = alterTableLock(statement.sql, quoteName(relation));
  const hidden = documented !== undefined && held.has(documented) ? documented : undefined;
  const mode = strongest([fresh, hidden].filter((one) => one !== undefined));
  if (mode === undefined) return undefined;
  return {
    relation: nameOf(relation),
    kind: kinds[relation.kind] ?? 'table',
    mode,
    known: mode === fresh ? 'seen' : 'documented',
  };
}

/** Where the lab ran another form, the locks that matter are those of the form as written, in the documented mode. */
function asWritten(
  seen: readonly RelationLock[],
  { form, documented }: TriableForm,
): Pick<Rehearsal, 'locks' | 'plainLocks'> {
  if (documented === undefined) return { locks: seen };
  const locks = seen.map((lock): RelationLock => {
    const weaker = strongest([lock.mode, documented]) !== lock.mode;
    return weaker ? lock : { ...lock, mode: documented, known: 'documented' };
  });
  return form === 'plain' ? { locks, plainLocks: seen } : { locks };
}

function notRun(statement: Statement): Rehearsal {
  return { sql: statement.sql, form: 'not run', locks: [], rewritten: [], scanned: [] };
}

/** By `relkind`; all that is not here holds rows. */
const kinds: Readonly<Record<string, RelationLock['kind']>> = { i: 'index', I: 'index', v: 'view', S: 'sequence' };

function nameOf({ schema, name }: QualifiedName): QualifiedName {
  return { schema, name };
}

function names(relations: readonly Relation[]): readonly QualifiedName[] {
  return relations.map(nameOf).sort(compareNames);
}
