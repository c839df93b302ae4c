import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { applyPlan } from '../../apply/apply.ts';
import { machineClock } from '../../apply/clock.ts';
import type { ApplyOutcome, Told } from '../../apply/events.ts';
import { rowsAgainst } from '../../apply/preconditions.ts';
import { checkPrivileges, entryKey, type Standing, standingOf, takeLock } from '../../apply/start.ts';
import { RelvarError } from '../../findings/error.ts';
import { type DryStep, dryRunText } from '../../output/apply/dry-run.ts';
import { noWayBack } from '../../output/plan/risks.ts';
import { count } from '../../output/words.ts';
import { countedEarly, wayThere } from '../../plan/counted-early.ts';
import type { MigrationPlan, Phase, Precondition, Step } from '../../plan/plan.ts';
import { version } from '../../version.ts';
import { writeWhole } from '../write-whole.ts';
import { type OpenedPlan, openPlan, refuseBroken, refuseEdits } from './open-plan.ts';
import { openTarget, type Target, type TargetRequest } from './target.ts';
import { backupFolder } from './write-folder.ts';

/** What apply and rollback are asked in common. */
export interface CarryOutRequest extends TargetRequest {
  /** The plan's folder, or its `plan.json`. */
  readonly plan: string;
  readonly acceptEdits: boolean;
  readonly acceptDrift: boolean;
  /** Of steps whose interruption left their end unknown: step → whether it took effect. */
  readonly tookEffect: Readonly<Record<string, boolean>>;
  /** What the person has to agree to, before anything is written. */
  readonly agree: (summary: readonly string[]) => Promise<boolean>;
  readonly tell: Told;
  readonly now: Date;
}

export interface ApplyRequest extends CarryOutRequest {
  readonly until?: Phase;
  /** Whether people have done what the step waits for; `before`: the wait was told of in an earlier run. */
  readonly acknowledged: (step: Step, before: boolean) => Promise<boolean>;
}

/** How it ended, and how the database is named where no password may stand. */
export interface CarriedOut {
  readonly outcome: ApplyOutcome;
  readonly to: string;
}

/**
 * Carries out a plan in a live database.
 * @throws RelvarError for every reason not to begin
 */
export async function applyCommand(request: ApplyRequest): Promise<CarriedOut> {
  return await withTarget(request, 'do', async ({ plan, folder }, target) => {
    const { session, shown } = target;
    await takeLock(session, machineClock, request.signal);
    const standing = await standingOf(session, plan, 'do', request);
    for (const note of standing.notes) request.tell({ kind: 'note', text: note });
    if (standing.there) return { outcome: { kind: 'already there' }, to: shown };
    const left = stepsLeft(plan, standing);
    await checkPrivileges(
      session,
      left.map(({ work }) => work),
      left.flatMap(({ preconditions }) => preconditions),
    );
    if (!(await request.agree(applySummary(session.name, plan, left)))) throw notAgreed();
    if (!standing.run) await backUp(target, standing, folder, request);
    const world = { clock: machineClock, random: Math.random, tool: `relvar ${version}`, ...request };
    return { outcome: await resumable(applyPlan(session, plan, standing, request, world)), to: shown };
  });
}

/**
 * What {@link applyCommand} would do, in full; it changes nothing, and takes no lock.
 * @throws RelvarError for every reason not to begin
 */
export async function dryApply(request: CarryOutRequest): Promise<string> {
  return await withTarget(request, 'do', async ({ plan }, { session }) => {
    const standing = await standingOf(session, plan, 'do', request);
    for (const note of standing.notes) request.tell({ kind: 'note', text: note });
    const left = standing.there ? [] : stepsLeft(plan, standing);
    await checkPrivileges(
      session,
      left.map(({ work }) => work),
      left.flatMap(({ preconditions }) => preconditions),
    );
    const early = new Set(
      countedEarly(left.map(wayThere), standing.catalog.tables).flatMap((one) =>
        one.behindWait ? [] : one.precondition.count,
      ),
    );
    const steps: DryStep[] = [];
    for (const step of left)
      steps.push({ step, works: [step.work], against: await againstNow(session, step.preconditions, early) });
    return dryRunText(session.name, 'do', steps, plan.steps.length - left.length);
  });
}

/** Rows that stand against each now, where they can be counted; `early`: the counts that are made before the first step. */
export async function againstNow(
  session: Target['session'],
  preconditions: readonly Precondition[],
  early: ReadonlySet<string>,
): Promise<DryStep['against']> {
  const against: DryStep['against'][number][] = [];
  for (const precondition of preconditions) {
    const rows = await rowsAgainst({ session }, precondition).catch(() => undefined);
    against.push({ precondition, early: early.has(precondition.count), ...(rows === undefined ? {} : { rows }) });
  }
  return against;
}

/** Opens plan and database (a plan that does not work only to take it back), and closes what was opened. */
export async function withTarget<T>(
  request: CarryOutRequest,
  direction: 'do' | 'undo',
  use: (opened: OpenedPlan, target: Target) => Promise<T>,
): Promise<T> {
  const opened = await openPlan(request.plan);
  if (!request.acceptEdits) refuseEdits(request.plan, opened);
  if (direction === 'do') refuseBroken(request.plan, opened.plan);
  const target = await openTarget(opened.plan, request);
  try {
    return await use(opened, target);
  } finally {
    await target.session.close().catch(() => {});
  }
}

/** A connection that is lost between two steps: as for one that is lost in a step, the journal knows what was done. */
export async function resumable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof RelvarError) || error.code !== 'connection-lost') throw error;
    throw new RelvarError(error.code, error.message, {
      hint: 'the journal knows what was done; give the same command again, and it goes on',
      cause: error,
    });
  }
}

/** The steps that are not done yet. */
function stepsLeft(plan: MigrationPlan, standing: Standing): readonly Step[] {
  return plan.steps.filter(({ id }) => standing.entries.get(entryKey(id, 'do', 0))?.state !== 'done');
}

export function notAgreed(): RelvarError {
  return new RelvarError('not-agreed', 'nothing was done');
}

function applySummary(name: string, plan: MigrationPlan, left: readonly Step[]): readonly string[] {
  const done = plan.steps.length - left.length;
  const of = done === 0 ? '' : ` of ${plan.steps.length}`;
  return [
    `${count(left.length, 'step')}${of} ${left.length === 1 ? 'is' : 'are'} to be carried out in ${name}:`,
    ...left.map((step) => `  ${step.id} ${step.title} (${step.phase}, ${step.class})`),
    ...noWayBack({ ...plan, steps: left }),
  ];
}

/** Writes the schema as it is beside the plan, whole or not at all. */
async function backUp(
  { applying, session }: Target,
  { catalog }: Standing,
  folder: string,
  { now, tell, signal }: ApplyRequest,
): Promise<void> {
  const time = now.toISOString().replace(/[-:]|\.\d+/g, '');
  const backups = join(folder, backupFolder);
  // Why it cannot be, writing says.
  await mkdir(backups, { recursive: true }).catch(() => {});
  const file = join(backups, `${basename(session.database)}-${time}.sql`);
  await writeWhole(file, applying.schemaSql(catalog, session.serverVersion), signal);
  tell({ kind: 'note', text: `the schema as it is was written to ${file}` });
}
