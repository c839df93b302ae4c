import type { ApplySession, JournalEntry } from '../engines/applying.ts';
import { RelvarError } from '../findings/error.ts';
import { type CountedEarly, countedBeforeUndo } from '../plan/counted-early.ts';
import type { MigrationPlan, Precondition, Step, WaitWork, Work } from '../plan/plan.ts';
import { precautionsBack } from '../plan/precautions-back.ts';
import { type ApplyWorld, openRun, settle } from './apply.ts';
import { attempt } from './attempt.ts';
import { carryOut } from './carry-out.ts';
import type { Context } from './context.ts';
import type { ApplyOutcome } from './events.ts';
import { unmet, unmetEarly } from './preconditions.ts';
import { entryKey, type Standing } from './start.ts';
import { cleanUp, effectOf } from './statements.ts';

/** A step that a rollback takes back. */
export interface UndoStep {
  readonly step: Step;
  /** The work that does it; for a deploy the wait for the one before. */
  readonly work: readonly Work[];
  /** What is lost with it. */
  readonly loses?: string;
  /** What of the application fails from then on. */
  readonly breaks?: string;
  /** What must hold before it; of a step that is half taken back no rows are counted any more. */
  readonly preconditions: readonly Precondition[];
}

/**
 * The steps that were done, or begun, after the one named (after the start when none is), last first.
 * @throws RelvarError where one of them has no undo, or there is no such step
 */
export function stepsToUndo(plan: MigrationPlan, standing: Standing, toStep?: string): readonly UndoStep[] {
  const last = plan.steps.findIndex(({ id }) => id === toStep);
  if (toStep !== undefined && last === -1) {
    throw new RelvarError('no-such-step', `the plan has no step ${toStep}`, {
      hint: `its steps are ${plan.steps[0]?.id ?? 'none'} to ${plan.steps.at(-1)?.id ?? 'none'}`,
    });
  }
  const begun = plan.steps.slice(last + 1).filter(({ id }) => {
    const state = standing.entries.get(entryKey(id, 'do', 0))?.state;
    return state !== undefined && state !== 'undone';
  });
  return begun.toReversed().map((step) => {
    if (step.work.kind === 'wait') return { step, work: waitBack(step.work), preconditions: [] };
    if ('none' in step.undo) {
      throw new RelvarError('no-undo', `step ${step.id} (${step.title}) cannot be taken back: ${step.undo.none}`, {
        hint: `nothing was undone; --to-step ${step.id} undoes what came after it`,
      });
    }
    const { preconditions = [], ...undo } = step.undo;
    const isBegun = standing.entries.has(entryKey(step.id, 'undo', 0));
    return { step, ...undo, preconditions: isBegun ? [] : preconditions };
  });
}

/** What must hold that can be counted before the first of the steps is taken back. */
export function countedFirst(steps: readonly UndoStep[], { entries, catalog }: Standing): readonly CountedEarly[] {
  const done = steps.filter(({ step }) => entries.get(entryKey(step.id, 'do', 0))?.state === 'done');
  return countedBeforeUndo(done, catalog.tables);
}

/** Behind a deploy the application that is there needs what is taken back before it; a span of time needs nothing. */
function waitBack({ until, seconds }: WaitWork): readonly Work[] {
  if (until.length === 0 || seconds !== undefined) return [];
  return [
    { kind: 'wait', until: ['The application that works with the schema before this step is deployed everywhere.'] },
  ];
}

/** Undoes steps, last first, and tells why it stopped. The lock is had, and `standing` was taken under it. */
export async function rollBack(
  session: ApplySession,
  plan: MigrationPlan,
  standing: Standing,
  steps: readonly UndoStep[],
  options: Pick<Context, 'acknowledged' | 'tookEffect'>,
  world: ApplyWorld,
): Promise<ApplyOutcome> {
  if (!standing.run || steps.length === 0) return { kind: 'nothing to undo' };
  const against = await unmetEarly({ ...world, ...options, session, mode: plan.mode }, countedFirst(steps, standing));
  if (against) return against;
  const run = await openRun(session, plan, standing, world.tool);
  const context: Context = { ...world, ...options, session, run, mode: plan.mode };
  world.tell({ kind: 'begun', database: session.name, direction: 'undo', done: 0, of: steps.length });
  let outcome: ApplyOutcome | undefined;
  for (const [at, undo] of steps.entries()) {
    outcome = await undoStep(context, undo, { number: at + 1, of: steps.length }, standing.entries);
    if (outcome) break;
  }
  const left = plan.steps.some(({ id }) => {
    const state = standing.entries.get(entryKey(id, 'do', 0))?.state;
    return state !== undefined && state !== 'undone' && !steps.some(({ step }) => step.id === id);
  });
  const ended = await settle(
    session,
    run,
    plan,
    outcome ?? (left ? { kind: 'finished', differences: [] } : undefined),
    'undone',
  );
  // Those before a stop are told at the end, too.
  const before = plan.steps.filter(({ id }) => standing.entries.get(entryKey(id, 'do', 0))?.state === 'undone');
  const losses = [
    ...before.toReversed().flatMap(({ undo }) => ('none' in undo ? [] : (undo.loses ?? []))),
    ...steps.flatMap(({ loses }) => loses ?? []),
  ];
  return ended.kind === 'finished' && losses.length > 0 ? { ...ended, losses } : ended;
}

async function undoStep(
  context: Context,
  { step, work, preconditions }: UndoStep,
  place: { readonly number: number; readonly of: number },
  entries: ReadonlyMap<string, JournalEntry>,
): Promise<ApplyOutcome | undefined> {
  const { session, run, clock, tell, signal } = context;
  if (signal.aborted) return { kind: 'interrupted', step };
  tell({ kind: 'step', step, ...place });
  const begun = clock.now();
  const effect = await tookEffect(context, step, entries.get(entryKey(step.id, 'do', 0)));
  if (effect === undefined) return { kind: 'unknown', step };
  const { work: did } = step;
  if (!effect && did.kind === 'statements') {
    const cleaned = await attempt(context, step, () => cleanUp(context, step, did));
    if (cleaned.kind !== 'done') return { ...cleaned, step };
  }
  const stopped = effect ? await unmet(context, step, preconditions) : undefined;
  if (stopped) return { ...stopped, step };
  for (const [part, one] of effect ? work.entries() : []) {
    const before = entries.get(entryKey(step.id, 'undo', part));
    const backwards = { ...step, precautions: precautionsBack(step, one) };
    const result = await carryOut(context, backwards, one, { step: step.id, direction: 'undo', part }, before);
    if (result.kind !== 'done') return { ...result, step: one.kind === 'wait' ? { ...step, work: one } : step };
  }
  await session.journal.undone(run.id, step.id);
  tell({ kind: 'done', step, seconds: (clock.now() - begun) / 1000 });
  return undefined;
}

/** Whether there is anything to undo of a step that was begun; nothing when that cannot be seen. */
async function tookEffect(context: Context, step: Step, entry: JournalEntry | undefined): Promise<boolean | undefined> {
  const { work } = step;
  if (!entry || entry.state === 'waiting') return false;
  if (entry.state === 'done' || work.kind !== 'statements') return true;
  // Statements that stand or fall together are done or were never there.
  if (work.statements.every(({ transactional }) => transactional)) return false;
  return await effectOf(context, step, work, entry);
}
