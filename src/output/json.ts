import type { Change } from '../catalog/change.ts';
import { type Finding, type FindingItem, type Subject, subjectText } from '../findings/finding.ts';
import { orderReport } from '../findings/order.ts';
import type { Report } from '../findings/report.ts';
import { mergedEvidence, migration, terminated } from './finding-parts.ts';

/** The version of the form that schemas/report.schema.json describes; grows when a reader could break. */
export const reportVersion = 1;

/** The report for programs (schemas/report.schema.json). Integers beyond 2^53 become decimal text. */
export function json(report: Report): string {
  const {
    tool,
    source,
    score,
    statistics,
    findings,
    risks,
    assumptions,
    questions,
    suppressed,
    rejected,
    diagnostics,
    nextSteps,
  } = orderReport(report);
  const value = {
    version: reportVersion,
    tool,
    source,
    score,
    statistics,
    findings: findings.map(findingValue),
    risks,
    assumptions,
    questions,
    suppressed: suppressed.map((one) => ({ by: one.by, reason: one.reason, ...itemValue(one.item, one.rule) })),
    rejected,
    diagnostics,
    nextSteps,
  };
  return `${JSON.stringify(value, integersKept, 2)}\n`;
}

function findingValue(finding: Finding) {
  const { id, rule, category, dimension, priority, confidence, message, why, effort, tradeOff, items } = finding;
  return {
    id,
    rule,
    category,
    dimension,
    priority,
    confidence,
    at: items.map((item) => subjectText(item.at)),
    message,
    why,
    effort,
    tradeOff,
    evidence: mergedEvidence(finding),
    changes: changes(finding),
    sql: migration(finding).join('\n'),
    items: items.map((item) => itemValue(item, rule, why)),
  };
}

/** All changes of the finding's fix in order, each once. */
function changes(finding: Finding): readonly Change[] {
  const all = finding.items.flatMap((item) => item.changes);
  return [...new Map(all.map((change) => [JSON.stringify(change, integersKept), change] as const)).values()];
}

function itemValue(item: FindingItem, rule: string, why?: string) {
  const { id, priority, severity, confidence, importance, at, file, alsoAt, message, evidence, sql } = item;
  return {
    id,
    rule,
    priority,
    severity,
    confidence,
    importance,
    at: [subjectText(at)],
    subject: subjectValue(at),
    file,
    alsoAt,
    message,
    why: item.why ?? why,
    evidence,
    changes: item.changes,
    sql: sql.map(terminated).join('\n'),
    statements: sql,
  };
}

function subjectValue(subject: Subject) {
  return { kind: subject.kind, schema: subject.object.schema, name: subject.object.name, names: subject.names ?? [] };
}

/** For JSON.stringify: integers beyond 2^53 become decimal text. */
export function integersKept(_key: string, value: unknown): unknown {
  if (typeof value !== 'bigint') return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}
