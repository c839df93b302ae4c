import type { Evidence } from '../../findings/evidence.ts';
import type { Severity } from '../../findings/finding.ts';
import type { Conversion } from '../retype.ts';
import type { Question } from '../rule.ts';

/** What is made of a column whose name says that it holds a time. */
export interface Judged {
  /** What it holds, for the message. */
  readonly holds: string;
  readonly severity: Severity;
  readonly evidence: readonly Evidence[];
  /** Nothing when what the values mean is not known well enough. */
  readonly conversion?: Conversion;
  readonly questions: readonly Question[];
}
