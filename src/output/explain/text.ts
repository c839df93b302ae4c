import type { Explanation } from '../../explain/explanation.ts';
import { printable, printableLines } from '../printable.ts';
import { sqlLines } from '../sql-lines.ts';
import { assumptionSection, diagnosticSection, nextStepSection } from '../text-sections.ts';
import { hanging, heading, labelled, type Page, pageOf, type Style, type TextOptions } from '../text-style.ts';
import { wrap, wrapParts } from '../width.ts';
import { count } from '../words.ts';
import { causeText } from './cause-text.ts';
import { mark } from './marks.ts';
import { planTable } from './plan-rows.ts';
import { planTreeText } from './plan-tree-text.ts';
import { remedyText } from './remedy-text.ts';
import { scaleText } from './scale-text.ts';
import { totalsOf } from './totals.ts';
import { basisWords, calibrationText, callsText, capital, explanationVerdict } from './words.ts';

/** So many lines of a query, and things that were tried in vain, are shown when not all is. */
const mostQueryLines = 10;
const mostRejected = 5;

/** The explanation for a terminal: begins with the verdict, then the plan, its causes, what helps, what was tried. */
export function explanationText(explanation: Explanation, options: TextOptions = {}): string {
  const page = pageOf(options);
  const lines = [
    ...opening(explanation, page),
    ...query(explanation, page),
    ...plan(explanation, page),
    ...causes(explanation, page),
    ...remedies(explanation, page),
    ...advice(explanation, page),
    ...scaleText(explanation, page),
    ...rejected(explanation, page),
    ...assumptionSection(explanation.assumptions, page),
    ...list('Why production might plan otherwise', '  !', explanation.doubts, page.colors.yellow, page),
    ...list('Questions whose answers would change this', '  ?', explanation.questions, page.colors.bold, page),
    ...diagnosticSection(explanation.diagnostics, page),
    ...nextStepSection(explanation.nextSteps, page),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function opening(explanation: Explanation, page: Page): readonly string[] {
  const { tool, source, goal, causes } = explanation;
  const { colors } = page;
  const where = [
    `${tool.name} ${tool.version}`,
    ...(source ? [source.name === source.kind ? source.name : `${source.name} (${source.kind})`, source.engine] : []),
  ].map(printable);
  const { size, wrong, helps } = explanationVerdict(explanation);
  const goalStyle = goal?.met === 'yes' ? colors.green : goal?.met === 'no' ? colors.red : colors.yellow;
  return [
    ...wrapParts(where, ' · ', page.width).flatMap((line) => wrap(line, page.width).map(colors.dim)),
    '',
    ...labelled(page, 'Now', printable(size), colors.bold),
    ...labelled(page, 'Why', printable(causes.length > 0 ? `${mark(1)} ${wrong}` : wrong)),
    ...(helps === undefined
      ? []
      : labelled(page, 'Helps', printable(helps), (line) => colors.bold(colors.green(line)))),
    ...(goal ? labelled(page, 'Goal', printable(goal.text), goalStyle) : []),
  ];
}

function query({ query }: Explanation, page: Page): readonly string[] {
  if (!query) return [];
  const { dim } = page.colors;
  const facts = [
    query.name,
    query.where,
    query.callsPerSecond === undefined ? undefined : callsText(query.callsPerSecond),
    query.parameters.length === 0 ? undefined : `parameters ${query.parameters.join(', ')}`,
  ].filter((fact) => fact !== undefined);
  const lines = sqlLines(printableLines(query.sql.trim()), page.width - 2);
  const shown = page.verbose || lines.length <= mostQueryLines + 1 ? lines : lines.slice(0, mostQueryLines);
  const rest = lines.length - shown.length;
  return [
    ...heading(page, 'Query', page.colors.bold),
    ...wrapParts(facts.map(printable), ' · ', page.width - 2).map((line) => `  ${dim(line)}`),
    ...shown.map((line) => `  ${line}`),
    ...(rest > 0 ? [dim(`  … ${count(rest, 'more line')} (--verbose)`)] : []),
  ];
}

function plan(explanation: Explanation, page: Page): readonly string[] {
  const { dim } = page.colors;
  const table = planTable(explanation.plan, explanation.causes, page);
  const nodes = table.rows.filter((row) => row.folded === 0).length + table.folded;
  const notes = [
    capital(basisWords[explanation.basis]),
    ...totalsOf(explanation.plan, page),
    ...(explanation.calibration ? [calibrationText(explanation.calibration)] : []),
    ...(table.folded > 0 ? [`${count(table.folded, 'node')} that hardly count left out (--verbose)`] : []),
  ];
  return [
    ...heading(page, `Plan · ${count(nodes, 'node')}`, page.colors.bold),
    ...planTreeText(table, page),
    '',
    ...notes.flatMap((note) => hanging(page, '  ·', printable(note), dim)),
  ];
}

function causes({ causes, plan }: Explanation, page: Page): readonly string[] {
  if (causes.length === 0) return [];
  const texts = causes.map((cause, at) => causeText(cause, at + 1, plan, page));
  return [...heading(page, `Why it is slow · ${causes.length}`, page.colors.red), ...separated(texts)];
}

function remedies(explanation: Explanation, page: Page): readonly string[] {
  const { remedies } = explanation;
  if (remedies.length === 0) return [];
  const texts = remedies.map((remedy, at) => remedyText(remedy, at + 1, explanation, page));
  return [...heading(page, `What helps · ${remedies.length}`, page.colors.green), ...separated(texts)];
}

function separated(texts: readonly (readonly string[])[]): readonly string[] {
  return texts.flatMap((text, at) => (at === 0 ? text : ['', ...text]));
}

function advice({ advice }: Explanation, page: Page): readonly string[] {
  return list(
    'Advice that no planner can be asked about',
    '  ·',
    advice.map((one) => `${one.text} (${one.sign})`),
    page.colors.bold,
    page,
  );
}

function rejected({ rejected }: Explanation, page: Page): readonly string[] {
  if (rejected.length === 0) return [];
  const { dim, bold } = page.colors;
  const shown = page.verbose || rejected.length === mostRejected + 1 ? rejected : rejected.slice(0, mostRejected);
  const rest = rejected.length - shown.length;
  return [
    ...heading(page, `Tried and rejected · ${rejected.length}`, bold),
    ...shown.flatMap((one) => [
      ...hanging(page, '  ·', printable(one.title)),
      ...hanging(page, '   ', printable(`${one.kind}: ${one.reason}`), dim),
    ]),
    ...(rest > 0 ? hanging(page, '   ', `… and ${rest} more (--verbose)`, dim) : []),
  ];
}

function list(title: string, sign: string, texts: readonly string[], style: Style, page: Page): readonly string[] {
  if (texts.length === 0) return [];
  return [...heading(page, title, style), ...texts.flatMap((text) => hanging(page, sign, printable(text)))];
}
