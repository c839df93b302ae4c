import type { CheckReport } from '../../check/report.ts';
import type { Priority } from '../../findings/finding.ts';

/** One sentence: how many statements, and what is to be feared of them. */
export function verdictOf({ statements, findings }: Pick<CheckReport, 'statements' | 'findings'>): string {
  const count = `${statements.length} statement${statements.length === 1 ? '' : 's'}`;
  const items = findings.flatMap((finding) => finding.items);
  if (items.length === 0) return `${count}: nothing found.`;
  const by = (priority: Priority) => items.filter((item) => item.priority === priority).length;
  const counts = (['P0', 'P1', 'P2'] as const).flatMap((one) => (by(one) > 0 ? [`${by(one)} ${one}`] : []));
  return `${count}: ${counts.join(', ')}.`;
}
