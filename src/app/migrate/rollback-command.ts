import { machineClock } from '../../apply/clock.ts';
import type { Context } from '../../apply/context.ts';
import { countedFirst, rollBack, stepsToUndo, type UndoStep } from '../../apply/rollback.ts';
import { checkPrivileges, standingOf, takeLock } from '../../apply/start.ts';
import { type DryStep, dryRunText } from '../../output/apply/dry-run.ts';
import { count as countOf } from '../../output/words.ts';
import { version } from '../../version.ts';
import {
  againstNow,
  type CarriedOut,
  type CarryOutRequest,
  notAgreed,
  resumable,
  withTarget,
} from './apply-command.ts';

export interface RollbackRequest extends CarryOutRequest {
  /** The step after which everything is undone; without it, all of the plan. */
  readonly toStep?: string;
  /** Whether what a step waits for has happened; `before`: this wait was told of in an earlier run. */
  readonly acknowledged: Context['acknowledged'];
}

/**
 * Undoes what of a plan is done in a live database, last first.
 * @throws RelvarError for every reason not to begin
 */
export async function rollbackCommand(request: RollbackRequest): Promise<CarriedOut> {
  return await withTarget(request, 'undo', async ({ plan }, { session, shown }) => {
    await takeLock(session, machineClock, request.signal);
    const standing = await standingOf(session, plan, 'undo', request);
    for (const note of standing.notes) request.tell({ kind: 'note', text: note });
    const steps = stepsToUndo(plan, standing, request.toStep);
    if (steps.length === 0) return { outcome: { kind: 'nothing to undo' }, to: shown };
    await checkPrivileges(
      session,
      steps.flatMap(({ work }) => work),
      steps.flatMap(({ preconditions }) => preconditions),
    );
    if (!(await request.agree(rollbackSummary(session.name, steps)))) throw notAgreed();
    const world = { clock: machineClock, random: Math.random, tool: `relvar ${version}`, ...request };
    return { outcome: await resumable(rollBack(session, plan, standing, steps, request, world)), to: shown };
  });
}

/**
 * What {@link rollbackCommand} would do, in full; it changes nothing, and takes no lock.
 * @throws RelvarError for every reason not to begin
 */
export async function dryRollback(request: Omit<RollbackRequest, 'acknowledged'>): Promise<string> {
  return await withTarget(request, 'undo', async ({ plan }, { session }) => {
    const standing = await standingOf(session, plan, 'undo', request);
    const steps = stepsToUndo(plan, standing, request.toStep);
    await checkPrivileges(
      session,
      steps.flatMap(({ work }) => work),
      steps.flatMap(({ preconditions }) => preconditions),
    );
    const early = new Set(countedFirst(steps, standing).map(({ precondition }) => precondition.count));
    const dry: DryStep[] = [];
    for (const { work, preconditions, ...step } of steps)
      dry.push({ ...step, works: work, against: await againstNow(session, preconditions, early) });
    return dryRunText(session.name, 'undo', dry, 0);
  });
}

function rollbackSummary(name: string, steps: readonly UndoStep[]): readonly string[] {
  return [
    `${countOf(steps.length, 'step')} ${steps.length === 1 ? 'is' : 'are'} to be undone in ${name}:`,
    ...steps.flatMap(({ step, loses, breaks }) => [
      `  ${step.id} ${step.title}`,
      ...(loses === undefined ? [] : [`      lost: ${loses}`]),
      ...(breaks === undefined ? [] : [`      breaks: ${breaks}`]),
    ]),
  ];
}
