import { type Evidence, evidenceKinds } from '../findings/evidence.ts';
import { type Finding, priorities } from '../findings/finding.ts';

/** Every piece of evidence of the finding once; the strongest kind first, then as the items come. */
export function mergedEvidence(finding: Finding): readonly Evidence[] {
  const once = new Map(
    finding.items.flatMap((item) => item.evidence).map((one) => [`${one.kind} ${one.text}`, one] as const),
  );
  return [...once.values()].sort((a, b) => evidenceKinds.indexOf(a.kind) - evidenceKinds.indexOf(b.kind));
}

/**
 * The evidence to show when not all fits: up to `limit` pieces; of a finding of many items one piece of each kind,
 * since the others say the same of other objects.
 */
export function shownEvidence(finding: Finding, limit: number): readonly Evidence[] {
  const all = mergedEvidence(finding);
  if (finding.items.length <= 3 || limit >= all.length) return all.slice(0, limit);
  return all.filter((one, at) => all.findIndex((other) => other.kind === one.kind) === at).slice(0, limit);
}

/** All statements of the finding's fix in order, with their semicolons: each once, and of a transaction all or none. */
export function migration(finding: Finding): readonly string[] {
  const done = new Set<string>();
  return finding.items.flatMap((item) => {
    const statements = item.sql.map(terminated);
    if (!item.ownTransaction) return statements.filter((one) => isNew(one, done));
    return isNew(statements.join('\n'), done) ? statements : [];
  });
}

function isNew(text: string, done: Set<string>): boolean {
  if (done.has(text)) return false;
  done.add(text);
  return true;
}

/** A statement with a semicolon at its end. */
export function terminated(statement: string): string {
  const text = statement.trimEnd();
  if (text.endsWith(';')) return text;
  return /--[^\n]*$/.test(text) ? `${text}\n;` : `${text};`;
}

/** `1 P0, 2 P1, 453 P2` when the items differ, else nothing. */
export function mixedPriorities(finding: Finding): string | undefined {
  const counts = priorities
    .map((priority) => ({ priority, number: finding.items.filter((item) => item.priority === priority).length }))
    .filter(({ number }) => number > 0);
  return counts.length < 2 ? undefined : counts.map(({ priority, number }) => `${number} ${priority}`).join(', ');
}
