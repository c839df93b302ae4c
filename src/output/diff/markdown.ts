import { escaped } from '../markdown-text.ts';
import { count } from '../words.ts';
import { byObject } from './by-object.ts';
import type { DiffReport } from './report.ts';

/** The summary by object and the statements, for a review or a ticket. */
export function diffMarkdown(report: DiffReport, ended: (sql: string) => string): string {
  const lines = [
    `# From ${escaped(report.from)} to ${escaped(report.to)}`,
    '',
    `${count(report.changes.length, 'change')}.`,
  ];
  for (const { of, changes } of byObject(report.changes)) {
    lines.push('', `**${escaped(of)}**`, '');
    for (const { sign, text, loses } of changes) {
      lines.push(`- \`${sign}\` ${escaped(text)}${loses === undefined ? '' : ` — **loses ${escaped(loses)}**`}`);
    }
  }
  if (report.renames.length > 0) {
    lines.push('', '## Taken for renames', '');
    for (const { from, to, reasons } of report.renames)
      lines.push(`- ${escaped(from)} → ${escaped(to)}: ${reasons.join(', ')}`);
  }
  if (report.questions.length > 0) {
    lines.push('', '## Renamed?', '');
    for (const { key, candidates } of report.questions) {
      lines.push(
        `- ${escaped(key)} may be ${candidates.map((one) => escaped(one.key)).join(' or ')}; here it is dropped`,
      );
    }
  }
  if (report.notes.length > 0) lines.push('', '## Notes', '', ...report.notes.map((note) => `- ${escaped(note)}`));
  const statements = report.changes.flatMap((change) => change.sql.map(ended));
  if (statements.length > 0) {
    const fence = statements.some((sql) => sql.includes('```')) ? '~~~~' : '```';
    lines.push('', '## Statements', '', `${fence}sql`, ...statements, fence);
  }
  return `${lines.join('\n')}\n`;
}
