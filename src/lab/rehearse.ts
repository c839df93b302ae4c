import type { Connection, EngineError } from '../engines/connection.ts';
import type { Statement } from '../engines/engine.ts';
import { alterTableLock, type LockMode, strongest, type TriableForm, triableForm } from '../engines/postgres/locks.ts';
import { quoteName } from '../engines/postgres/quote.ts';
import { type Effects, effectsOf, noEffects, type RelationLock, type Watched, watched } from './effects.ts';
import type { Relation } from './observe.ts';
import { type Outcome, type TrialOptions, trial } from './trial.ts';

/** What was seen when a statement was tried. */
export interface Rehearsal extends Effects {
  readonly sql: string;
  /**
   * `plain`: run in a transaction without the word CONCURRENTLY. `not run`: there is no form of it that can be undone,
   * or an earlier statement of its group failed.
   */
  readonly form: TriableForm['form'];
  /** What its plain form was seen to lock. */
  readonly plainLocks?: readonly RelationLock[];
  /** Why it fails, when it does. */
  readonly error?: EngineError;
}

/**
 * Tries groups of statements in the lab, watches them, and undoes everything. The statements of a group (of one
 * change, or of changes that build on each other) run in order up to the first that fails; every group starts from
 * the schema as it is.
 *
 * The lab must hold the schema without rows and without inflated files, and be in no transaction. What is not watched
 * tells no effects.
 */
export async function rehearse(
  connection: Connection,
  groups: readonly (readonly Statement[])[],
  options: TrialOptions = {},
): Promise<readonly (readonly Rehearsal[])[]> {
  const forms = groups.map((group) => group.map(triableForm));
  // What cannot be tried keeps its place, as a statement that does nothing.
  const { relations, outcomes } = await trial(
    connection,
    forms.map((group) => group.map((form) => form.sql ?? 'SELECT')),
    options,
  );
  const scans = new Map([...relations.values()].map(({ oid, scans }) => [oid, scans]));
  // The transaction keeps what a group locked of sequences: their numbers are not undone either.
  const sequences = new Map<string, ReadonlySet<LockMode>>();
  const before = watched(relations);
  const files = new Set(before.files);
  return groups.map((group, at) => {
    // Counts are not undone with a group: they go on through all of them.
    const state: Watched = { ...before, scans, modes: new Map(sequences) };
    const rehearsals = group.map((statement, step) => {
      const outcome = outcomes[at]?.[step];
      const form = forms[at]?.[step];
      return outcome && form ? interpreted(statement, form, outcome, state) : notRun(statement);
    });
    for (const [oid, modes] of state.modes) if (relations.get(oid)?.kind === 'S') sequences.set(oid, modes);
    for (const outcome of outcomes[at] ?? []) putBack(before, outcome, relations, files);
    return rehearsals;
  });
}

/** Takes what a statement left out of the state again: copying that of a large schema for every group takes longer. */
function putBack(
  state: Watched,
  { seen }: Outcome,
  relations: ReadonlyMap<string, Relation>,
  files: ReadonlySet<string>,
): void {
  for (const { oid, now } of seen) {
    const relation = relations.get(oid);
    if (relation) state.relations.set(oid, relation);
    else state.relations.delete(oid);
    if (now && !files.has(now.file)) state.files.delete(now.file);
  }
}

function interpreted(statement: Statement, triable: TriableForm, outcome: Outcome, state: Watched): Rehearsal {
  if (outcome.error) {
    for (const [oid, scans] of Object.entries(outcome.scans ?? {})) state.scans.set(oid, scans);
    return { ...notRun(statement), form: triable.form, error: outcome.error };
  }
  const effects = effectsOf(outcome.seen, state, (relation) => alterTableLock(statement.sql, quoteName(relation)));
  return { sql: statement.sql, form: triable.form, ...effects, ...asWritten(effects.locks, triable) };
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
  return { sql: statement.sql, form: 'not run', ...noEffects };
}
