import type { Explanation, Remedy } from '../../explain/explanation.ts';
import { terminated } from '../finding-parts.ts';
import { details, diagnosticList, folded, list } from '../markdown-sections.ts';
import { code, escaped, fenced, prose } from '../markdown-text.ts';
import { printableLines } from '../printable.ts';
import { pageOf } from '../text-style.ts';
import { count } from '../words.ts';
import { causeFacts, causeWhere } from './cause-text.ts';
import { comparePlans } from './comparison.ts';
import { comparisonDiff } from './comparison-diff.ts';
import { mark } from './marks.ts';
import { planTable } from './plan-rows.ts';
import { planTreeText } from './plan-tree-text.ts';
import { flipText, scaleTable } from './scale-table.ts';
import { totalsOf } from './totals.ts';
import {
  basisWords,
  calibrationText,
  callsText,
  capital,
  comparisonNote,
  costsOf,
  effectText,
  explanationVerdict,
  predictionText,
  settingText,
} from './words.ts';

/** A plan in a comment may be as wide as this before it scrolls. */
const width = 110;

/** Longer queries and plans are folded away. */
const openLines = 40;

/** Characters of a plan before it is cut: a comment on GitHub holds 65 536 in all. */
const mostPlan = 16_000;

/** The explanation as Markdown (GitHub's kind), for a pull request, an issue or a wiki. */
export function explanationMarkdown(explanation: Explanation, options: { readonly verbose?: boolean } = {}): string {
  const verbose = options.verbose ?? false;
  const { rejected, advice, doubts, questions, assumptions, diagnostics, nextSteps } = explanation;
  const sections = [
    opening(explanation),
    query(explanation),
    plan(explanation, verbose),
    ...causes(explanation),
    ...remedies(explanation, verbose),
    list(
      'Advice that no planner can be asked about',
      advice.map((one) => `${prose(one.text)} (${code(one.sign)})`),
    ),
    scale(explanation),
    folded(
      `Tried and rejected (${rejected.length})`,
      rejected.map((one) => `${prose(one.title)}: ${prose(one.reason)} _(${one.kind})_`),
    ),
    list('Assumed', assumptions.map(prose)),
    list('Why production might plan otherwise', doubts.map(prose)),
    list('Questions whose answers would change this', questions.map(prose)),
    diagnosticList(diagnostics),
    list('Next steps', nextSteps.map(prose), true),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function opening(explanation: Explanation): string {
  const { tool, source, query, goal, causes } = explanation;
  const { size, wrong, helps } = explanationVerdict(explanation);
  const from = [
    ...(source ? [`${escaped(source.name)} (${source.kind})`, escaped(source.engine)] : []),
    escaped(`${tool.name} ${tool.version}`),
  ];
  return [
    `# Query explained${query?.name === undefined ? '' : `: ${escaped(query.name)}`}`,
    `**${escaped(size)}.**`,
    `${causes.length > 0 ? `${mark(1)} ` : ''}${prose(wrong)}.`,
    ...(helps === undefined ? [] : [`**${escaped(helps)}.**`]),
    ...(goal ? [`Goal: ${prose(goal.text)}.`] : []),
    `_${from.join(' · ')}_`,
  ].join('\n\n');
}

function query({ query }: Explanation): string {
  if (!query) return '';
  const facts = [
    ...(query.where === undefined ? [] : [code(query.where)]),
    ...(query.callsPerSecond === undefined ? [] : [callsText(query.callsPerSecond)]),
    ...(query.parameters.length === 0 ? [] : [`parameters ${query.parameters.map(code).join(', ')}`]),
  ].join(' · ');
  return [
    ...(facts === '' ? [] : [facts]),
    openOrFolded('Query', fenced(printableLines(query.sql.trim()), 'sql')),
  ].join('\n\n');
}

function openOrFolded(title: string, block: string): string {
  return block.split('\n').length <= openLines ? block : details(title, block);
}

function plan(explanation: Explanation, verbose: boolean): string {
  const table = planTable(explanation.plan, explanation.causes, { verbose });
  const lines = planTreeText(table, pageOf({ verbose, width })).map((line) => line.trimEnd());
  const whole = lines.join('\n');
  const shown = verbose || whole.length <= mostPlan ? whole : `${whole.slice(0, whole.lastIndexOf('\n', mostPlan))}\n…`;
  const notes = [
    capital(basisWords[explanation.basis]),
    ...totalsOf(explanation.plan, { verbose }),
    ...(explanation.calibration ? [calibrationText(explanation.calibration)] : []),
    ...(table.folded > 0 ? [`${count(table.folded, 'node')} that hardly count left out (--verbose)`] : []),
  ];
  const tree = openOrFolded(`Plan tree (${count(table.rows.length, 'line')})`, fenced(shown, 'text'));
  return `## Plan\n\n${tree}\n\n${notes.map((note) => `- ${prose(note)}`).join('\n')}`;
}

function causes({ causes, plan }: Explanation): readonly string[] {
  if (causes.length === 0) return [];
  return [
    `## Why it is slow (${causes.length})`,
    ...causes.map((cause, at) => {
      const [, ...facts] = causeFacts(cause, plan);
      return [
        `### ${mark(at + 1)} ${prose(capital(cause.message))}`,
        [code(cause.sign), ...facts, `at ${code(causeWhere(cause, plan))}`].join(' · '),
        `**Why.** ${prose(cause.why)}`,
        cause.evidence.map((one) => `- _${one.kind}_: ${prose(one.text)}`).join('\n'),
      ]
        .filter((part) => part !== '')
        .join('\n\n');
    }),
  ];
}

function remedies(explanation: Explanation, verbose: boolean): readonly string[] {
  const { remedies } = explanation;
  if (remedies.length === 0) return [];
  return [
    `## What helps (${remedies.length})`,
    ...remedies.map((remedy, at) => remedySection(remedy, at + 1, explanation, verbose)),
  ];
}

function remedySection(remedy: Remedy, number: number, explanation: Explanation, verbose: boolean): string {
  const prediction = predictionText(remedy.effect);
  const note = comparisonNote(explanation, remedy);
  const diff = comparisonDiff(comparePlans(explanation.baseline ?? explanation.plan, remedy.after), verbose);
  const points = [
    ...costsOf(remedy).map((cost) => `- price: ${prose(cost)}`),
    ...remedy.evidence.map((one) => `- _${one.kind}_: ${prose(one.text)}`),
    ...remedy.doubts.map((doubt) => `- doubt: ${prose(doubt)}`),
  ];
  return [
    `### ${number}. ${prose(capital(remedy.title))}`,
    `**Cost ${escaped(effectText(remedy.effect))}**, by the planner${prediction === undefined ? '' : `; ${escaped(prediction)}`}.`,
    [remedy.kind, ...remedy.signs.map((sign) => `for ${code(sign)}`), `confidence ${remedy.confidence}/10`].join(' · '),
    remedy.sql.length === 0 ? '' : fenced(printableLines(remedy.sql.map(terminated).join('\n')), 'sql'),
    remedy.rewritten
      ? `${fenced(printableLines(terminated(remedy.rewritten.sql.trim())), 'sql')}\n\nTested: ${prose(remedy.rewritten.tested)}`
      : '',
    remedy.setting ? fenced(printableLines(settingText(remedy.setting)), 'sql') : '',
    points.join('\n'),
    details('Plan before and after', [...(note === undefined ? [] : [prose(note)]), fenced(diff, 'diff')].join('\n\n')),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function scale(explanation: Explanation): string {
  if (explanation.scale.length === 0) return '';
  const { head, rows, notes } = scaleTable(explanation);
  const last = head.length - 1;
  const cell = (text: string, at: number) => (at === last ? escaped(text) : text);
  return [
    '## When the tables grow',
    [
      `| ${head.join(' | ')} |`,
      `|${head.map((_, at) => (at === last ? '---' : '---:')).join('|')}|`,
      ...rows.map((row) => `| ${row.map(cell).join(' | ')} |`),
    ].join('\n'),
    [
      ...explanation.flips.map((flip) => `- **${escaped(flipText(flip))}**`),
      ...notes.map((note) => `- ${prose(note)}`),
    ].join('\n'),
  ].join('\n\n');
}
