/** Where a number comes from. */
export type Origin = 'observed' | 'declared' | 'derived';

export interface ColumnStatistics {
  /** Share of rows that are null, 0 to 1. */
  readonly nullFraction: number;
  /** Mean stored width in bytes. */
  readonly averageWidth: number;
  /** Distinct values when positive; minus the share of rows that are distinct when negative (as PostgreSQL's n_distinct). */
  readonly distinct: number;
  /** Most common values as text, with their shares of the rows. */
  readonly commonValues?: readonly { readonly value: string; readonly fraction: number }[];
  readonly histogram?: readonly string[];
  /** Physical against logical order, -1 to 1. */
  readonly correlation?: number;
}

export interface TableStatistics {
  readonly origin: Origin;
  readonly rows: number;
  /** Bytes of the heap alone. */
  readonly bytes?: number;
  /** Bytes with indexes and out-of-line values. */
  readonly totalBytes?: number;
  readonly pages?: number;
  /** Rows per month as a share of the present rows: 0.08 is 8% a month. */
  readonly growthPerMonth?: number;
  readonly writesPerSecond?: number;
  readonly deadRows?: number;
  readonly sequentialScans?: number;
  readonly indexScans?: number;
  readonly inserted?: number;
  readonly updated?: number;
  readonly deleted?: number;
  readonly hotUpdated?: number;
  readonly modifiedSinceAnalyze?: number;
  /** ISO 8601. */
  readonly lastAnalyze?: string;
  readonly lastVacuum?: string;
  /** Transactions since the table's oldest row was frozen. */
  readonly frozenAge?: number;
  /** By column name. */
  readonly columns: Readonly<Record<string, ColumnStatistics>>;
}

export interface IndexStatistics {
  readonly bytes: number;
  readonly pages?: number;
  /** Entries. */
  readonly rows?: number;
  readonly scans?: number;
  /** ISO 8601; PostgreSQL 16 and later. */
  readonly lastScan?: string;
}

export interface SequenceStatistics {
  /** The last value drawn; absent when none was. */
  readonly lastValue?: bigint;
}

/**
 * What the engine knows of the data, or what a person declared. Keys are qualified names (see names.ts);
 * an index's key is `schema.index`.
 */
export interface Statistics {
  /** ISO 8601, when they were read. */
  readonly takenAt?: string;
  /** ISO 8601, since when the activity counters count. */
  readonly countersSince?: string;
  /** True on a server that takes reads from a primary: its counters tell only its own story. */
  readonly standby?: boolean;
  readonly serverVersion?: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly tables: Readonly<Record<string, TableStatistics>>;
  readonly indexes: Readonly<Record<string, IndexStatistics>>;
  readonly sequences: Readonly<Record<string, SequenceStatistics>>;
}

/** Statistics of nothing: no fact is known. */
export const noStatistics: Statistics = { settings: {}, tables: {}, indexes: {}, sequences: {} };
