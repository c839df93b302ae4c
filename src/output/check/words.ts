import { qualified } from '../../catalog/names.ts';
import type { CheckReport, ReportedStatement } from '../../check/report.ts';
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

/** What to expect of a statement in a word or two: its class, or that it fails. */
export function outcomeOf(statement: ReportedStatement): string {
  return statement.error === undefined ? statement.class : 'fails';
}

/** `public.orders ACCESS EXCLUSIVE`: the locks of tables and views that others may wait for; empty where there are none. */
export function locksText({ locks }: ReportedStatement): string {
  return locks
    .filter(
      (lock) => lock.kind !== 'index' && lock.kind !== 'sequence' && !/^(?:ACCESS SHARE|ROW SHARE)$/.test(lock.mode),
    )
    .map((lock) => `${qualified(lock.relation)} ${lock.mode}`)
    .join(', ');
}

/** What it does to rows and files, why it was not rehearsed and why it fails; empty where there is nothing to tell. */
export function workText({ rewritten, scanned, built, limit, error }: ReportedStatement): string {
  const names = (list: ReportedStatement['scanned']) => list.map(qualified).join(', ');
  return [
    ...(rewritten.length > 0 ? [`writes anew ${names(rewritten)}`] : []),
    ...(scanned.length > 0 ? [`reads ${names(scanned)}`] : []),
    ...(built.length > 0 ? [`builds ${names(built)}`] : []),
    ...(limit === undefined ? [] : [`not rehearsed: ${limit}`]),
    ...(error === undefined ? [] : [`fails: ${error}`]),
  ].join('; ');
}

/** The statement on one line of at most `width` characters. */
export function shortSql(sql: string, width = 70): string {
  const line = sql.replace(/\s+/g, ' ').trim();
  return line.length > width ? `${line.slice(0, width - 1)}…` : line;
}
