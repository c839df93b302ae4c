import type { Change } from '../../catalog/change.ts';
import type { Finding, FindingItem } from '../../findings/finding.ts';
import { sureEnough } from '../../findings/sure-enough.ts';
import type { OpenedSource } from '../opened-source.ts';

type Joined = Pick<OpenedSource, 'engine' | 'traits' | 'catalog'>;

/**
 * Findings whose fixes are joined where their engine carries several out at once: the fixes of a finding that hold
 * together are one and the same statements, since each by itself would undo the others.
 */
export function joinFixes(findings: readonly Finding[], opened: Joined): readonly Finding[] {
  const { engine } = opened;
  if (!engine.together) return findings;
  const together = engine.together;
  return findings.map((finding) => {
    const fixed = finding.items.filter(({ ownTransaction }) => ownTransaction);
    const joined = new Map<FindingItem, readonly string[]>();
    for (const places of together(fixed.map(({ changes }) => changes))) {
      const items = places.flatMap((at) => fixed[at] ?? []);
      if (items.length < 2) continue;
      const sql = rendered(items, opened).flat();
      for (const item of items) joined.set(item, sql);
    }
    return { ...finding, items: finding.items.map((item) => ({ ...item, sql: joined.get(item) ?? item.sql })) };
  });
}

/**
 * Findings whose fixes can stand in one script, where their engine carries several out at once: all that are sure enough
 * go into the statements of the first, and what only a presumption asks for is left to a later look.
 */
export function scripted(findings: readonly Finding[], opened: Joined): readonly Finding[] {
  if (!opened.engine.together) return findings;
  const isSure = ({ confidence, sql }: FindingItem) => confidence >= sureEnough && sql.length > 0;
  const sure = findings.flatMap(({ items }) => items.filter(isSure));
  const statements = rendered(sure, opened);
  const inScript = new Map(sure.map((item, at) => [item, statements[at] ?? []]));
  return findings.map((finding) => ({
    ...finding,
    items: finding.items.map((item) => {
      const own = inScript.get(item) ?? (item.ownTransaction ? [] : undefined);
      return own ? { ...item, inScript: own } : item;
    }),
  }));
}

/** Of each item the statements that are not made along with those of one before it. */
function rendered(items: readonly FindingItem[], { engine, traits, catalog }: Joined): readonly (readonly string[])[] {
  const changes: readonly Change[] = items.flatMap((item) => item.changes);
  const statements = engine.renderAll(changes, traits, catalog);
  let at = 0;
  return items.map((item) => {
    const own = statements.slice(at, at + item.changes.length);
    at += item.changes.length;
    return own.flat().map(({ sql }) => sql);
  });
}
