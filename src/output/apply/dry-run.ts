import { qualified } from '../../catalog/names.ts';
import { listingOf } from '../../plan/listing.ts';
import type { Precautions, Precondition, Step, StepLock, Work } from '../../plan/plan.ts';
import { sqlLines } from '../sql-lines.ts';
import { count } from '../words.ts';
import { fitted, lineWidth, seconds, stepName } from './text.ts';

/** A step as it would be carried out, or undone. */
export interface DryStep {
  readonly step: Step;
  readonly works: readonly Work[];
  /**
   * Rows against each precondition now; nothing where it cannot be counted yet. `early`: it is counted before the first
   * step, and rows against it then let none begin.
   */
  readonly against: readonly {
    readonly precondition: Precondition;
    readonly rows?: number;
    readonly early?: boolean;
  }[];
  readonly loses?: string;
  readonly breaks?: string;
}

/** What would be done, in full. */
export function dryRunText(name: string, direction: 'do' | 'undo', steps: readonly DryStep[], done: number): string {
  const verb = direction === 'do' ? 'be carried out' : 'be undone';
  const before = direction === 'do' && done > 0 ? `, ${done} are done` : '';
  const lines = [`${count(steps.length, 'step')} would ${verb} in ${name}${before}; nothing is changed now`];
  const stopping = steps.filter(({ against }) => against.some(({ rows = 0, early }) => early === true && rows > 0));
  if (stopping.length > 0) {
    const ids = stopping.map(({ step }) => step.id).join(', ');
    lines.push(
      `none would be ${direction === 'do' ? 'begun' : 'undone'}: rows stand against step${stopping.length === 1 ? '' : 's'} ${ids}, below`,
    );
  }
  for (const one of steps) lines.push('', ...stepLines(one, direction));
  const shown = lines.flatMap((line) => (line.startsWith(sqlIndent) ? [line] : fitted(line)));
  return `${shown.join('\n')}\n`;
}

const sqlIndent = '      ';
const sqlText = (sql: string) => sqlLines(sql, lineWidth - sqlIndent.length).map((line) => sqlIndent + line);

function stepLines({ step, works, against, loses, breaks }: DryStep, direction: 'do' | 'undo'): readonly string[] {
  return [
    `${stepName(step)} (${step.phase}, ${step.class})`,
    ...(direction === 'undo' || step.why === undefined ? [] : [`  why: ${step.why}`]),
    ...(loses === undefined ? [] : [`  lost: ${loses}`]),
    ...(breaks === undefined ? [] : [`  breaks: ${breaks}`]),
    ...against.flatMap(againstLines),
    ...(direction === 'undo' ? [] : step.effects.locks.map(lockLine)),
    `  ${precautionsText(step.precautions)}`,
    ...works.flatMap(workLines),
    ...(direction === 'undo' ? [] : [undoLine(step)]),
  ];
}

function againstLines({ precondition, rows }: DryStep['against'][number]): readonly string[] {
  const found =
    rows === undefined ? 'cannot be counted before the steps above are done' : `${count(rows, 'row')} against it`;
  const list = rows !== undefined && rows > 0 ? sqlText(listingOf(precondition)) : [];
  return [`  must hold: ${precondition.holds.replace(/\.$/, '')}: ${found}`, ...list];
}

function lockLine({ relation, mode, blocks, known }: StepLock): string {
  return `  lock: ${mode} on ${qualified(relation)}, blocks ${blocks} (${known})`;
}

function precautionsText({ lockTimeoutMilliseconds, statementTimeoutMilliseconds, retries }: Precautions): string {
  const wait =
    lockTimeoutMilliseconds === undefined
      ? 'waits for locks without limit'
      : `waits for a lock up to ${seconds(lockTimeoutMilliseconds / 1000)}`;
  const most =
    statementTimeoutMilliseconds === undefined ? '' : `, runs up to ${seconds(statementTimeoutMilliseconds / 1000)}`;
  return `${wait}${most}, ${retries === 1 ? '1 retry' : `${retries} retries`}`;
}

function workLines(work: Work): readonly string[] {
  switch (work.kind) {
    case 'statements': {
      const alone = work.statements.some(({ transactional }) => !transactional);
      return [
        alone ? '  outside a transaction:' : '  in one transaction:',
        ...work.statements.flatMap((statement) => sqlText(`${statement.sql};`)),
      ];
    }
    case 'batches':
      return [
        `  in pieces of ${count(work.rowsPerBatch, 'row')}, a transaction each, ${work.pauseMilliseconds} ms between them:`,
        ...sqlText(`${work.sql};`),
      ];
    case 'wait': {
      const time = work.seconds === undefined ? [] : [`${seconds(work.seconds)} have passed`];
      return ['  waits until', ...[...work.until, ...time].map((one) => `    - ${one}`)];
    }
  }
}

function undoLine({ undo }: Step): string {
  if ('none' in undo) return `  no undo: ${undo.none}`;
  return undo.loses === undefined ? '  can be undone' : `  can be undone; lost then: ${undo.loses}`;
}
