import type { Catalog } from '../catalog/catalog.ts';
import { catalogDigests, catalogHash, compareDigests } from '../catalog/hash.ts';
import type { ApplySession, Holder, JournalEntry, JournalRun, MissingRoles } from '../engines/applying.ts';
import { RelvarError } from '../findings/error.ts';
import { planDigest, stepDigest } from '../plan/digest.ts';
import type { MigrationPlan, PlanEnd, Precondition, Work } from '../plan/plan.ts';
import type { Clock } from './clock.ts';

/** How a plan stands in a database, before anything is done. */
export interface Standing {
  /** The run that was begun and not ended; nothing where the plan is to begin. */
  readonly run?: JournalRun;
  /** By {@link entryKey}. */
  readonly entries: ReadonlyMap<string, JournalEntry>;
  readonly catalog: Catalog;
  /** The schema is that of the plan's end already. */
  readonly there: boolean;
  readonly notes: readonly string[];
}

export interface StartOptions {
  /** Go on although the schema is not the one that the plan was made for. */
  readonly acceptDrift: boolean;
  /** Go on although steps were edited since the run began. */
  readonly acceptEdits: boolean;
}

/** The key of a step's entries in the journal. */
export function entryKey(step: string, direction: JournalEntry['direction'], part: number): string {
  return `${step} ${direction} ${part}`;
}

/**
 * Finds out how the plan stands in the database, and whether it may be carried out there. Reads only.
 * @throws RelvarError for another engine's or another database's plan, a server that is too old or takes no changes,
 *   another plan's run that is open, a schema that was changed
 */
export async function standingOf(
  session: ApplySession,
  plan: MigrationPlan,
  direction: 'do' | 'undo',
  options: StartOptions,
): Promise<Standing> {
  checkServer(session, plan);
  const last = await session.journal.lastRun();
  const catalog = await session.catalog();
  const hash = catalogHash(catalog);
  const own = last?.plan === planDigest(plan);
  if (last && (last.state === 'open' || (last.state === 'done' && direction === 'undo' && own))) {
    return await resumed(session, plan, last, catalog, hash, options);
  }
  const fresh = { entries: new Map<string, JournalEntry>(), catalog, there: false, notes: [] };
  if (direction === 'undo') return fresh;
  // A plan that only changes rows ends in the schema that it begins with: its run tells that it was done.
  const ran = last?.state === 'done' && own && last.hash === hash;
  if (ran || (hash === plan.to.hash && hash !== plan.from.hash)) return { ...fresh, there: true };
  if (isEnd(plan.from, catalog)) return fresh;
  if (isEnd(plan.to, catalog)) return { ...fresh, there: true };
  const told = differences(plan.from, catalog);
  if (!options.acceptDrift) throw changed(session, `its schema is not the one that the plan was made for`, told);
  return { ...fresh, notes: [`the schema is not the one that the plan was made for: ${listed(told)}`] };
}

function checkServer(session: ApplySession, plan: MigrationPlan): void {
  if (session.takesNoChanges !== undefined) {
    throw new RelvarError('takes-no-changes', `${session.name} takes no changes: ${session.takesNoChanges}`, {
      hint: 'give the URL of the primary server',
    });
  }
  const major = (version: string) => Number.parseInt(version, 10);
  if (major(session.serverVersion) < major(plan.engine.version)) {
    throw new RelvarError(
      'server-too-old',
      `${session.name}: the server is ${session.serverVersion}, and the plan is written for ${plan.engine.version}`,
      { hint: 'plan again for the version of this server' },
    );
  }
  const unsuited = session.unsuited?.(plan.engine.version);
  if (unsuited !== undefined) {
    throw new RelvarError('server-unsuited', `${session.name}: ${unsuited}`, {
      hint: 'plan again for the version of this server: --target',
    });
  }
}

async function resumed(
  session: ApplySession,
  plan: MigrationPlan,
  run: JournalRun,
  catalog: Catalog,
  hash: string,
  options: StartOptions,
): Promise<Standing> {
  const entries = await session.journal.entries(run.id);
  const digest = planDigest(plan);
  const notes: string[] = [];
  if (run.plan !== digest) {
    if (run.from !== endName(plan.from) || run.to !== endName(plan.to)) {
      throw new RelvarError(
        'another-plan',
        `${session.name}: another plan is half done here, from ${run.from} to ${run.to}, since ${run.startedAt}`,
        { hint: 'finish that one, or roll it back' },
      );
    }
    const digests = new Map(plan.steps.map((step) => [step.id, stepDigest(step)]));
    const done = entries.filter(
      ({ direction, state }) => direction === 'do' && state !== 'undone' && state !== 'failed',
    );
    const edited = done.filter((entry) => digests.get(entry.step) !== entry.digest).map(({ step }) => step);
    if (edited.length > 0) {
      throw new RelvarError(
        'edited-plan',
        `steps were changed that are done or under way: ${edited.sort().join(', ')}`,
        {
          hint: 'take the plan folder that the run began with',
        },
      );
    }
    if (!options.acceptEdits) {
      throw new RelvarError('edited-plan', 'steps of the plan were changed since its run in this database began', {
        hint: 'take the plan folder that the run began with, or go on with --accept-edits',
      });
    }
    notes.push('steps that are still to come were changed since the run began');
  }
  if (run.hash !== undefined && run.hash !== hash) {
    if (!options.acceptDrift) throw changed(session, 'its schema was changed since the plan stopped here', []);
    notes.push('the schema was changed since the plan stopped here');
  }
  const known = new Map(entries.map((entry) => [entryKey(entry.step, entry.direction, entry.part), entry]));
  return { run, entries: known, catalog, there: false, notes };
}

/** How a run names an end of its plan. */
export function endName({ name, hash }: PlanEnd): string {
  return `${name} (${hash.slice(0, 12)})`;
}

/** What differs between an end of the plan and a schema, by objects, where the plan tells them. */
export function differences(end: PlanEnd, catalog: Catalog): readonly string[] {
  if (catalogHash(catalog) === end.hash) return [];
  const { missing, unexpected, changed } = compareDigests(end.objects ?? {}, catalogDigests(catalog));
  if (!end.objects) return ['the plan does not tell what differs'];
  return [
    ...missing.map((key) => `${key} is missing`),
    ...changed.filter((key) => !end.unsure?.includes(key)).map((key) => `${key} is another`),
    ...unexpected.map((key) => `${key} is there in addition`),
  ];
}

function isEnd(end: PlanEnd, catalog: Catalog): boolean {
  return differences(end, catalog).length === 0;
}

function changed(session: ApplySession, what: string, told: readonly string[]): RelvarError {
  return new RelvarError('schema-changed', `${session.name}: ${what}${told.length === 0 ? '' : `: ${listed(told)}`}`, {
    hint: 'plan again from this database; or, if the difference does not matter, go on with --accept-drift',
  });
}

function listed(sentences: readonly string[]): string {
  const shown = sentences.slice(0, 8).join(', ');
  return sentences.length > 8 ? `${shown} and ${sentences.length - 8} more` : shown;
}

/**
 * Checks that the roles that this names are there, and that the role may do all of it, before any of it is done.
 * @throws RelvarError `missing-roles`, `no-privilege`
 */
export async function checkPrivileges(
  session: ApplySession,
  works: readonly Work[],
  preconditions: readonly Precondition[] = [],
): Promise<void> {
  const statements = works.flatMap((work) => {
    if (work.kind === 'batches') return [work.sql];
    return work.kind === 'statements' ? work.statements.map(({ sql }) => sql) : [];
  });
  const roles = await session.missingRoles?.(statements);
  if (roles) throw rolesMissing(session, roles);
  const missing = await session.missingPrivileges([...statements, ...preconditions.map((one) => one.count)]);
  if (missing.length === 0) return;
  throw new RelvarError('no-privilege', `${session.name}: ${listed(missing)}`, {
    hint: 'nothing was done; take a role that may, or have these granted',
  });
}

function rolesMissing(session: ApplySession, { names, made }: MissingRoles): RelvarError {
  const [role, them] = names.length === 1 ? ['role', 'it'] : ['roles', 'them'];
  return new RelvarError(
    'missing-roles',
    `${session.name}: the plan names the ${role} ${listed(names)}, and the server does not have ${them}`,
    {
      hint: `nothing was done; make ${them} first: ${made.join(' ')} — with LOGIN and a password for who is to log in`,
    },
  );
}

/** The session of a run that was killed lives on for a moment, until its server notices. */
const lockPatience = 5_000;

/**
 * Takes the lock that only one apply has.
 * @throws RelvarError `another-apply`
 */
export async function takeLock(session: ApplySession, clock: Clock, signal: AbortSignal): Promise<void> {
  const begun = clock.now();
  for (;;) {
    const holder = await session.takeLock();
    if (!holder) return;
    if (clock.now() - begun > lockPatience || signal.aborted) throw anotherApply(session, holder);
    await clock.sleep(200, signal);
  }
}

function anotherApply(session: ApplySession, { process, who, seconds, query }: Holder): RelvarError {
  const since = seconds === undefined ? '' : `, at work for ${Math.round(seconds)} s`;
  // Between two tries it has just taken back the last one.
  const what = query === undefined || /^rollback$/i.test(query.trim()) ? '' : `: ${query}`;
  return new RelvarError(
    'another-apply',
    `${session.name}: another apply or rollback is running, process ${process} of ${who}${since}${what}`,
    { hint: 'wait until it has ended; one that was killed may still be finishing its statement' },
  );
}
