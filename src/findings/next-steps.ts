import type { Finding } from './finding.ts';
import { compareFindings } from './order.ts';
import type { Report } from './report.ts';

/**
 * What to do after reading the report, in order: three to six sentences that follow from it alone.
 *
 * @param review the command that made the report, without output options: `relvar review db/schema.sql`
 */
export function nextSteps(
  report: Pick<Report, 'findings' | 'questions' | 'diagnostics' | 'statistics' | 'suppressed'>,
  review: string,
): readonly string[] {
  const steps: string[] = [];
  const findings = [...report.findings].sort(compareFindings);
  const mustFix = findings.filter((finding) => finding.priority === 'P0');
  const shouldFix = findings.filter((finding) => finding.priority === 'P1');
  const failed = report.diagnostics.filter((diagnostic) => diagnostic.severity === 'error').length;
  if (failed > 0)
    steps.push(
      `Look at the ${failed === 1 ? 'error' : `${failed} errors`} under diagnostics first: that part of the schema was not reviewed.`,
    );
  if (mustFix.length > 0) steps.push(`Fix what is P0 before the next release: ${ruleList(mustFix)}.`);
  if (shouldFix.length > 0) {
    const quick = shouldFix.filter((finding) => finding.effort === 'minutes');
    const first =
      quick.length > 0 && quick.length < shouldFix.length
        ? `, the quick ones first: ${ruleList(quick)}`
        : `: ${ruleList(shouldFix)}`;
    steps.push(`Then plan what is P1${first}.`);
  }
  const withSql = findings.some((finding) => finding.items.some((item) => item.sql.length > 0));
  if (withSql) steps.push(`Get all fixes as one script and try it on a copy: \`${review} --format sql -o fixes.sql\``);
  if (report.questions.length > 0) {
    steps.push(
      `Answer the ${report.questions.length === 1 ? 'question' : `${report.questions.length} questions`} above: the answers change priorities.`,
    );
  }
  if (mustFix.length > 0) steps.push(`Keep it so, in CI: \`${review} --fail-on P0\``);
  else if (findings.length > 0)
    steps.push(`Accept what you will not fix and let CI tell only what is new: \`${review} --baseline write\``);
  else steps.push(`Keep it so, in CI: \`${review} --fail-on P1\``);
  return steps;
}

function ruleList(findings: readonly Finding[]): string {
  const names = findings.slice(0, 3).map((finding) => finding.rule);
  const more = findings.length - names.length;
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ');
}
