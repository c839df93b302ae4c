import { type Finding, priorities, subjectText } from '../findings/finding.ts';
import { orderReport } from '../findings/order.ts';
import type { Report } from '../findings/report.ts';
import { mergedEvidence, migration, mixedPriorities, shownEvidence } from './finding-parts.ts';
import { details, diagnosticList, folded, list } from './markdown-sections.ts';
import { code, escaped, fenced, prose } from './markdown-text.ts';
import { printableLines } from './printable.ts';
import { count, digits, priorityWords, schemaFacts, sizeFacts, verdict } from './words.ts';

/** How many items, and statements, of a finding stand in the open; the others are folded away. */
const open = 5;

/** How many more are folded away before the rest is only counted: a comment on GitHub holds 65 536 characters. */
const folds = 50;

export interface MarkdownOptions {
  /** Every item and every statement. */
  readonly verbose?: boolean;
}

/** The report as Markdown (GitHub's kind), for a pull request, an issue or a wiki. */
export function markdown(report: Report, options: MarkdownOptions = {}): string {
  const most = options.verbose ? Number.POSITIVE_INFINITY : folds;
  const ordered = orderReport(report);
  const sections = [
    opening(ordered),
    scoreTable(ordered),
    ...findings(ordered, most),
    list(
      'When the tables grow',
      ordered.risks.map((risk) => `**${risk.factor}×** ${code(risk.at)}: ${prose(risk.text)} _(${risk.basis})_`),
    ),
    list(
      'Questions whose answers would change this report',
      ordered.questions.map(
        (one) => `**${prose(one.question)}** Would change: ${prose(one.changes)} (${one.rules.map(code).join(', ')}).`,
      ),
    ),
    list('Assumed', ordered.assumptions.map(prose)),
    folded(
      `Considered and rejected (${ordered.rejected.length})`,
      ordered.rejected.map((one) => `${prose(one.message)}: ${prose(one.reason)} _(${one.kind}, ${code(one.rule)})_`),
    ),
    folded(
      `Silenced (${ordered.suppressed.length})`,
      ordered.suppressed.map((one) => `${code(one.item.id)}: ${prose(one.reason)} _(${one.by})_`),
    ),
    diagnosticList(ordered.diagnostics),
    list('Next steps', ordered.nextSteps.map(prose), true),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function opening(report: Report): string {
  const { tool, source, score, statistics } = report;
  const top = report.findings.filter((finding) => finding.priority !== 'P2').slice(0, 3);
  return [
    `# Schema review: ${escaped(source.name)}`,
    `**${score.value} / 100.** ${escaped(verdict(report))}`,
    top
      .map((finding, at) => `${at + 1}. **${finding.priority}** ${escaped(finding.message)} _(${finding.effort})_`)
      .join('\n'),
    `${schemaFacts(statistics).join(' · ')}. ${escaped(sizeFacts(statistics))}`,
    `_${escaped(source.engine)}, ${source.kind}; ${escaped(tool.name)} ${tool.version}_`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function scoreTable(report: Report): string {
  const rows = report.score.parts.map((part) => {
    const deductions = part.deductions.slice(0, 4).map((one) => `−${one.points.toFixed(1)} ${code(one.rule)}`);
    const more = part.deductions.length - deductions.length;
    const cells = more > 0 ? [...deductions, `${more} more`] : deductions;
    return `| ${part.dimension} | ${part.value.toFixed(1)} | ${part.weight.toFixed(2)} | ${cells.join(', ') || 'nothing'} |`;
  });
  return [
    '## Score',
    '',
    '| part | of 100 | weight | taken off |',
    '|---|---:|---:|---|',
    ...rows,
    '',
    `${report.score.how} → **${report.score.value}**`,
  ].join('\n');
}

function findings(report: Report, most: number): readonly string[] {
  let number = 0;
  return priorities.flatMap((priority) => {
    const some = report.findings.filter((finding) => finding.priority === priority);
    if (some.length === 0) return [];
    return [
      `## ${priority}: ${priorityWords[priority]} (${some.length})`,
      ...some.map((finding) => findingSection(finding, ++number, most)),
    ];
  });
}

function findingSection(finding: Finding, number: number, most: number): string {
  const mixed = mixedPriorities(finding);
  const facts = [
    code(finding.rule),
    finding.dimension,
    `confidence ${finding.confidence}/10`,
    `effort: ${finding.effort}`,
  ];
  if (mixed !== undefined) facts.push(mixed);
  return [
    `### ${number}. ${escaped(finding.message)}`,
    facts.join(' · '),
    places(finding, most),
    `**Why.** ${prose(finding.why)}`,
    evidence(finding),
    fix(finding, most),
    `**Trade-off.** ${prose(finding.tradeOff)}`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function places(finding: Finding, most: number): string {
  const lines = finding.items.map((item) => {
    const file = item.file ? ` (${code(`${item.file.file}:${item.file.line}`)})` : '';
    const priority = item.priority === finding.priority ? '' : ` ${item.priority}`;
    const message = finding.items.length > 1 ? `: ${prose(item.message)}` : '';
    return `- ${code(subjectText(item.at))}${file}${priority}${message}`;
  });
  const rest = lines.slice(open);
  return [
    lines.slice(0, open).join('\n'),
    ...(rest.length > 0
      ? [details(`and ${digits(rest.length)} more`, [...rest.slice(0, most), ...left(rest.length, most)].join('\n'))]
      : []),
  ].join('\n\n');
}

function left(all: number, most: number): readonly string[] {
  return all > most ? [`- and ${digits(all - most)} more (--verbose)`] : [];
}

function evidence(finding: Finding): string {
  const shown = shownEvidence(finding, open);
  const rest = mergedEvidence(finding).length - shown.length;
  const lines = shown.map((one) => `- _${one.kind}_: ${prose(one.text)}`);
  return ['**Evidence.**', '', ...lines, ...(rest > 0 ? [`- and ${digits(rest)} more of the same kinds`] : [])].join(
    '\n',
  );
}

function fix(finding: Finding, most: number): string {
  const statements = migration(finding);
  if (statements.length === 0)
    return `**Fix.** By hand: it needs a decision (${code(`relvar rules ${finding.rule}`)}).`;
  const rest = statements.slice(open);
  const block = (some: readonly string[]) => fenced(printableLines(some.join('\n')), 'sql');
  return [
    `**Fix.**`,
    block(statements.slice(0, open)),
    ...(rest.length > 0
      ? [
          details(
            `and ${count(rest.length, 'more statement')}`,
            [block(rest.slice(0, most)), ...left(rest.length, most)].join('\n\n'),
          ),
        ]
      : []),
  ].join('\n\n');
}
