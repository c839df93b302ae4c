import type { SummaryEntry } from '../../diff/summary-entry.ts';

/** A change as a report tells it. */
export interface ReportedChange extends SummaryEntry {
  readonly kind: string;
  /** The statements that carry it out, without semicolons. */
  readonly sql: readonly string[];
}

export interface ReportedQuestion {
  readonly key: string;
  readonly holdsData: boolean;
  readonly candidates: readonly {
    readonly key: string;
    readonly name: string;
    readonly score: number;
    readonly reasons: readonly string[];
  }[];
}

/** What lies between two sources, for every format. */
export interface DiffReport {
  readonly from: string;
  readonly to: string;
  readonly changes: readonly ReportedChange[];
  readonly renames: readonly { readonly from: string; readonly to: string; readonly reasons: readonly string[] }[];
  readonly questions: readonly ReportedQuestion[];
  readonly notes: readonly string[];
}
