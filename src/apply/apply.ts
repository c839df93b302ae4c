import { catalogHash } from '../catalog/hash.ts';
import type { ApplySession, JournalEntry, JournalRun } from '../engines/applying.ts';
import { RelvarError } from '../findings/error.ts';
import { countedEarly, wayThere } from '../plan/counted-early.ts';
import { planDigest } from '../plan/digest.ts';
import { type MigrationPlan, type Phase, phases, type Step } from '../plan/plan.ts';
import { carryOut } from './carry-out.ts';
import type { Clock } from './clock.ts';
import type { Context } from './context.ts';
import type { ApplyOutcome, Told } from './events.ts';
import { unmet, unmetEarly } from './preconditions.ts';
import { differences, endName, entryKey, type Standing } from './start.ts';

/** What every carrying out needs of the world. */
export interface ApplyWorld {
  readonly clock: Clock;
  readonly random: () => number;
  readonly tell: Told;
  readonly signal: AbortSignal;
  /** Name and version of the program, for the journal. */
  readonly tool: string;
}

export interface ApplyOptions extends Pick<Context, 'acknowledged' | 'tookEffect'> {
  /** The last phase to be carried out; all of them when absent. */
  readonly until?: Phase;
}

/**
 * Carries out the steps of a plan that are not done yet, one after the other, as far as it may go, and tells why it
 * stopped. The lock is had, and `standing` was taken under it.
 */
export async function applyPlan(
  session: ApplySession,
  plan: MigrationPlan,
  standing: Standing,
  options: ApplyOptions,
  world: ApplyWorld,
): Promise<ApplyOutcome> {
  if (standing.there) return { kind: 'already there' };
  if ([...standing.entries.values()].some(({ direction }) => direction === 'undo')) {
    throw new RelvarError('rollback-under-way', `${session.name}: a rollback of the plan is half done here`, {
      hint: 'finish it first: relvar migrate rollback',
    });
  }
  const { acknowledged, tookEffect } = options;
  const done = (step: Step) => standing.entries.get(entryKey(step.id, 'do', 0))?.state === 'done';
  const reached = plan.steps.filter((step) => !done(step) && !(options.until && phaseEnds(step, options.until)));
  const outside = { ...world, session, mode: plan.mode, acknowledged, tookEffect };
  const early = await unmetEarly(outside, countedEarly(reached.map(wayThere), standing.catalog.tables));
  if (early) return early;
  const run = await openRun(session, plan, standing, world.tool);
  const context: Context = { ...outside, run };
  const { length: of } = plan.steps;
  world.tell({ kind: 'begun', database: session.name, direction: 'do', done: plan.steps.filter(done).length, of });
  let outcome: ApplyOutcome | undefined;
  for (const [at, step] of plan.steps.entries()) {
    if (done(step)) continue;
    outcome = options.until && phaseEnds(step, options.until);
    outcome ??= await applyStep(context, step, { number: at + 1, of }, standing.entries);
    if (outcome) break;
  }
  return await settle(session, run, plan, outcome, 'done');
}

function phaseEnds(next: Step, phase: Phase): ApplyOutcome | undefined {
  return phases.indexOf(next.phase) > phases.indexOf(phase) ? { kind: 'phase ended', next, phase } : undefined;
}

/** The run that is open, or a new one. While it has no hash, work on it goes on. */
export async function openRun(
  session: ApplySession,
  plan: MigrationPlan,
  { run }: Pick<Standing, 'run'>,
  tool: string,
): Promise<JournalRun> {
  await session.journal.prepare();
  const digest = planDigest(plan);
  if (!run) return await session.journal.begin({ plan: digest, from: endName(plan.from), to: endName(plan.to), tool });
  await session.journal.stop(run.id, 'open', digest);
  return run;
}

/** Carries out a step; gives why the plan stops there, if it does. */
async function applyStep(
  context: Context,
  step: Step,
  place: { readonly number: number; readonly of: number },
  entries: ReadonlyMap<string, JournalEntry>,
): Promise<ApplyOutcome | undefined> {
  const { clock, tell, signal } = context;
  if (signal.aborted) return { kind: 'interrupted', step };
  tell({ kind: 'step', step, ...place });
  const begun = clock.now();
  const before = entries.get(entryKey(step.id, 'do', 0));
  const stopped = await unmet(context, step, step.preconditions);
  if (stopped) return { ...stopped, step };
  const result = await carryOut(context, step, step.work, { step: step.id, direction: 'do', part: 0 }, before);
  if (result.kind !== 'done') return { ...result, step };
  const rows = result.rows === undefined ? {} : { rows: result.rows };
  tell({ kind: 'done', step, seconds: (clock.now() - begun) / 1000, ...rows });
  return undefined;
}

/** Notes in the journal how the run stands; without an outcome so far, all is done. */
export async function settle(
  session: ApplySession,
  run: JournalRun,
  plan: MigrationPlan,
  stopped: ApplyOutcome | undefined,
  atEnd: 'done' | 'undone',
): Promise<ApplyOutcome> {
  if (stopped?.kind === 'failed' && stopped.failure.kind === 'lost') return stopped;
  const catalog = await session.catalog();
  const end = stopped ? 'open' : atEnd;
  await session.journal.stop(run.id, end, planDigest(plan), catalogHash(catalog));
  if (stopped) return stopped;
  return { kind: 'finished', differences: differences(atEnd === 'done' ? plan.to : plan.from, catalog) };
}
