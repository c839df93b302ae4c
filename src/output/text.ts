import { priorities } from '../findings/finding.ts';
import { orderReport } from '../findings/order.ts';
import type { Report } from '../findings/report.ts';
import type { ScorePart } from '../findings/score.ts';
import { printable } from './printable.ts';
import { findingText, priorityStyle } from './text-finding.ts';
import { assumptionSection, diagnosticSection, nextStepSection } from './text-sections.ts';
import { hanging, heading, type Page, pageOf, type Style, type TextOptions } from './text-style.ts';
import { cut, padEnd, wrap, wrapParts } from './width.ts';
import { count, joined, priorityWords, schemaFacts, sizeFacts, verdict } from './words.ts';

/** The report for a terminal: begins with the verdict, ends with the next steps. */
export function text(report: Report, options: TextOptions = {}): string {
  const page = pageOf(options);
  const ordered = orderReport(report);
  const lines = [
    ...opening(ordered, page),
    ...first(ordered, page),
    ...score(ordered, page),
    ...facts(ordered, page),
    ...findings(ordered, page),
    ...risks(ordered, page),
    ...questions(ordered, page),
    ...assumptionSection(ordered.assumptions, page),
    ...rejected(ordered, page),
    ...suppressed(ordered, page),
    ...diagnosticSection(ordered.diagnostics, page),
    ...nextStepSection(ordered.nextSteps, page),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function opening(report: Report, page: Page): readonly string[] {
  const { tool, source } = report;
  const where = [
    `${tool.name} ${tool.version}`,
    source.name === source.kind ? source.name : `${source.name} (${source.kind})`,
    source.engine,
  ].map(printable);
  const points = ` ${report.score.value} `;
  const room = page.width - points.length - 7;
  const said = wrap(verdict(report), room);
  return [
    ...wrapParts(where, ' · ', page.width).flatMap((line) => wrap(line, page.width).map(page.colors.dim)),
    '',
    ...said.map(
      (line, at) =>
        (at === 0 ? page.colors.bold(verdictStyle(report, page)(`${points}/ 100`)) : ' '.repeat(points.length + 5)) +
        `  ${page.colors.bold(line)}`,
    ),
  ];
}

/** The three findings to look at first, a line each. */
function first(report: Report, page: Page): readonly string[] {
  const top = report.findings.filter((finding) => finding.priority !== 'P2').slice(0, 3);
  if (top.length === 0) return [];
  const lines = top.map((finding, at) => {
    const note = `${finding.priority} · ${finding.effort}`;
    const room = page.width - 12 - note.length - 2;
    const label = page.colors.dim(padEnd(at === 0 ? '  First' : '', 9));
    const style = priorityStyle(page, finding.priority);
    return `${label}${style(`${at + 1}.`)} ${padEnd(cut(printable(finding.message), room), room)}  ${style(note)}`;
  });
  return ['', ...lines];
}

function verdictStyle(report: Report, page: Page): Style {
  if (report.findings.some((finding) => finding.priority === 'P0')) return page.colors.red;
  return scoreStyle(report.score.value, page);
}

function scoreStyle(value: number, page: Page): Style {
  return value >= 75 ? page.colors.green : value >= 55 ? page.colors.yellow : page.colors.red;
}

const barWidth = 20;

function score(report: Report, page: Page): readonly string[] {
  const lines = report.score.parts.map((part) => {
    const filled = Math.round((part.value / 100) * barWidth);
    const bar = scoreStyle(part.value, page)('█'.repeat(filled)) + page.colors.dim('░'.repeat(barWidth - filled));
    const name = padEnd(part.dimension.charAt(0).toUpperCase() + part.dimension.slice(1), 16);
    return `  ${name} ${bar} ${part.value.toFixed(1).padStart(5)}  ${page.colors.dim(mainDeduction(part, page.width - 48))}`;
  });
  const detail = page.verbose
    ? report.score.parts.flatMap((part) =>
        part.deductions.flatMap((deduction) =>
          hanging(
            page,
            '   ',
            `−${deduction.points.toFixed(1)} ${part.dimension} for ${deduction.rule}: ${deduction.how}`,
            page.colors.dim,
          ),
        ),
      )
    : [];
  const how = wrap(`${report.score.how} → ${report.score.value}`, page.width - 2);
  return ['', ...lines, ...how.map((line) => `  ${page.colors.dim(line)}`), ...detail];
}

function mainDeduction(part: ScorePart, room: number): string {
  const [most] = part.deductions;
  if (!most) return '';
  const more = part.deductions.length > 1 ? ` +${part.deductions.length - 1}` : '';
  return cut(`−${most.points.toFixed(1)} ${most.rule}`, room - more.length) + more;
}

function facts(report: Report, page: Page): readonly string[] {
  return [
    '',
    ...wrapParts(schemaFacts(report.statistics), ' · ', page.width - 2).map((line) => `  ${line}`),
    ...hanging(page, ' ', printable(sizeFacts(report.statistics))),
  ];
}

function findings(report: Report, page: Page): readonly string[] {
  let number = 0;
  return priorities.flatMap((priority) => {
    const some = report.findings.filter((finding) => finding.priority === priority);
    if (some.length === 0) return [];
    const title = heading(
      page,
      `${priority} · ${priorityWords[priority]} · ${some.length}`,
      priorityStyle(page, priority),
    );
    const texts = some.flatMap((finding) => findingText(finding, ++number, page));
    return [...title, ...texts.slice(0, -1)];
  });
}

function risks(report: Report, page: Page): readonly string[] {
  if (report.risks.length === 0) return [];
  const lines = report.risks.flatMap((risk) =>
    hanging(page, padEnd(`  ${risk.factor}×`, 6), printable(`${risk.at}: ${risk.text} (${risk.basis})`)),
  );
  return [...heading(page, 'When the tables grow', page.colors.bold), ...lines];
}

function questions(report: Report, page: Page): readonly string[] {
  if (report.questions.length === 0) return [];
  const lines = report.questions.flatMap((question) => [
    ...hanging(page, '  ?', printable(question.question)),
    ...hanging(
      page,
      '   ',
      printable(`would change: ${question.changes} (${question.rules.join(', ')})`),
      page.colors.dim,
    ),
  ]);
  return [...heading(page, 'Questions whose answers would change this report', page.colors.bold), ...lines];
}

function rejected(report: Report, page: Page): readonly string[] {
  if (!page.verbose || report.rejected.length === 0) return [];
  const lines = report.rejected.flatMap((one) => [
    ...hanging(page, '  ·', printable(one.message)),
    ...hanging(page, '   ', printable(`${one.kind}: ${one.reason} (${one.rule})`), page.colors.dim),
  ]);
  return [...heading(page, 'Considered and rejected', page.colors.bold), ...lines];
}

function suppressed(report: Report, page: Page): readonly string[] {
  if (report.suppressed.length === 0) return [];
  const by = (['config', 'comment', 'baseline'] as const)
    .map((kind) => ({ kind, number: report.suppressed.filter((one) => one.by === kind).length }))
    .filter(({ number }) => number > 0)
    .map(({ kind, number }) => `${number} by ${kind}`);
  const summary = `${count(report.suppressed.length, 'case')} silenced: ${joined(by)}.`;
  const lines = page.verbose
    ? report.suppressed.flatMap((one) => hanging(page, '  ·', printable(`${one.item.id} (${one.by}): ${one.reason}`)))
    : [];
  return [...heading(page, 'Silenced', page.colors.bold), ...hanging(page, ' ', summary), ...lines];
}
