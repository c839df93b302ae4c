import type { IndexStatistics } from '../catalog/statistics.ts';
import type { NewIndexChange, PlannedQuery, PlanRequest } from './lab.ts';

/** Indexes that stand ready in a lab, of which the planner sees those that it is told to: for thousands of questions. */
export interface SupposedIndexes {
  /** Makes more of them, each as large as it is said to be. Gives the engine's words for those it refused, by qualified name. */
  add(indexes: readonly SupposedIndex[]): Promise<ReadonlyMap<string, string>>;
  /**
   * Plans a query with the present indexes, those of `without` left out, and the supposed ones of `shown`; all by
   * qualified name. What the planner refuses comes back as its words.
   */
  plan(
    request: PlanRequest,
    shown: readonly string[],
    without?: readonly string[],
  ): Promise<PlannedQuery | { readonly error: string }>;
  /** Removes them all. */
  close(): Promise<void>;
}

export interface SupposedIndex {
  readonly change: NewIndexChange;
  readonly size: IndexStatistics;
}
