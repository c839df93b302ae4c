/** Where a query stands in files of code or SQL. */
export interface QueryPlace {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** The line of the loop that it stands in, where the source shows one. */
  readonly loop?: number;
}

/** One call of a query, with the values it was called with. */
export interface QueryExample {
  /** By number from 1, as text; null for NULL. */
  readonly parameters: readonly (string | null)[];
  readonly milliseconds?: number;
  /** ISO 8601. */
  readonly at?: string;
}

/** One of the texts of a query in code or SQL that differ in constants. */
export interface QueryForm {
  /** All of its constants, by parameter number. */
  readonly constants: Readonly<Record<string, string>>;
  readonly places: readonly QueryPlace[];
  readonly name?: string;
  /** As people declare it. */
  readonly callsPerSecond?: number;
}

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
  /** Rows that a call changes or deletes, as people declare it: `-- rows: 2000`. */
  readonly rowsPerCall?: number;
  readonly user?: string;
  /** ISO 8601: since when the server counts it, where it tells that of each query (PostgreSQL 17 and later). */
  readonly countedSince?: string;
  /** ISO 8601, by the clock of what was read. */
  readonly firstSeen?: string;
  readonly lastSeen?: string;
  /** As people declare it: `-- calls: 2340/h`. */
  readonly callsPerSecond?: number;
  /** Milliseconds of the slowest call. */
  readonly longestMilliseconds?: number;
  /** The slowest calls whose values are known, the slowest first. */
  readonly examples?: readonly QueryExample[];
  /** By parameter number: the constant as it stands in the text, the same wherever the query stands and in all its calls. */
  readonly constants?: Readonly<Record<string, string>>;
  /** The texts in code or SQL, where they differ in constants. */
  readonly forms?: readonly QueryForm[];
  /** The parameters (from 1) that had one and the same value in all calls, where at least two were seen. */
  readonly steadyParameters?: readonly number[];
  /** The sessions that called it. */
  readonly sessions?: number;
  /** The databases and applications that it ran in, where the input names them. */
  readonly databases?: readonly string[];
  readonly applications?: readonly string[];
  /** Where it stands in code. */
  readonly places?: readonly QueryPlace[];
  /** The query plan of a slow call as the server logged it, in whatever form. */
  readonly plan?: { readonly text: string; readonly milliseconds?: number };
  /** The server's own number of it, where it told one. */
  readonly queryIdentifier?: string;
}

/** A query that ran again and again after another, each time for another key: what N+1 is. */
export interface RepeatedQuery {
  /** Fingerprints. */
  readonly query: string;
  /** The one that ran before; absent where there was none. */
  readonly parent?: string;
  /** Runs of repetitions. */
  readonly occurrences: number;
  /** Calls in all these runs together, and in the longest. */
  readonly calls: number;
  readonly longestRun: number;
  readonly milliseconds: number;
  /** The parameter, from 1, that changed from call to call. */
  readonly parameter: number;
}

/** The queries of a database, the heaviest first. */
export interface Workload {
  /** ISO 8601: since when calls and times count. */
  readonly since?: string;
  /** ISO 8601: the time of the last of them. */
  readonly until?: string;
  readonly queries: readonly WorkloadQuery[];
  /** Queries that sessions repeat with one changing key, where the input tells the order within sessions. */
  readonly repeated?: readonly RepeatedQuery[];
}

/** No queries are known. */
export const noWorkload: Workload = { queries: [] };
