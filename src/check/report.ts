import type { QualifiedName } from '../catalog/names.ts';
import type { Diagnostic } from '../findings/error.ts';
import type { FileLocation, Finding } from '../findings/finding.ts';
import type { ReportSource, RuleDescription, Suppressed } from '../findings/report.ts';
import type { BuiltIndex, RelationLock } from '../lab/effects.ts';
import type { StepClass } from '../plan/plan.ts';

/** A statement as the report tells of it. */
export interface ReportedStatement {
  readonly at: FileLocation;
  readonly sql: string;
  readonly class: StepClass;
  /** Rehearsed in the lab, or told from statements of this form that were observed on servers. */
  readonly known: 'rehearsed' | 'facts';
  /** How the engine goes about it, in its own words and why: `ALGORITHM=COPY, LOCK=SHARED, the table is made anew: …`. */
  readonly manner?: string;
  /** Why it could not be rehearsed. */
  readonly limit?: string;
  /** The number of the transaction that it stands in. */
  readonly transaction?: number;
  /** Locks on what was there before the migration. */
  readonly locks: readonly RelationLock[];
  readonly locksOnNew: readonly RelationLock[];
  readonly rewritten: readonly QualifiedName[];
  readonly scanned: readonly QualifiedName[];
  readonly built: readonly BuiltIndex[];
  /** Relations that were given a new file, indexes and sequences too. */
  readonly newFiles: readonly QualifiedName[];
  /** Why it fails: on this schema, or where the table has rows. */
  readonly error?: string;
}

/** A check of a migration as plain data: what every output format prints. */
export interface CheckReport {
  readonly tool: { readonly name: string; readonly version: string };
  /** The migration. */
  readonly source: ReportSource;
  /** The schema that it was run on. */
  readonly on: ReportSource;
  readonly files: readonly {
    readonly name: string;
    readonly mode: 'one' | 'each';
    readonly why: string;
  }[];
  readonly statements: readonly ReportedStatement[];
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Suppressed[];
  readonly assumptions: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  /** Those that a finding or a suppression names. */
  readonly rules: readonly RuleDescription[];
}
