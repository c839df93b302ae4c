import { qualified } from '../catalog/names.ts';
import type { Statement } from '../engines/engine.ts';
import { strongest, waits } from '../engines/postgres/locks.ts';
import type { Evidence } from '../findings/evidence.ts';
import { confidence } from '../findings/evidence.ts';
import type { FindingItem } from '../findings/finding.ts';
import { priority } from '../findings/priority.ts';
import type { Rejected } from '../findings/report.ts';
import { type Rehearsal, type RelationLock, rehearse } from '../lab/rehearse.ts';
import type { RuleResult } from '../rules/run.ts';
import type { OpenedSource } from './opened-source.ts';

export interface RehearsedResults {
  readonly results: readonly RuleResult[];
  /** Fixes that failed in the lab: their findings stay, without them. */
  readonly rejected: readonly Rejected[];
}

/**
 * Renders every fix and tries it in the lab, which holds the schema: what runs gains evidence of what it locked and
 * rewrote, what fails is taken off the advice with the engine's reason.
 */
export async function rehearseFixes(opened: OpenedSource, results: readonly RuleResult[]): Promise<RehearsedResults> {
  const groups = results.flatMap(({ items }) =>
    items.filter((item) => item.changes.length > 0).map((item) => fixOf(item, opened)),
  );
  const rehearsals = await rehearse(
    opened.lab,
    groups.map((group) => group.statements),
  );
  const outcomes = new Map(
    groups.map((group, at) => [group.item, { statements: group.statements, rehearsals: rehearsals[at] ?? [] }]),
  );
  const rejected: Rejected[] = [];
  const proven = results.map((result) => ({
    ...result,
    items: result.items.map((item) => {
      const outcome = outcomes.get(item);
      if (!outcome) return item;
      const failure = outcome.rehearsals.find((one) => one.error);
      if (failure?.error) {
        rejected.push({
          rule: result.rule.id,
          item: item.id,
          message: failure.sql,
          reason: `the fix fails in the lab: ${failure.error.message}`,
          kind: 'rehearsed',
        });
        return { ...item, changes: [] };
      }
      const evidence = [...item.evidence, ...rehearsedEvidence(outcome.rehearsals)];
      const sure = confidence(evidence);
      return {
        ...item,
        sql: outcome.statements.map((statement) => statement.sql),
        evidence,
        confidence: sure,
        priority: priority(item.severity, sure, item.importance),
      };
    }),
  }));
  return { results: proven, rejected };
}

function fixOf(
  item: FindingItem,
  opened: OpenedSource,
): { readonly item: FindingItem; readonly statements: readonly Statement[] } {
  return { item, statements: item.changes.flatMap((change) => opened.engine.render(change, opened.traits)) };
}

/** One sentence: what ran, and the strongest lock, rewrites and full reads that were seen. */
function rehearsedEvidence(rehearsals: readonly Rehearsal[]): readonly Evidence[] {
  const tried = rehearsals.filter((one) => one.form !== 'not run');
  if (tried.length === 0) return [];
  const locks = new Map<string, RelationLock[]>();
  for (const lock of rehearsals.flatMap((one) => one.locks)) {
    if (lock.kind === 'table')
      locks.set(qualified(lock.relation), [...(locks.get(qualified(lock.relation)) ?? []), lock]);
  }
  const rewritten = [...new Set(tried.flatMap((one) => one.rewritten.map(qualified)))];
  const scanned = [...new Set(tried.flatMap((one) => one.scanned.map(qualified)))].filter(
    (table) => !rewritten.includes(table),
  );
  const parts = [
    `the fix runs in the lab${tried.length < rehearsals.length ? ` (${tried.length} of ${rehearsals.length} statements could be tried)` : ''}`,
    ...[...locks].map(([table, taken]) => lockText(table, taken)),
    ...(rewritten.length > 0 ? [`rewrites ${rewritten.join(', ')}`] : []),
    ...(scanned.length > 0 ? [`reads all of ${scanned.join(', ')}`] : []),
  ];
  return [{ kind: 'rehearsed', text: parts.join('; ') }];
}

/** `locks public.orders ACCESS EXCLUSIVE: reads and writes wait`: the strongest of its locks, and where that is known from. */
function lockText(table: string, taken: readonly RelationLock[]): string {
  const mode = strongest(taken.map((lock) => lock.mode)) ?? 'ACCESS SHARE';
  const seen = taken.some((lock) => lock.mode === mode && lock.known === 'seen');
  const waiting = waits(mode);
  const effect = waiting === 'reads and writes' || waiting === 'writes' ? `${waiting} wait` : 'reads and writes go on';
  return `locks ${table} ${mode}${seen ? '' : ' (by the manual)'}: ${effect}`;
}
