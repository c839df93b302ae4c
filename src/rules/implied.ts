import { type Subject, subjectId } from '../findings/finding.ts';

/** The ids of what other rules would say of the same subject, for a finding that says more. */
export function implied(at: Subject, rules: readonly string[]): readonly string[] {
  return rules.map((rule) => `${rule}:${subjectId(at)}`);
}
