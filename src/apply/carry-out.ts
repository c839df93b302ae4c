import type { EntryKey, JournalEntry } from '../engines/applying.ts';
import { stepDigest } from '../plan/digest.ts';
import type { Step, WaitWork, Work } from '../plan/plan.ts';
import { runBatches } from './batches.ts';
import type { Context } from './context.ts';
import type { StepFailure } from './events.ts';
import { runAlone, runTogether } from './statements.ts';

/** How a piece of work of a step came out. */
export type PartResult =
  | { readonly kind: 'done'; readonly rows?: number }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'waiting'; readonly seconds: number }
  | ({ readonly kind: 'failed' } & StepFailure);

/** A wait up to so many seconds is sat out. */
const satOut = 60;

/** Carries out one piece of work and keeps the journal of it; `before` is what the journal knows of it already. */
export async function carryOut(
  context: Context,
  step: Step,
  work: Work,
  key: EntryKey,
  before: JournalEntry | undefined,
): Promise<PartResult> {
  if (before?.state === 'done') return { kind: 'done' };
  const { session, run } = context;
  if (work.kind === 'wait') return await wait(context, step, work, key, before);
  const alone = work.kind === 'statements' && work.statements.some(({ transactional }) => !transactional);
  // What an interruption left unknown must stay so in the journal until it was looked at: `start` keeps the state.
  await session.journal.start(run.id, key, stepDigest(step), 'running');
  const result = await carry();
  if (result.kind === 'failed' && result.failure.kind !== 'lost') {
    await session.journal.fail(run.id, key, result.failure.message);
  }
  if (result.kind !== 'done') return result;
  return typeof result.value === 'number' ? { kind: 'done', rows: result.value } : { kind: 'done' };

  function carry() {
    if (work.kind === 'batches') return runBatches(context, step, key, work, before);
    if (work.kind === 'wait') throw new Error('a wait is no work');
    if (alone) return runAlone(context, step, key, work, before);
    return runTogether(context, step, key, work.statements);
  }
}

async function wait(
  context: Context,
  step: Step,
  work: WaitWork,
  key: EntryKey,
  before: JournalEntry | undefined,
): Promise<PartResult> {
  const { session, run, clock, signal, tell } = context;
  const known = before?.state === 'waiting' ? before : undefined;
  if (!known) await session.journal.start(run.id, key, stepDigest(step), 'waiting');
  const left = Math.max((work.seconds ?? 0) - (known?.seconds ?? 0), 0);
  if (work.until.length > 0 && !(await context.acknowledged({ ...step, work }, known !== undefined))) {
    return { kind: 'waiting', seconds: left };
  }
  if (left > satOut) return { kind: 'waiting', seconds: left };
  if (left > 0) {
    tell({ kind: 'pause', step, seconds: left });
    await clock.sleep(left * 1000, signal);
  }
  if (signal.aborted) return { kind: 'interrupted' };
  await session.journal.finish(run.id, key);
  return { kind: 'done' };
}
