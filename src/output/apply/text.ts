import type { ApplyEvent, ApplyOutcome } from '../../apply/events.ts';
import type { Failure, Holder } from '../../engines/applying.ts';
import { listingOf } from '../../plan/listing.ts';
import type { Step, WaitWork } from '../../plan/plan.ts';
import { sqlLines } from '../sql-lines.ts';
import { displayWidth, wrap } from '../width.ts';
import { count, digits } from '../words.ts';

/** A line about work that goes on; one that is `passing` is soon replaced by the next of its kind. */
export interface EventLine {
  readonly text: string;
  readonly passing: boolean;
}

const indent = '      ';

/** What is told of an event, in one line. */
export function eventLine(event: ApplyEvent): EventLine {
  const lasting = (text: string): EventLine => ({ text, passing: false });
  const below = (text: string): EventLine => ({ text: indent + text, passing: false });
  switch (event.kind) {
    case 'note':
      return lasting(event.text);
    case 'begun': {
      const before = event.done > 0 ? `, ${digits(event.done)} done before` : '';
      const what = event.direction === 'do' ? count(event.of, 'step') : `${count(event.of, 'step')} to undo`;
      return lasting(`${event.database}: ${what}${before}`);
    }
    case 'against later':
      return lasting(
        `step ${stepName(event.step)} will stop: ${count(event.rows, 'row')} against it now (${event.precondition.holds.replace(/\.$/, '')}); mend them before you go on to it`,
      );
    case 'step':
      return lasting(
        `[${event.number}/${event.of}] ${stepName(event.step)} (${event.step.phase}, ${event.step.class})`,
      );
    case 'was done':
      return below('was done already');
    case 'cleaned up':
      return below('what a broken run left was taken away');
    case 'blocked':
      return below(`waits for ${event.blockers.map(holderText).join('; ')}`);
    case 'progress':
      return { text: `${indent}${event.phase}${share(event.share)}`, passing: true };
    case 'batch':
      return { text: `${indent}${rowsText(event.rows, event.total)}`, passing: true };
    case 'retry': {
      const who = event.blockers.length === 0 ? '' : `, ${event.blockers.map(holderText).join('; ')} in the way`;
      const what = event.failure.kind === 'lock' ? 'a lock was not had' : event.failure.message;
      return below(`${what}${who}: again in ${seconds(event.milliseconds / 1000)} (${event.retry} of ${event.of})`);
    }
    case 'pause':
      return below(`waits ${seconds(event.seconds)}`);
    case 'done': {
      const rows = event.rows === undefined ? '' : `, ${count(event.rows, 'row')}`;
      return below(`done in ${seconds(event.seconds)}${rows}`);
    }
  }
}

export function stepName({ id, title }: Step): string {
  return `${id} ${title}`;
}

function share(value: number | undefined): string {
  return value === undefined ? '' : `, ${Math.floor(value * 100)}%`;
}

function rowsText(rows: number, total: number): string {
  if (total <= 0 || rows > total) return count(rows, 'row');
  return `${digits(rows)} of about ${count(total, 'row')}${share(rows / total)}`;
}

/** `process 123 of app (web), idle in transaction for 62 s: UPDATE …`. */
function holderText({ process, who, state, seconds: age, query }: Holder): string {
  if (process === 0) return state;
  const since = age === undefined ? '' : ` for ${seconds(age)}`;
  return `process ${process} of ${who}, ${state}${since}${query === undefined ? '' : `: ${query}`}`;
}

/** `0.2 s`, `45 s`, `12 min`, `3 h`, `2 days`. */
export function seconds(value: number): string {
  if (value < 10) return `${Number(value.toFixed(1))} s`;
  if (value < 120) return `${Math.round(value)} s`;
  if (value < 7200) return `${Math.round(value / 60)} min`;
  return value < 172_800 ? `${Math.round(value / 3600)} h` : `${Math.round(value / 86_400)} days`;
}

/** The columns of a line, where no word is longer. */
export const lineWidth = 80;

/** A line in as many as it needs, the further ones set in; a command at its end stays whole, to be copied. */
export function fitted(line: string): readonly string[] {
  if (displayWidth(line) <= lineWidth) return [line];
  const indent = /^ */.exec(line)?.[0] ?? '';
  const [, before, command] = /^(.*?\S) +(relvar migrate .*)$/.exec(line) ?? [];
  if (before !== undefined && command !== undefined) return [...fitted(before), `${indent}  ${command}`];
  if (line.trimStart().startsWith('relvar migrate ')) return [line];
  return wrap(line.trimStart(), lineWidth - indent.length - 2).map(
    (part, at) => indent + (at === 0 ? '' : '  ') + part,
  );
}

const sqlIndent = '    ';

/** Why work ended and how to go on, line by line. `again` is the command that goes on, without its password. */
export function outcomeLines(outcome: ApplyOutcome, direction: 'do' | 'undo', again: string): readonly string[] {
  return outcomeText(outcome, direction, again).flatMap((line) => (line.startsWith(sqlIndent) ? [line] : fitted(line)));
}

function finishedLines(differences: readonly string[], direction: 'do' | 'undo'): readonly string[] {
  if (differences.length === 0)
    return [direction === 'do' ? 'done: the schema is the one that the plan ends in' : 'undone'];
  return [
    `${direction === 'do' ? 'all steps are done' : 'undone'}, but the schema is not the one that the plan ${direction === 'do' ? 'ends in' : 'began with'}:`,
    ...differences.map((one) => `  - ${one}`),
  ];
}

function lossLines(losses: readonly string[]): readonly string[] {
  return losses.length === 0 ? [] : ['this was not brought back:', ...losses.map((one) => `  - ${one}`)];
}

function outcomeText(outcome: ApplyOutcome, direction: 'do' | 'undo', again: string): readonly string[] {
  switch (outcome.kind) {
    case 'already there':
      return ['nothing to do: the schema is the one that the plan ends in'];
    case 'nothing to undo':
      return ['nothing to undo: no step of the plan is done here'];
    case 'finished':
      return [...finishedLines(outcome.differences, direction), ...lossLines(outcome.losses ?? [])];
    case 'phase ended':
      return [`the phase ${outcome.phase} is done; next is ${stepName(outcome.next)} (${outcome.next.phase})`];
    case 'waiting':
      return waitingLines(outcome.step, outcome.seconds, again);
    case 'precondition':
      return preconditionLines(outcome, direction, again);
    case 'interrupted':
      return [
        `interrupted at step ${stepName(outcome.step)}; what was begun of it and not ended is taken back`,
        `go on with: ${again}`,
      ];
    case 'unknown':
      return [
        `step ${stepName(outcome.step)} was interrupted, and nothing tells whether it took effect; look, then`,
        `  if it did:     ${again} --step-done ${outcome.step.id}`,
        `  if it did not: ${again} --step-again ${outcome.step.id}`,
      ];
    case 'failed':
      return failedLines(outcome, again);
  }
}

function waitingLines(step: Step, left: number, again: string): readonly string[] {
  // Only waits wait.
  const { until } = step.work as WaitWork;
  const time = left > 0 ? [`  - ${seconds(left)} more have passed`] : [];
  const flag = until.length > 0 ? ' --continue' : '';
  return [
    `stopped at step ${stepName(step)}, until`,
    ...until.map((one) => `  - ${one}`),
    ...time,
    `then go on with: ${again}${flag}`,
  ];
}

function preconditionLines(
  { early, more = [], ...first }: Extract<ApplyOutcome, { readonly kind: 'precondition' }>,
  direction: 'do' | 'undo',
  again: string,
): readonly string[] {
  const where = (step: Step) => {
    if (direction === 'do')
      return early ? `nothing is begun: step ${stepName(step)} would stop` : `stopped before step ${stepName(step)}`;
    return `${early ? 'nothing is undone' : 'stopped'}: step ${stepName(step)} cannot be taken back`;
  };
  const mend =
    direction === 'do'
      ? 'mend them'
      : 'the schema before has no place for these rows: change or delete them, keep elsewhere what must not be lost';
  return [
    ...[first, ...more].flatMap(({ step, precondition, rows }) => [
      `${where(step)}: ${count(rows, 'row')} against it`,
      `  must hold: ${precondition.holds}`,
      '  the rows:',
      ...listed(listingOf(precondition)),
    ]),
    `${mend}, then go on with: ${again}`,
  ];
}

const listed = (sql: string) => sqlLines(sql, lineWidth - sqlIndent.length).map((line) => sqlIndent + line);

function failedLines(
  { step, failure, attempts, blockers, counting }: Extract<ApplyOutcome, { readonly kind: 'failed' }>,
  again: string,
): readonly string[] {
  const times = attempts > 1 ? ` after ${attempts} attempts` : '';
  const more = [failure.detail, failure.hint].filter((one) => one !== undefined).map((one) => `  ${one}`);
  const who = blockers.map((one) => `  in the way: ${holderText(one)}`);
  if (counting) {
    return [
      `stopped before step ${stepName(step)}: counting rows against it failed${times}: ${failure.message}`,
      ...more,
      ...who,
      `  must hold: ${counting.holds}`,
      ...(failure.kind === 'lost' ? [] : ['  the query:', ...listed(counting.count)]),
      ...advice(step, failure, again),
    ];
  }
  return [
    `step ${stepName(step)} failed${times}: ${failure.message}`,
    ...more,
    ...who,
    ...advice(step, failure, again),
  ];
}

function advice({ work }: Step, { kind }: Failure, again: string): readonly string[] {
  const left = work.kind === 'batches' ? 'what was gone through before stays done' : 'nothing of the step is done';
  switch (kind) {
    case 'lost':
      return [`the connection is gone; the journal knows what was done. Go on with: ${again}`];
    case 'lock':
    case 'conflict':
      return [`${left}. Try again when less is going on: ${again}`];
    case 'disk full':
      return [`${left}. Make room on the server, then: ${again}`];
    case 'no privilege':
      return [`${left}. Take a role that may, then: ${again}`];
    case 'cancelled':
      return [`it took longer than the step allows, or somebody cancelled it; ${left}. Again: ${again}`];
    case 'read-only':
      return [`the server takes no changes now; when it does: ${again}`];
    case 'refused':
      return [`${left}; the steps before it are done. Go on with: ${again}`];
  }
}
