import type { CheckReport, ReportedStatement } from '../../check/report.ts';
import type { Finding } from '../../findings/finding.ts';
import { orderResults } from '../../findings/order.ts';
import { terminated } from '../finding-parts.ts';
import { printable, printableLines } from '../printable.ts';
import { sqlLines } from '../sql-lines.ts';
import { priorityStyle } from '../text-finding.ts';
import { type Page, pageOf, type Style, type TextOptions } from '../text-style.ts';
import { displayWidth, padEnd, wrap } from '../width.ts';
import { locksText, outcomeOf, shortSql, verdictOf, workText } from './words.ts';

const classWidth = 11;

/** The check for a terminal. */
export function checkText(report: CheckReport, options: TextOptions): string {
  const page = pageOf(options);
  const { findings, diagnostics } = orderResults(report);
  const lines = [
    ...wrap(
      `${printable(report.source.name)} on ${printable(report.on.name)}, for ${report.source.engine}`,
      page.width,
    ).map(page.colors.bold),
    ...wrap(verdictOf(report), page.width),
    '',
    ...report.statements.flatMap((statement) => statementText(statement, page)),
    ...findings.flatMap((finding) => ['', ...findingText(finding, page)]),
    ...list(
      page,
      'worth knowing',
      diagnostics.map(
        (one) =>
          `${one.file === undefined ? '' : `${one.file}${one.line === undefined ? '' : `:${one.line}`}: `}${one.message}`,
      ),
    ),
    ...list(page, 'assumed', report.assumptions),
    ...list(
      page,
      'silenced',
      report.suppressed.map((one) => `${one.item.id}: ${one.reason}`),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

/** Its class and place, the statement beside or below it, and what it does. */
function statementText(statement: ReportedStatement, page: Page): readonly string[] {
  const { dim } = page.colors;
  const mark = classStyle(statement, page)(padEnd(outcomeOf(statement), classWidth));
  const place = printable(`${statement.at.file}:${statement.at.line}`);
  const indent = ' '.repeat(classWidth + 2);
  const beside = page.width - indent.length - displayWidth(place) - 1;
  const sql = printable(shortSql(statement.sql, beside < 30 ? page.width - indent.length : beside));
  const head = beside < 30 ? [`${mark} ${place}`, `${indent}${sql}`] : [`${mark} ${place}  ${sql}`];
  const facts = [statement.manner ?? locksText(statement), workText(statement)].filter((text) => text !== '');
  if (facts.length === 0) return head;
  return [...head, ...wrap(printable(facts.join('; ')), page.width - indent.length).map((line) => indent + dim(line))];
}

function findingText(finding: Finding, page: Page): readonly string[] {
  const { bold, dim, green } = page.colors;
  const [first = '', ...more] = wrap(`${finding.rule}: ${printable(finding.message)}`, page.width - 3);
  const head = first.startsWith(finding.rule) ? bold(finding.rule) + first.slice(finding.rule.length) : first;
  return [
    `${priorityStyle(page, finding.priority)(finding.priority)} ${head}`,
    ...more.map((line) => `   ${line}`),
    ...wrap(printable(finding.why), page.width - 3).map((line) => `   ${line}`),
    ...finding.items.flatMap((item) => {
      const place = item.file ? `${item.file.file}:${item.file.line}` : '';
      const told = finding.items.length > 1 ? `${place}  ${item.message}` : place;
      const evidence = page.verbose ? item.evidence : item.evidence.slice(0, 1);
      const advised = item.sql.flatMap((sql) => statementLines(sql, page, item.sql.length > 1));
      return [
        ...hung(page, 3, `${printable(told)} (confidence ${item.confidence}/10)`),
        ...evidence.flatMap((one) => hung(page, 5, `${one.kind}: ${printable(one.text)}`, dim)),
        ...(advised.length === 0 ? [] : ['     instead:', ...advised.map((line) => `       ${green(line)}`)]),
        ...(item.commands ? ['     or by a tool:'] : []),
        ...(item.commands ?? []).flatMap((command) =>
          printableLines(command)
            .split('\n')
            .map((line) => `       ${green(line)}`),
        ),
      ];
    }),
  ];
}

/** Wrapped text that is set in, its further lines a little more. */
function hung(page: Page, by: number, text: string, style: Style = (line) => line): readonly string[] {
  return wrap(text, page.width - by - 2).map((line, at) => ' '.repeat(at === 0 ? by : by + 2) + style(line));
}

/** Of a long statement among others only its beginning: Markdown and JSON have it whole. */
function statementLines(sql: string, page: Page, among: boolean): readonly string[] {
  const lines = sqlLines(printableLines(terminated(sql)), page.width - 7);
  const shown = 4;
  return among && !page.verbose && lines.length > shown + 1
    ? [...lines.slice(0, shown), `… ${lines.length - shown} more lines (--verbose, --format markdown)`]
    : lines;
}

function list(page: Page, title: string, texts: readonly string[]): readonly string[] {
  return texts.length === 0 ? [] : ['', `${title}:`, ...texts.flatMap((text) => hung(page, 2, printable(text)))];
}

function classStyle(statement: ReportedStatement, { colors }: Page): Style {
  if (statement.error !== undefined) return colors.red;
  switch (statement.class) {
    case 'online':
      return colors.green;
    case 'brief lock':
      return colors.cyan;
    default:
      return statement.class === 'long lock' ? colors.yellow : colors.red;
  }
}
