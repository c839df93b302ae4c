import type { Workload } from '../../catalog/workload.ts';
import type { WorkloadInput } from '../../sources/workload/workload-file.ts';
import type { Totals } from '../../workload/group.ts';
import type { Note } from '../../workload/notes.ts';
import type { Patterns } from '../../workload/patterns.ts';

/** What `relvar workload` shows. */
export interface WorkloadReport {
  readonly tool: { readonly name: string; readonly version: string };
  readonly inputs: readonly WorkloadInput[];
  readonly valuesLeftOut: boolean;
  /** The log_line_prefix that logs were read with. */
  readonly prefix?: string;
  readonly totals: Totals;
  readonly notes: readonly Note[];
  readonly workload: Workload;
  readonly patterns: Patterns;
}
