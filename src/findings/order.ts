import { compareText } from '../catalog/names.ts';
import type { Diagnostic } from './error.ts';
import { type Evidence, evidenceKinds } from './evidence.ts';
import { type Finding, type FindingItem, priorities } from './finding.ts';
import { urgency } from './priority.ts';
import type { Report } from './report.ts';

/** Items in the order in which to look at them: by priority, then by urgency, then by id. */
export function compareItems(a: FindingItem, b: FindingItem): number {
  return (
    priorities.indexOf(a.priority) - priorities.indexOf(b.priority) ||
    itemUrgency(b) - itemUrgency(a) ||
    compareText(a.id, b.id)
  );
}

/** Findings by priority, then by the urgency of the first item, then the one with more items, then by id. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    priorities.indexOf(a.priority) - priorities.indexOf(b.priority) ||
    firstUrgency(b) - firstUrgency(a) ||
    b.items.length - a.items.length ||
    compareText(a.id, b.id)
  );
}

/** Evidence with the strongest kind first, else as given. */
function orderEvidence(evidence: readonly Evidence[]): readonly Evidence[] {
  return [...evidence].sort((a, b) => evidenceKinds.indexOf(a.kind) - evidenceKinds.indexOf(b.kind));
}

/** The parts of a report that every check has. */
export type Results = Pick<Report, 'findings' | 'suppressed' | 'diagnostics' | 'rules'>;

/** Findings and what comes with them, in their fixed order. */
export function orderResults({ findings, suppressed, diagnostics, rules }: Results): Results {
  return {
    findings: findings.map(orderFinding).sort(compareFindings),
    suppressed: [...suppressed].sort(
      (a, b) => compareText(a.item.id, b.item.id) || compareText(a.by, b.by) || compareText(a.reason, b.reason),
    ),
    diagnostics: [...diagnostics].sort(compareDiagnostics),
    rules: [...rules].sort((a, b) => compareText(a.id, b.id)),
  };
}

/** The report with every list in its fixed order; next steps, and risks of one factor, stay in their author's. */
export function orderReport(report: Report): Report {
  return {
    ...report,
    ...orderResults(report),
    risks: [...report.risks].sort((a, b) => a.factor - b.factor),
    assumptions: [...new Set(report.assumptions)].sort(compareText),
    questions: report.questions
      .map((question) => ({ ...question, rules: [...new Set(question.rules)].sort(compareText) }))
      .sort(
        (a, b) =>
          b.rules.length - a.rules.length || compareText(a.question, b.question) || compareText(a.changes, b.changes),
      ),
    rejected: [...report.rejected].sort((a, b) => compareText(a.item, b.item) || compareText(a.reason, b.reason)),
  };
}

function orderFinding(finding: Finding): Finding {
  return {
    ...finding,
    items: finding.items.map((item) => ({ ...item, evidence: orderEvidence(item.evidence) })).sort(compareItems),
  };
}

const diagnosticRank: Readonly<Record<Diagnostic['severity'], number>> = { error: 0, warning: 1, note: 2 };

function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  return (
    diagnosticRank[a.severity] - diagnosticRank[b.severity] ||
    compareText(a.file ?? '', b.file ?? '') ||
    (a.line ?? 0) - (b.line ?? 0) ||
    compareText(a.code, b.code) ||
    compareText(a.message, b.message)
  );
}

function itemUrgency(item: FindingItem): number {
  return urgency(item.severity, item.confidence, item.importance);
}

function firstUrgency(finding: Finding): number {
  const first = finding.items[0];
  return first ? itemUrgency(first) : 0;
}
