import type { EntryKey, JournalEntry } from '../engines/applying.ts';
import type { Statement } from '../engines/engine.ts';
import type { StatementsWork, Step } from '../plan/plan.ts';
import { type Attempted, attempt } from './attempt.ts';
import { type Context, limitsOf } from './context.ts';

/** Statements that stand or fall together, and the note in the journal with them. */
export async function runTogether(
  context: Context,
  step: Step,
  key: EntryKey,
  statements: readonly Statement[],
): Promise<Attempted<void>> {
  const { session, run, mode } = context;
  // Whoever wants what the first statement has locked waits as long as the later ones wait for theirs. Where an hour
  // without users was agreed, that does not matter.
  const shared = mode === 'zero-downtime';
  const limits = { ...limitsOf(step), shared, yields: shared ? yields(step, statements) : 0 };
  const texts = statements.map(({ sql }) => sql);
  return await attempt(context, step, () => session.together(texts, limits, run.id, key));
}

/** How many locks a statement waits for while another is held: by the rehearsal, where it stands alone. */
function yields({ effects }: Step, statements: readonly Statement[]): number {
  if (statements.length > 1 || effects.known === 'unknown') return 1;
  const locks = effects.locks.filter(({ kind }) => kind !== 'index').length;
  return locks > 1 ? locks : 0;
}

/** How a statement outside transactions came out; `unknown` when it was interrupted and nothing tells how it ended. */
export type RanAlone = Attempted<void> | { readonly kind: 'unknown' };

/**
 * A statement that no transaction holds together with the journal: after an interruption it is first looked whether it
 * was done, and what a broken run left is taken away.
 */
export async function runAlone(
  context: Context,
  step: Step,
  key: EntryKey,
  work: StatementsWork,
  before: JournalEntry | undefined,
): Promise<RanAlone> {
  const { session, run, tell } = context;
  const { recover } = work;
  const [statement] = work.statements;
  if (!statement) throw new Error(`step ${step.id} has no statement`);
  const finish = async (): Promise<RanAlone> => {
    await session.journal.finish(run.id, key);
    return { kind: 'done', value: undefined };
  };
  const clean = () => cleanUp(context, step, work);
  // A tool has done it, as the plan told that one can.
  if (!before && step.otherWays && context.tookEffect[step.id]) {
    tell({ kind: 'was done', step });
    return await finish();
  }
  if (before?.state === 'running' || before?.state === 'failed') {
    const effect = await effectOf(context, step, work, before);
    if (effect === undefined) return { kind: 'unknown' };
    if (effect) {
      tell({ kind: 'was done', step });
      return await finish();
    }
    const cleaned = await attempt(context, step, clean);
    if (cleaned.kind !== 'done') return cleaned;
  }
  if (!recover) await session.foresee?.(statement.sql, run.id, key);
  const result = await attempt(context, step, () => session.alone(statement.sql, limitsOf(step)), clean);
  if (result.kind === 'done') {
    if (recover && !(await isDone(context, recover.done))) return notThere(recover.done);
    return await finish();
  }
  // What it left is in nobody's way for longer than needed; if it cannot be taken away now, the next run does.
  const lost = result.kind === 'failed' && result.failure.kind === 'lost';
  if (!lost) await clean().catch(() => {});
  return result;
}

/** Whether a statement outside transactions that did not end in good order took effect; nothing where nobody knows. */
export async function effectOf(
  context: Context,
  step: Step,
  { recover }: StatementsWork,
  entry: JournalEntry,
): Promise<boolean | undefined> {
  if (recover) return await isDone(context, recover.done);
  const { session, run, tookEffect } = context;
  // One that failed took no effect, as far as its engine tells; of one that was cut off the person may know.
  const told = tookEffect[step.id] ?? (await session.tookEffect?.(run.id, entry));
  return told ?? (entry.state === 'failed' ? false : undefined);
}

/** Takes away what a broken run of a statement left. */
export async function cleanUp(context: Context, step: Step, { recover }: StatementsWork): Promise<void> {
  for (const one of recover?.cleanUp ?? []) await runOne(context, step, one);
  if (recover && recover.cleanUp.length > 0) context.tell({ kind: 'cleaned up', step });
}

async function runOne({ session }: Context, step: Step, { sql, transactional }: Statement): Promise<void> {
  if (!transactional) await session.alone(sql, limitsOf(step));
  else await session.transaction(limitsOf(step), async ({ run }) => void (await run(sql)));
}

async function isDone({ session }: Context, query: string): Promise<boolean> {
  const [row] = await session.query(query);
  return Object.values(row ?? {})[0] === true;
}

function notThere(query: string): RanAlone {
  const message = 'the statement ended without an error, but its effect is not there';
  return {
    kind: 'failed',
    failure: { kind: 'refused', code: 'no-effect', message, detail: query },
    attempts: 1,
    blockers: [],
  };
}
