import type { QualifiedName } from '../catalog/names.ts';
import type { Traits } from '../catalog/traits.ts';
import type { Evidence } from '../findings/evidence.ts';
import type { Dimension, Effort, FileLocation, Severity, Subject } from '../findings/finding.ts';
import type { CheckContext, CheckedStatement } from './checked.ts';

/** One case of a hazard. */
export interface HazardCase {
  readonly statement: CheckedStatement;
  /** Where it is, when that is not the statement: a query of the application. */
  readonly place?: FileLocation;
  readonly at: Subject;
  /** What happens here, one sentence with the names and numbers. */
  readonly message: string;
  readonly evidence: readonly Evidence[];
  /** Instead of the hazard's severity. */
  readonly severity?: Severity;
  /** Tables whose importance weighs this case; the subject's object when absent. */
  readonly weighs?: readonly QualifiedName[];
  /** True when the statement's safer form is the way out. */
  readonly saferForm?: true;
  /** What to write instead, where it is not the safer form. */
  readonly instead?: readonly string[];
  /** Commands of a tool that do it in another way. */
  readonly commands?: readonly string[];
}

/** Something that goes wrong when a migration meets a live database. */
export interface Hazard {
  /** Names what is wrong; its heading in docs/hazards.md. */
  readonly id: string;
  readonly dimension: Dimension;
  readonly severity: Severity;
  readonly summary: string;
  /** The headline of several cases together. */
  readonly headline: (count: number) => string;
  readonly why: string;
  /** What to do, one or two sentences. */
  readonly advice: string;
  readonly effort: Effort;
  readonly tradeOff: string;
  /** The engines that it is about; all when absent. */
  readonly when?: (traits: Traits) => boolean;
  /** It tells of statements that fail; the others pass those over, which do nothing. */
  readonly ofFailures?: true;
  /** A migration that has it, on the schema before it. */
  readonly example: {
    readonly schema: string;
    readonly migration: string;
    /** By which engine's SQL it is written; PostgreSQL's when absent. */
    readonly engine?: string;
  };
  check(context: CheckContext): Iterable<HazardCase>;
}

export function defineHazard(hazard: Hazard): Hazard {
  return hazard;
}

export function tableSubject(table: QualifiedName): Subject {
  return { kind: 'table', object: { schema: table.schema, name: table.name } };
}

export function columnSubject(table: QualifiedName, ...columns: readonly string[]): Subject {
  return { kind: 'column', object: { schema: table.schema, name: table.name }, names: columns };
}
