import { qualified } from '../../catalog/names.ts';
import { listingOf } from '../../plan/listing.ts';
import { type MigrationPlan, type OtherWay, phases, type Step, type Work } from '../../plan/plan.ts';
import { escaped, fenced } from '../markdown-text.ts';
import { classCounts, noWayBack, riskySteps, totalSeconds } from './risks.ts';
import { durationText, engineName, shownBroken, span, workTexts } from './words.ts';

/** The plan as a document for a review: risks, then every step with its locks, duration, precautions, watch and undo. */
export function planMarkdown(plan: MigrationPlan): string {
  const total = totalSeconds(plan);
  const sections = [
    `# Migration ${escaped(plan.from.name)} → ${escaped(plan.to.name)}`,
    ...(plan.broken?.length ? [`## This plan does not work\n\n${bullets(shownBroken(plan.broken))}`] : []),
    `${plan.steps.length} steps, ${plan.mode}, for ${engineName(plan)}. Work: ${span(total.likely)} (${span(total.least)} to ${span(total.most)}), waiting for people left out.`,
    table(
      ['class', 'steps'],
      classCounts(plan).map((one) => [one.class, String(one.steps)]),
    ),
    riskSection(plan),
    ...(noWayBack(plan).length === 0 ? [] : [`## No way back\n\n${bullets(noWayBack(plan))}`]),
    ...(plan.leftOut.length === 0 ? [] : [`## Left out\n\n${bullets(plan.leftOut)}`]),
    ...(plan.notes.length === 0 ? [] : [`## Notes\n\n${bullets(plan.notes)}`]),
    ...phases.flatMap((phase) => {
      const steps = plan.steps.filter((step) => step.phase === phase);
      return steps.length === 0 ? [] : [`## Phase ${phase}`, ...steps.map(stepSection)];
    }),
  ];
  return `${sections.join('\n\n')}\n`;
}

function riskSection(plan: MigrationPlan): string {
  const risky = riskySteps(plan);
  if (risky.length === 0) return '**No step does long work under a lock that blocks, and none loses data.**';
  return `## Risks\n\n${table(
    ['step', 'class', 'duration', 'undo'],
    risky.map((step) => [
      `${step.id} ${escaped(step.title)}`,
      step.breaks === undefined ? step.class : `${step.class}; breaks ${escaped(step.breaks)}`,
      durationText(step.duration),
      'none' in step.undo
        ? `none: ${escaped(step.undo.none)}`
        : step.undo.loses === undefined
          ? 'yes'
          : `without ${escaped(step.undo.loses)}`,
    ]),
  )}`;
}

function stepSection(step: Step): string {
  const { precautions } = step;
  const facts = [
    `**${step.class}**, ${durationText(step.duration)}: ${escaped(step.duration.basis)}`,
    ...(step.why === undefined ? [] : [escaped(step.why)]),
    ...(step.effects.known === 'unknown' ? ['not rehearsed: what it locks is not known'] : []),
    ...workTexts(step).map(escaped),
    ...(precautions.lockTimeoutMilliseconds === undefined
      ? []
      : [`lock_timeout ${precautions.lockTimeoutMilliseconds} ms, ${precautions.retries} more tries`]),
    ...(precautions.statementTimeoutMilliseconds === undefined
      ? []
      : [`statement_timeout ${precautions.statementTimeoutMilliseconds} ms`]),
    ...step.preconditions.map((one) => `must hold before: ${escaped(one.holds)}`),
  ];
  const locks = step.effects.locks.filter((lock) => lock.blocks !== 'nothing' && lock.kind !== 'sequence');
  return [
    `### ${step.id} ${escaped(step.title)}`,
    bullets(facts),
    ...(locks.length === 0
      ? []
      : [
          table(
            ['lock', 'on', 'blocks', 'known'],
            locks.map((lock) => [
              lock.mode,
              `${lock.kind} ${escaped(qualified(lock.relation))}`,
              lock.blocks,
              lock.known,
            ]),
          ),
        ]),
    workMarkdown(step.work),
    ...rowsInTheWay(step.preconditions),
    ...(step.watch.length === 0
      ? []
      : [`Watch:\n\n${fenced(step.watch.map((one) => `-- ${one.title}\n${one.sql};`).join('\n'), 'sql')}`]),
    ...(step.otherWays ?? []).map(otherWayMarkdown),
    undoMarkdown(step),
  ].join('\n\n');
}

function rowsInTheWay(preconditions: Step['preconditions']): readonly string[] {
  if (preconditions.length === 0) return [];
  return [`Rows in the way:\n\n${fenced(preconditions.map((one) => `${listingOf(one)};`).join('\n'), 'sql')}`];
}

function otherWayMarkdown({ title, why, commands, needs }: OtherWay): string {
  const needed = needs.length === 0 ? [] : [bullets(needs)];
  return [`Instead, ${escaped(title)}: ${escaped(why)}`, ...needed, ...commands.map((one) => fenced(one, 'sh'))].join(
    '\n\n',
  );
}

function undoMarkdown(step: Step): string {
  if ('none' in step.undo) return `Undo: none. ${escaped(step.undo.none)}`;
  if (step.undo.work.length === 0) return 'Undo: nothing to take back.';
  const { work, loses, breaks, preconditions = [] } = step.undo;
  const lost = loses === undefined ? '' : ` (does not bring back ${escaped(loses)})`;
  const facts = [
    ...(breaks === undefined ? [] : [`breaks ${breaks}`]),
    ...preconditions.map((one) => `must hold before the way back: ${one.holds}`),
  ];
  return [
    `Undo${lost}:`,
    ...(facts.length === 0 ? [] : [bullets(facts)]),
    ...rowsInTheWay(preconditions),
    ...work.map(workMarkdown),
  ].join('\n\n');
}

function workMarkdown(work: Work): string {
  switch (work.kind) {
    case 'wait':
      return bullets(work.until);
    case 'batches':
      return `In batches of ${work.rowsPerBatch} rows, with pauses of ${work.pauseMilliseconds} ms:\n\n${fenced(`${work.sql};`, 'sql')}`;
    case 'statements':
      return fenced(work.statements.map((statement) => `${statement.sql};`).join('\n'), 'sql');
  }
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${escaped(line)}`).join('\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
