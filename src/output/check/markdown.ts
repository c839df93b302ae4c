import { qualified } from '../../catalog/names.ts';
import type { CheckReport, ReportedStatement } from '../../check/report.ts';
import { orderResults } from '../../findings/order.ts';
import { terminated } from '../finding-parts.ts';
import { verdictOf } from './words.ts';

/** The check as Markdown, for a comment on a merge request. */
export function checkMarkdown(report: CheckReport): string {
  const { findings, diagnostics } = orderResults(report);
  const lines = [
    `# ${report.source.name}`,
    '',
    `${verdictOf(report)} On ${report.on.name}, for ${report.source.engine}.`,
    '',
    '| line | statement | class | locks | work |',
    '|---|---|---|---|---|',
    ...report.statements.map(
      (one) =>
        `| ${cell(`${one.at.file}:${one.at.line}`)} | \`${cell(shortSql(one.sql))}\` | ${one.class} | ${cell(one.manner ?? (locksText(one) || '–'))} | ${cell(workText(one) || '–')} |`,
    ),
    ...findings.flatMap((finding) => [
      '',
      `## ${finding.priority} ${finding.rule}: ${finding.message}`,
      '',
      finding.why,
      ...finding.items.flatMap((item) => [
        '',
        `- **${item.file ? `${item.file.file}:${item.file.line}` : ''}** ${item.message} (confidence ${item.confidence}/10)`,
        ...item.evidence.map((one) => `  - ${one.kind}: ${one.text}`),
        ...(item.sql.length > 0
          ? [
              '',
              '  ```sql',
              ...item.sql.flatMap((sql) =>
                terminated(sql)
                  .split('\n')
                  .map((line) => `  ${line}`),
              ),
              '  ```',
            ]
          : []),
        ...(item.commands ?? []).flatMap((command) => [
          '',
          '  ```sh',
          ...command.split('\n').map((line) => `  ${line}`),
          '  ```',
        ]),
      ]),
    ]),
    ...section(
      'Not rehearsed or passed over',
      diagnostics.map(
        (one) =>
          `${one.file === undefined ? '' : `${one.file}${one.line === undefined ? '' : `:${one.line}`}: `}${one.message}`,
      ),
    ),
    ...section('Assumptions', report.assumptions),
    ...section(
      'Silenced',
      report.suppressed.map((one) => `${one.item.id}: ${one.reason}`),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `## ${title}`, '', ...lines.map((line) => `- ${line}`)];
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

export function shortSql(sql: string, width = 70): string {
  const line = sql.replace(/\s+/g, ' ').trim();
  return line.length > width ? `${line.slice(0, width - 1)}…` : line;
}

/** `public.orders ACCESS EXCLUSIVE`: the locks of tables and views that others may wait for. */
export function locksText({ locks }: ReportedStatement): string {
  return locks
    .filter(
      (lock) => lock.kind !== 'index' && lock.kind !== 'sequence' && !/^(?:ACCESS SHARE|ROW SHARE)$/.test(lock.mode),
    )
    .map((lock) => `${qualified(lock.relation)} ${lock.mode}`)
    .join(', ');
}

export function workText({ rewritten, scanned, built }: ReportedStatement): string {
  const names = (list: ReportedStatement['scanned']) => list.map(qualified).join(', ');
  return [
    ...(rewritten.length > 0 ? [`writes anew ${names(rewritten)}`] : []),
    ...(scanned.length > 0 ? [`reads ${names(scanned)}`] : []),
    ...(built.length > 0 ? [`builds ${names(built)}`] : []),
  ].join('; ');
}
