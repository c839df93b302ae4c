import type { Change } from '../catalog/change.ts';
import type { QualifiedName } from '../catalog/names.ts';
import type { FileLocation } from '../findings/finding.ts';

/** A query of the workload for which an index was advised. */
export interface AdvisedQuery {
  /** Its name, else the beginning of its text. */
  readonly title: string;
  /** Where it is written. */
  readonly place?: FileLocation;
  readonly callsPerSecond?: number;
  /** The planner's cost of one call as things are, and with all of the advice. */
  readonly before: number;
  readonly after: number;
  /** What is credited to this index of the difference: all of it where no other of the advice serves the query. */
  readonly gain: number;
}

/** An index that the advisor found for the workload, with what the planner said of it. */
export interface AdvisedIndex {
  readonly change: Extract<Change, { readonly kind: 'create index' }>;
  /** Keys, included columns and predicate for people: `(user_id, created_at DESC)`. */
  readonly definition: string;
  /** Its size by the model. */
  readonly bytes: number;
  /** The most gained first; none for an index that only foreign keys need. */
  readonly queries: readonly AdvisedQuery[];
  /** The share of the whole workload's planner cost that is credited to it, 0 to 1. */
  readonly share: number;
  /** Names of the foreign keys of its table whose checks and cascades it serves. */
  readonly foreignKeys: readonly string[];
  /** Why its columns stand in this order, sentences. */
  readonly why: readonly string[];
  /** True where the size of its table was derived, and neither read nor declared. */
  readonly sizesDerived: boolean;
  /** Present indexes of the table that it makes superfluous. */
  readonly replaces: readonly QualifiedName[];
}

/** What was found out about the queries of a workload before the rules run. */
export interface WorkloadAdvice {
  readonly indexes: readonly AdvisedIndex[];
}
