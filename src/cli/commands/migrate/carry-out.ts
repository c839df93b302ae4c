import type { CarriedOut, CarryOutRequest } from '../../../app/migrate/apply-command.ts';
import type { ApplyEvent } from '../../../apply/events.ts';
import { RelvarError } from '../../../findings/error.ts';
import type { Step } from '../../../plan/plan.ts';
import { clearProgress, type Flag, type FlagValues, type Io, listFlag, progressOn, textFlag } from '../../command.ts';

const formats = ['pretty', 'json'] as const;

/** What apply and rollback take in common. */
export const carryOutFlags: readonly Flag[] = [
  { name: '--to', value: 'database', summary: 'the database: a URL, or a name of the configuration' },
  { name: '--continue', summary: 'what the step waits for at which it stopped is done' },
  { name: '--dry-run', summary: 'only print what would be done, in full' },
  { name: '--yes', summary: 'do not ask' },
  { name: '--accept-edits', summary: 'go on although the plan was edited by hand' },
  { name: '--accept-drift', summary: 'go on although the schema is not the one that the plan expects' },
  {
    name: '--step-done',
    value: 'step',
    summary:
      'this step, whose end an interruption left unknown, took effect; or a tool that the plan names has done it',
    repeat: true,
  },
  {
    name: '--step-again',
    value: 'step',
    summary: 'this step, whose end an interruption left unknown, did not',
    repeat: true,
  },
  { name: '--format', value: 'format', summary: 'text, or a line of JSON for every event', choices: formats },
  { name: '--config', value: 'file', summary: 'the configuration (default: relvar.config.json)' },
];

/** Between two lines about the same work, when nothing can be drawn over. */
const lineEvery = 10_000;

/** Runs a use case for its command: questions, lines as it goes, how it ended. Gives the exit code. */
export async function carryOutFor(
  direction: 'do' | 'undo',
  plan: string,
  flags: FlagValues,
  io: Io,
  use: {
    readonly run: (request: CarryOutRequest) => Promise<CarriedOut>;
    readonly dry: (request: CarryOutRequest) => Promise<string>;
  },
): Promise<number> {
  const [{ readConfig }, { eventLine, fitted, outcomeLines }, { eventJson }] = await Promise.all([
    import('../../../config/config.ts'),
    import('../../../output/apply/text.ts'),
    import('../../../output/apply/json.ts'),
  ]);
  const to = textFlag(flags, 'to');
  if (to === undefined) {
    throw new RelvarError('no-target', 'which database? Give it after --to', {
      hint: 'a URL, postgres://user@host/database, or the name of an environment',
    });
  }
  const json = flags['format'] === 'json';
  io.takesTime?.();
  const draw = progressOn(io);
  let lastDrawn = Number.NEGATIVE_INFINITY;
  const tell = (event: ApplyEvent): void => {
    if (json) {
      io.out(`${eventJson(event)}\n`);
      return;
    }
    const { text, passing } = eventLine(event);
    if (passing && io.progress) draw(text);
    else if (!passing || performance.now() - lastDrawn > lineEvery) {
      clearProgress(io);
      io.error(`${fitted(text).join('\n')}\n`);
      if (passing) lastDrawn = performance.now();
    }
  };
  const request: CarryOutRequest = {
    plan,
    to,
    config: await readConfig('.', textFlag(flags, 'config')),
    environment: io.environment,
    signal: io.signal,
    now: io.now,
    acceptEdits: flags['accept-edits'] === true,
    acceptDrift: flags['accept-drift'] === true,
    tookEffect: Object.fromEntries([
      ...listFlag(flags, 'step-done').map((step) => [step, true] as const),
      ...listFlag(flags, 'step-again').map((step) => [step, false] as const),
    ]),
    agree: (summary) => agree(summary.flatMap(fitted), flags, io),
    tell,
  };
  if (flags['dry-run'] === true) {
    io.out(await use.dry(request));
    return 0;
  }
  const { outcome, to: shown } = await use.run(request);
  clearProgress(io);
  const command = `relvar migrate ${direction === 'do' ? 'apply' : 'rollback'} ${plan} --to ${shown}`;
  if (json) io.out(`${eventJson({ kind: 'outcome', outcome })}\n`);
  else io.error(`${outcomeLines(outcome, direction, command).join('\n')}\n`);
  switch (outcome.kind) {
    case 'failed':
    case 'unknown':
      return 2;
    case 'precondition':
      return 1;
    case 'interrupted':
      return 130;
    case 'waiting':
      return 3;
    case 'finished':
      return outcome.differences.length === 0 ? 0 : 1;
    default:
      return 0;
  }
}

/** Whether what a step waits for is done: by `--continue`, of the wait that was told of, or as a person says. */
export function acknowledgedBy(flags: FlagValues, io: Io): (step: Step, before: boolean) => Promise<boolean> {
  let asked = false;
  return async (step, before) => {
    // The flag is about the wait that was told of, not about the next one.
    if (flags['continue'] === true && before && !asked) {
      asked = true;
      return true;
    }
    if (!io.ask || step.work.kind !== 'wait') return false;
    const { fitted } = await import('../../../output/apply/text.ts');
    io.error(`${step.work.until.flatMap((one) => fitted(`      - ${one}`)).join('\n')}\n`);
    return await yes(io, '      Is this done?');
  };
}

/** Asks the person at the terminal; where nobody is there, only a flag agrees. */
async function agree(summary: readonly string[], flags: FlagValues, io: Io): Promise<boolean> {
  if (flags['yes'] === true) return true;
  if (!io.ask) {
    throw new RelvarError('not-agreed', 'this changes a database, and nobody is at the terminal to be asked', {
      hint: 'look at it with --dry-run, then give --yes',
    });
  }
  io.error(`${summary.join('\n')}\n`);
  return await yes(io, 'Go on?');
}

/** Whether the person at the terminal says yes; nobody there is no. */
async function yes(io: Io, question: string): Promise<boolean> {
  const answer = await io.ask?.(`${question} [y/N] `);
  return /^y(?:es)?$/i.test(answer?.trim() ?? '');
}
