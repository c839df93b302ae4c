import type { Catalog } from '../../catalog/catalog.ts';
import type { Origin } from '../../catalog/statistics.ts';
import type { Priority } from '../../findings/finding.ts';

/** How large a table is, and how that is known. */
export interface DocumentedSize {
  readonly rows: number;
  readonly origin: Origin;
  /** In words: `observed`, `declared`, or by which rule it was derived. */
  readonly reason: string;
  readonly heapBytes: number;
  readonly indexBytes: number;
  readonly growthPerMonth?: number;
}

/** What `review` has to say of a table. */
export interface DocumentedFinding {
  readonly priority: Priority;
  readonly rule: string;
  readonly message: string;
  readonly why: string;
  /** 1 to 10. */
  readonly confidence: number;
  readonly sql: readonly string[];
}

/** A query of the workload. */
export interface DocumentedQuery {
  readonly title: string;
  readonly sql: string;
  /** `queries.sql:12`. */
  readonly where?: string;
  readonly callsPerSecond?: number;
  readonly goalMilliseconds?: number;
  /** Qualified names of the tables it reads and writes, partitions as their whole tables. */
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  /** Qualified names of the indexes that its plan uses; absent where it could not be planned. */
  readonly indexes?: readonly string[];
  /** Qualified names of tables that its plan reads from end to end. */
  readonly scans: readonly string[];
}

/** Everything that the documentation of a schema tells. Keys are qualified names. */
export interface Dictionary {
  readonly title: string;
  readonly engine: string;
  readonly catalog: Catalog;
  readonly sizes: Readonly<Record<string, DocumentedSize>>;
  readonly findings: Readonly<Record<string, readonly DocumentedFinding[]>>;
  /** Kinds of personal data by column name. */
  readonly personal: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly queries: readonly DocumentedQuery[];
  /** The schema's health, 0 to 100; absent where it was not reviewed. */
  readonly score?: number;
}

/** A file of the documentation. */
export interface DocumentFile {
  /** From the folder, with slashes. */
  readonly path: string;
  readonly content: string;
}
