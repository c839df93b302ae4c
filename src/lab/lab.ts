import type { Catalog } from '../catalog/catalog.ts';
import type { Change } from '../catalog/change.ts';
import type { QueryPlan } from '../catalog/query-plan.ts';
import type { Statistics } from '../catalog/statistics.ts';
import type { Connection } from '../engines/connection.ts';
import type { Statement } from '../engines/engine.ts';
import type { Rehearsal } from './rehearse.ts';
import type { SupposedIndexes } from './supposed-indexes.ts';

/** A query to be planned. */
export interface PlanRequest {
  /** One statement; parameters are `$1`, `$2`… */
  readonly sql: string;
  /** Sample values of the parameters as text, by position, null for NULL. Absent: a generic plan. */
  readonly samples?: readonly (string | null)[];
  /** Planner settings for this query alone. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface PlannedQuery {
  readonly plan: QueryPlan;
  /** The engine's own JSON form of the plan. */
  readonly json: string;
  /** Why production might plan otherwise (see docs/decisions): empty when nothing speaks against it. */
  readonly doubts: readonly string[];
}

/** A supposed state of the schema in which queries are planned. */
export interface Supposition {
  /** Carried out before planning: indexes, statistics objects, types, partitions… */
  readonly changes?: readonly Change[];
  /** Indexes that the planner does not see, by qualified name. */
  readonly without?: readonly string[];
  /** What is known of the objects that the changes make: sizes of indexes, multivariate statistics. */
  readonly statistics?: Partial<Pick<Statistics, 'tables' | 'indexes' | 'multivariate'>>;
}

/** An index to be made. */
export type NewIndexChange = Extract<Change, { readonly kind: 'create index' }>;

/** What a lab can do; each `false` has its reason in `limits`. */
export interface LabAbilities {
  /** Plans as if tables were as large as the statistics say. */
  readonly sizes: boolean;
  /** Index methods that can be supposed. */
  readonly indexMethods: readonly string[];
  /** Changes other than indexes can be supposed. */
  readonly changes: boolean;
}

/** An engine that holds the schema and in which things are tried; it holds no rows of the user's. */
export interface Lab {
  readonly kind: 'embedded' | 'server';
  /** For people: `embedded PostgreSQL 18.6`. */
  readonly name: string;
  readonly can: LabAbilities;
  /** What this lab cannot do, a sentence each. */
  readonly limits: readonly string[];
  readonly connection: Connection;
  introspect(): Promise<Catalog>;
  /** Makes the planner believe the statistics; of all relations that are given, the ones before are forgotten. */
  believe(catalog: Catalog, statistics: Statistics): Promise<readonly string[]>;
  /** Throws a RelvarError `query-refused` with the engine's words and position when the engine does not plan it. */
  plan(request: PlanRequest): Promise<PlannedQuery>;
  /** Makes ready for a query what it names and only this machine lacks (collations), a sentence for each. */
  standIns(sql: string): Promise<readonly string[]>;
  /**
   * The text that an expression without columns and parameters has while a query is planned, null for NULL; nothing where
   * the engine reckons it only when the query runs (`now()`), and where it refuses it.
   */
  constantValue(expression: string): Promise<string | null | undefined>;
  /** Plans queries in a supposed state and undoes it; an element is an error's text where a query could not be planned. */
  suppose(
    supposition: Supposition,
    requests: readonly PlanRequest[],
  ): Promise<readonly (PlannedQuery | { readonly error: string })[]>;
  /** Begins a series of questions about indexes; until it is closed, the lab is asked nothing else. */
  supposeIndexes(): Promise<SupposedIndexes>;
  /**
   * Tries groups of statements, watches locks, rewrites and full reads, and undoes everything (see rehearse.ts); what
   * is believed of sizes stays.
   */
  rehearse(groups: readonly (readonly Statement[])[]): Promise<readonly (readonly Rehearsal[])[]>;
  close(): Promise<void>;
}
