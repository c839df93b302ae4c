import type { CheckReport, ReportedStatement } from '../../check/report.ts';
import type { Priority } from '../../findings/finding.ts';
import { orderResults } from '../../findings/order.ts';
import { terminated } from '../finding-parts.ts';
import { printable, printableLines } from '../printable.ts';
import type { Palette } from '../text-style.ts';
import { locksText, shortSql, workText } from './markdown.ts';
import { verdictOf } from './words.ts';

export interface CheckTextOptions {
  readonly colors: Palette;
  /** Evidence of every case, and the statements that do nothing to speak of. */
  readonly verbose: boolean;
}

/** The check for a terminal. */
export function checkText(report: CheckReport, { colors, verbose }: CheckTextOptions): string {
  const { findings, diagnostics } = orderResults(report);
  const paint: Readonly<Record<Priority, (text: string) => string>> = {
    P0: colors.red,
    P1: colors.yellow,
    P2: colors.cyan,
  };
  const lines: string[] = [
    `${colors.bold(printable(report.source.name))} on ${printable(report.on.name)}, for ${report.source.engine}`,
    verdictOf(report),
    '',
  ];
  for (const statement of report.statements) {
    const work = [locksText(statement), workText(statement)].filter((text) => text !== '').join('; ');
    lines.push(
      `${classMark(statement, colors)} ${printable(`${statement.at.file}:${statement.at.line}`)}  ${printable(shortSql(statement.sql))}`,
    );
    if (work !== '' || statement.limit !== undefined || statement.error !== undefined) {
      lines.push(
        `             ${colors.dim(printable([work, statement.limit === undefined ? '' : `not rehearsed: ${statement.limit}`, statement.error === undefined ? '' : `fails: ${statement.error}`].filter((text) => text !== '').join('; ')))}`,
      );
    }
  }
  for (const finding of findings) {
    lines.push(
      '',
      `${paint[finding.priority](finding.priority)} ${colors.bold(finding.rule)}: ${printable(finding.message)}`,
    );
    lines.push(`   ${printable(finding.why)}`);
    for (const item of finding.items) {
      const place = item.file ? `${item.file.file}:${item.file.line}` : '';
      lines.push(
        `   ${printable(place)}${finding.items.length > 1 ? `  ${printable(item.message)}` : ''} ${colors.dim(`(confidence ${item.confidence}/10)`)}`,
      );
      for (const one of verbose ? item.evidence : item.evidence.slice(0, 1))
        lines.push(`     ${colors.dim(`${one.kind}: ${printable(one.text)}`)}`);
      if (item.sql.length > 0) {
        lines.push('     instead:');
        for (const line of item.sql.flatMap((sql) => statementLines(sql, item.sql.length > 1 && !verbose)))
          lines.push(`       ${colors.green(line)}`);
      }
    }
  }
  list(
    lines,
    'worth knowing',
    diagnostics.map(
      (one) =>
        `${one.file === undefined ? '' : `${one.file}${one.line === undefined ? '' : `:${one.line}`}: `}${one.message}`,
    ),
  );
  list(lines, 'assumed', report.assumptions);
  list(
    lines,
    'silenced',
    report.suppressed.map((one) => `${one.item.id}: ${one.reason}`),
  );
  return `${lines.join('\n')}\n`;
}

/** Of a long statement among others only its beginning: Markdown and JSON have it whole. */
function statementLines(sql: string, short: boolean): readonly string[] {
  const lines = printableLines(terminated(sql)).split('\n');
  const shown = 4;
  return short && lines.length > shown + 1
    ? [...lines.slice(0, shown), `… ${lines.length - shown} more lines (--verbose, --format markdown)`]
    : lines;
}

function list(lines: string[], title: string, texts: readonly string[]): void {
  if (texts.length === 0) return;
  lines.push('', `${title}:`, ...texts.map((text) => `  ${printable(text)}`));
}

function classMark(statement: ReportedStatement, colors: Palette): string {
  const text = statement.class.padEnd(11);
  if (statement.error !== undefined) return colors.red('fails      ');
  switch (statement.class) {
    case 'online':
      return colors.green(text);
    case 'brief lock':
      return colors.cyan(text);
    default:
      return statement.class === 'long lock' ? colors.yellow(text) : colors.red(text);
  }
}
