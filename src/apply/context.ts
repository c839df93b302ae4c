import type { ApplySession, JournalRun, StepLimits } from '../engines/applying.ts';
import type { PlanMode, Step } from '../plan/plan.ts';
import type { Clock } from './clock.ts';
import type { Told } from './events.ts';

/** What the carrying out of a step needs. */
export interface Context {
  readonly session: ApplySession;
  readonly run: JournalRun;
  readonly mode: PlanMode;
  readonly clock: Clock;
  /** From 0 up to 1. */
  readonly random: () => number;
  readonly tell: Told;
  /** Ends the work in good order. */
  readonly signal: AbortSignal;
  /** Whether people have done what a step waits for. `before`: the wait was told of in an earlier run. */
  readonly acknowledged: (step: Step, before: boolean) => Promise<boolean>;
  /** What the person says of statements of which an interruption left the end unknown: step → whether it took effect. */
  readonly tookEffect: Readonly<Record<string, boolean>>;
}

export function limitsOf({ precautions }: Step): StepLimits {
  return {
    lock: precautions.lockTimeoutMilliseconds ?? 0,
    statement: precautions.statementTimeoutMilliseconds ?? 0,
  };
}
