import type { CheckReport } from '../../check/report.ts';
import { orderResults } from '../../findings/order.ts';
import { terminated } from '../finding-parts.ts';
import { locksText, outcomeOf, shortSql, verdictOf, workText } from './words.ts';

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
        `| ${cell(`${one.at.file}:${one.at.line}`)} | \`${cell(shortSql(one.sql))}\` | ${outcomeOf(one)} | ${cell(one.manner ?? (locksText(one) || '–'))} | ${cell(workText(one) || '–')} |`,
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
