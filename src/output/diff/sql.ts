import { printable } from '../printable.ts';
import type { DiffReport } from './report.ts';

/** The statements in their order, each as `ended` ends it, with what must be known of them as comments. */
export function diffSql(report: DiffReport, ended: (sql: string) => string): string {
  const comment = (text: string) => `-- ${printable(text)}`;
  const lines = [
    comment(`From ${report.from} to ${report.to}`),
    ...report.notes.map(comment),
    ...report.questions.map(({ key, candidates }) =>
      comment(`${key} may have been renamed to ${candidates.map(({ name }) => name).join(' or ')}; here it is dropped`),
    ),
  ];
  for (const { sql, loses } of report.changes) {
    // What the statement of another change does along with its own.
    if (sql.length === 0 && loses === undefined) continue;
    lines.push('');
    if (loses !== undefined) lines.push(comment(`Loses ${loses}`));
    for (const statement of sql) lines.push(ended(statement));
  }
  return `${lines.join('\n')}\n`;
}
