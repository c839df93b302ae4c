import type { FailureKind, Holder } from '../engines/applying.ts';
import type { Step } from '../plan/plan.ts';
import type { Context } from './context.ts';
import type { StepFailure } from './events.ts';

/** How work came out: with what it gave, ended by the person, or failed for good. */
export type Attempted<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'interrupted' }
  | ({ readonly kind: 'failed' } & StepFailure);

/** In milliseconds. */
const firstPause = 1_000;
const longestPause = 60_000;
const watchEvery = 500;
const lookAgainAfter = 100;

const passing: readonly FailureKind[] = ['lock', 'conflict'];

/**
 * The pause before the next attempt, from 0 for the first: doubled each time up to a minute, of which a half is chance,
 * so that two who met once do not meet again ("equal jitter" in M. Brooker, Exponential Backoff and Jitter, 2015).
 */
export function pauseBefore(retry: number, random: () => number): number {
  const most = Math.min(longestPause, firstPause * 2 ** retry);
  return Math.round(most / 2 + (random() * most) / 2);
}

/**
 * Tries work until it is done, fails for another reason than a lock, or has been tried as often as the step allows;
 * meanwhile tells whom it waits for and how far it is. `before` runs before each further attempt.
 */
export async function attempt<T>(
  context: Omit<Context, 'run'>,
  step: Step,
  work: () => Promise<T>,
  before: () => Promise<void> = async () => {},
): Promise<Attempted<T>> {
  const { session, signal, tell, random } = context;
  const { retries } = step.precautions;
  for (let retry = 0; ; retry++) {
    const watch = watching(context, step);
    try {
      if (retry > 0) await before();
      return { kind: 'done', value: await work() };
    } catch (error) {
      const failure = session.failure(error);
      const blockers = watch.blockers();
      if (signal.aborted && failure.kind !== 'lost') return { kind: 'interrupted' };
      if (!passing.includes(failure.kind) || retry >= retries) {
        // What the server says is the input's fault or the world's; anything else is a bug of ours.
        if (failure.kind === 'refused' && failure.code === '') throw error;
        return { kind: 'failed', failure, attempts: retry + 1, blockers };
      }
      const milliseconds = pauseBefore(retry, random);
      tell({ kind: 'retry', step, retry: retry + 1, of: retries, milliseconds, failure, blockers });
      await pause(context, milliseconds, blockers);
      if (signal.aborted) return { kind: 'interrupted' };
      await session.clearWay(blockers);
    } finally {
      await watch.stop();
    }
  }
}

/**
 * Waits so long, or a quarter of it and then until nobody of those who were in the way is any more: a transaction that is
 * opened again and again leaves gaps, which chance would seldom hit.
 */
export async function pause(
  { session, clock, signal }: Pick<Context, 'session' | 'clock' | 'signal'>,
  milliseconds: number,
  blockers: readonly Holder[],
): Promise<void> {
  const end = clock.now() + milliseconds;
  await clock.sleep(blockers.length === 0 ? milliseconds : milliseconds / 4, signal);
  while (clock.now() < end && !signal.aborted && (await session.areBusy(blockers))) {
    await clock.sleep(Math.min(lookAgainAfter, Math.max(end - clock.now(), 0)), signal);
  }
}

/** Looks at the work from beside, every half second; makes it give up when the person has ended it. */
function watching(context: Omit<Context, 'run'>, step: Step): { blockers(): readonly Holder[]; stop(): Promise<void> } {
  const { session, signal, clock, tell } = context;
  const stopped = new AbortController();
  let blockers: readonly Holder[] = [];
  let told = '';
  const look = async () => {
    const seen = await session.observe();
    if (stopped.signal.aborted) return;
    if (seen.blockers.length > 0) {
      blockers = seen.blockers;
      const who = blockers.map(({ process }) => process).join(' ');
      if (who !== told) tell({ kind: 'blocked', step, blockers });
      told = who;
    }
    if (seen.progress) tell({ kind: 'progress', step, ...seen.progress });
  };
  const loop = async () => {
    // Early enough to see who is in the way of a short wait: one that yields may be a part of the limit.
    const wait = Math.min(watchEvery, Math.max((step.precautions.lockTimeoutMilliseconds ?? watchEvery) / 8, 20));
    for (;;) {
      await clock.sleep(
        signal.aborted ? 250 : wait,
        AbortSignal.any(signal.aborted ? [stopped.signal] : [stopped.signal, signal]),
      );
      if (stopped.signal.aborted) return;
      if (signal.aborted) await session.cancel();
      else await look();
    }
  };
  const running = loop();
  return {
    blockers: () => blockers,
    async stop() {
      stopped.abort();
      await running;
    },
  };
}
