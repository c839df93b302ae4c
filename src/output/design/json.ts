import type { DesignReport } from './report.ts';

/** The whole report: the design, the tables, and the proof. */
export function designJson(report: DesignReport): string {
  const { findings, ...proof } = report.proof;
  return `${JSON.stringify({ ...report, proof: { ...proof, findings: findings.map(({ finding, because }) => ({ rule: finding.rule, priority: finding.priority, message: finding.message, ...(because === undefined ? {} : { because }) })) } }, undefined, 2)}\n`;
}
