import { type MigrationPlan, phases, type Step } from '../../plan/plan.ts';
import { printable } from '../printable.ts';
import { labelled, type Page, pageOf, type Style, type TextOptions } from '../text-style.ts';
import { cut, wrap } from '../width.ts';
import { count } from '../words.ts';
import { classCounts, noWayBack, riskySteps, totalSeconds } from './risks.ts';
import { durationText, engineName, lockTexts, shownBroken, span, workTexts } from './words.ts';

/** The plan for a terminal: what is risky first, then all steps by phase. */
export function planText(plan: MigrationPlan, options: TextOptions): string {
  const page = pageOf(options);
  const total = totalSeconds(plan);
  if (plan.steps.length === 0) {
    const head = plan.broken?.length
      ? brokenLines(page, plan)
      : [`Nothing to do: ${printable(plan.from.name)} is as ${printable(plan.to.name)}`];
    return `${[...head, ...notes(page, plan)].join('\n')}\n`;
  }
  const lines = [
    ...brokenLines(page, plan),
    page.colors.bold(cut(`Plan ${printable(plan.from.name)} → ${printable(plan.to.name)}`, page.width)),
    `${count(plan.steps.length, 'step')}, ${plan.mode}, for ${engineName(plan)}; work ${span(total.likely)} (${span(total.least)} to ${span(total.most)})`,
    classCounts(plan)
      .map((one) => style(page, one.class)(`${one.steps} ${one.class}`))
      .join(', '),
    '',
    ...risks(page, plan),
    ...back(page, plan),
    ...phases.flatMap((phase) => {
      const steps = plan.steps.filter((step) => step.phase === phase);
      if (steps.length === 0) return [];
      return [page.colors.bold(phase), ...steps.flatMap((step) => stepLines(page, step)), ''];
    }),
    ...notes(page, plan),
  ];
  while (lines.at(-1) === '') lines.pop();
  return `${lines.join('\n')}\n`;
}

/** What nobody may miss: a plan that is known to fail. */
function brokenLines(page: Page, { broken = [] }: MigrationPlan): readonly string[] {
  if (broken.length === 0) return [];
  return [
    page.colors.bold(page.colors.red('This plan does not work')),
    ...shownBroken(broken).flatMap((line) =>
      wrap(printable(line), page.width - 2).map((one) => page.colors.red(`  ${one}`)),
    ),
    '',
  ];
}

function risks(page: Page, plan: MigrationPlan): readonly string[] {
  const risky = riskySteps(plan);
  if (risky.length === 0) {
    return [page.colors.green('No step does long work under a lock that blocks, and none loses data.'), ''];
  }
  return [
    page.colors.bold('Risks'),
    ...risky.flatMap((step) => {
      const what = riskText(step);
      return wrap(`${step.id} ${printable(step.title)}: ${printable(what)}`, page.width - 6).map((line, at) =>
        style(page, step.class)(`${at === 0 ? '  ' : '      '}${line}`),
      );
    }),
    '',
  ];
}

/** Where a rollback ends. */
function back(page: Page, plan: MigrationPlan): readonly string[] {
  const told = noWayBack(plan);
  if (told.length === 0) return [];
  const shown = page.verbose ? told : told.slice(0, 3);
  const more = told.length - shown.length;
  return [
    ...[...shown, ...(more > 0 ? [`and past ${count(more, 'step')} before it (--verbose)`] : [])].flatMap((line) =>
      wrap(printable(line), page.width - 2).map((one, at) => page.colors.yellow(at === 0 ? one : `  ${one}`)),
    ),
    '',
  ];
}

function riskText(step: Step): string {
  const breaks = step.breaks === undefined ? [] : [`breaks ${step.breaks}`];
  if (step.class === 'data loss') return [lossText(step), ...breaks].join('; ');
  const heavy = step.class === 'rewrite' || step.class === 'long lock';
  return [...(heavy ? [`${step.class} for ${durationText(step.duration)}`] : []), ...breaks].join('; ');
}

function lossText(step: Step): string {
  if ('none' in step.undo) return `data loss; no way back: ${step.undo.none}`;
  return `data loss${step.undo.loses === undefined ? '' : `: ${step.undo.loses}`}`;
}

function style(page: Page, weight: Step['class']): Style {
  if (weight === 'data loss' || weight === 'rewrite' || weight === 'long lock') return page.colors.red;
  return weight === 'brief lock' ? page.colors.yellow : page.colors.green;
}

function stepLines(page: Page, step: Step): readonly string[] {
  const details = [
    ...lockTexts(step),
    ...workTexts(step),
    ...(step.work.kind === 'wait' ? step.work.until : []),
    ...(step.work.kind === 'wait' || durationText(step.duration) === 'an instant'
      ? []
      : [`${durationText(step.duration)}: ${step.duration.basis}`]),
    ...step.preconditions.map((one) => `first: ${one.holds}`),
    ...(step.otherWays ?? []).map(({ title, why }) => `or by ${title} (its command is in plan.md): ${why}`),
  ];
  const title = wrap(`${step.id} ${printable(step.title)}`, page.width - 14);
  const name = style(page, step.class)(`[${step.class}]`);
  return [
    ...title.map((line, at) => `${at === 0 ? '  ' : '      '}${line}${at === title.length - 1 ? ` ${name}` : ''}`),
    ...(page.verbose ? [step.why ?? '', ...details] : details)
      .filter((line) => line !== '')
      .flatMap((line) => wrap(printable(line), page.width - 6).map((one) => page.colors.dim(`      ${one}`))),
  ];
}

function notes(page: Page, plan: MigrationPlan): readonly string[] {
  return [
    ...plan.leftOut.flatMap((line) => labelled(page, 'left out', printable(line), page.colors.yellow)),
    ...plan.notes.flatMap((line) => labelled(page, 'note', printable(line))),
  ];
}
