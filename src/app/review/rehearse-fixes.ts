import type { Statement } from '../../engines/engine.ts';
import { confidence } from '../../findings/evidence.ts';
import { priority } from '../../findings/priority.ts';
import type { Rejected } from '../../findings/report.ts';
import type { Lab } from '../../lab/lab.ts';
import { labOf } from '../../lab/labs.ts';
import { rehearsalEvidence } from '../../lab/rehearsal-evidence.ts';
import type { RuleResult } from '../../rules/run.ts';
import type { OpenedSource } from '../opened-source.ts';
import { tryFixes } from './try-fixes.ts';

export interface RehearsedResults {
  readonly results: readonly RuleResult[];
  /** Fixes that failed in the lab: their findings stay, without them. */
  readonly rejected: readonly Rejected[];
}

/**
 * Renders every fix and tries it in the lab, which holds the schema: what runs gains evidence of what it locked and
 * rewrote, what fails is taken off the advice with the engine's reason. `lab` is the same one when it believes in sizes.
 * Not `watched`: the evidence is that they run.
 */
export async function rehearseFixes(
  opened: OpenedSource,
  results: readonly RuleResult[],
  lab: Lab | undefined,
  watched: boolean,
): Promise<RehearsedResults> {
  const fixes = results.flatMap(({ items }) => items.filter((item) => item.changes.length > 0));
  const own = await labOf(opened.engine);
  const rehearse = lab?.rehearse ?? ((groups) => own.rehearse(opened.lab, groups, watched));
  const outcomes = await tryFixes(fixes, opened, rehearse);
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
      const evidence = [...item.evidence, ...rehearsalEvidence(outcome.rehearsals, outcome.others)];
      const sure = confidence(evidence);
      return {
        ...item,
        sql: outcome.statements.map((statement) => statement.sql),
        ...(bringsTransaction(outcome.statements) ? { ownTransaction: true as const } : {}),
        evidence,
        confidence: sure,
        priority: priority(item.severity, sure, item.importance),
      };
    }),
  }));
  return { results: proven, rejected };
}

function bringsTransaction(statements: readonly Statement[]): boolean {
  return statements.some(({ sql, transactional }) => !transactional && /^BEGIN\b/.test(sql));
}
