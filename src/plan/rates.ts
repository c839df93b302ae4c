/** How fast an engine works on rows that are there; every one a guess about somebody's server until it is measured. */
export interface Rates {
  /** Bytes per second of a table that is read from end to end. */
  readonly scanBytes: number;
  /** Bytes per second of a table that is written anew. */
  readonly rewriteBytes: number;
  /** Rows per second that go into an index. */
  readonly indexRows: number;
  /** Rows per second that are changed in batches, pauses left out. */
  readonly batchRows: number;
}

/**
 * A server with solid-state disks whose data does not fit into memory; `docs/migrations.md` tells how to measure one's
 * own.
 */
export const presumedRates: Rates = {
  scanBytes: 250_000_000,
  rewriteBytes: 60_000_000,
  indexRows: 700_000,
  batchRows: 20_000,
};

/** Rates, and where they are from: `presumed`, `as told`, `measured on PostgreSQL 15.4 at localhost`. */
export interface KnownRates {
  readonly rates: Rates;
  readonly origin: string;
}
