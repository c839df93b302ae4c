/** A query with what is known of its use. */
export interface WorkloadQuery {
  /** Equal for queries that differ in constants only; the engine's own. */
  readonly fingerprint: string;
  /** The text; constants may be parameters (`$1`). */
  readonly sql: string;
  /** What people call it. */
  readonly name?: string;
  readonly calls?: number;
  /** Milliseconds of all calls together, planning left out. */
  readonly totalMilliseconds?: number;
  readonly meanMilliseconds?: number;
  /** Standard deviation over the calls, milliseconds. */
  readonly deviationMilliseconds?: number;
  /** Milliseconds of planning, all calls together, where the server counts it. */
  readonly planningMilliseconds?: number;
  /** Rows returned or touched, all calls together. */
  readonly rows?: number;
  /** Pages, all calls together. */
  readonly pagesHit?: number;
  readonly pagesRead?: number;
  readonly temporaryPagesWritten?: number;
  /** Milliseconds that a call may take. */
  readonly goalMilliseconds?: number;
  readonly user?: string;
}

/** The queries of a database, the heaviest first. */
export interface Workload {
  /** ISO 8601: since when calls and times count. */
  readonly since?: string;
  readonly queries: readonly WorkloadQuery[];
}

/** No queries are known. */
export const noWorkload: Workload = { queries: [] };
