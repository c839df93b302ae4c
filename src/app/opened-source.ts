import type { Catalog } from '../catalog/catalog.ts';
import type { Statistics } from '../catalog/statistics.ts';
import type { Traits } from '../catalog/traits.ts';
import type { Workload } from '../catalog/workload.ts';
import type { Connection } from '../engines/connection.ts';
import type { Engine } from '../engines/engine.ts';
import type { OfServer } from '../engines/script.ts';
import type { Diagnostic } from '../findings/error.ts';
import type { FileLocation, Subject } from '../findings/finding.ts';
import type { ReportSource } from '../findings/report.ts';
import type { CommentSuppression } from '../findings/suppress.ts';

/** A source that was read: what every use case starts from. */
export interface OpenedSource {
  readonly source: ReportSource;
  readonly engine: Engine;
  readonly traits: Traits;
  /** The version that it is for: `16.4`, `15`. */
  readonly version: string;
  readonly catalog: Catalog;
  readonly statistics: Statistics;
  /** The queries that came with it; none of most sources. */
  readonly workload: Workload;
  /** The file of queries that stands beside the schema. */
  readonly queries?: string;
  readonly diagnostics: readonly Diagnostic[];
  /** Statements about the server beside the schema. */
  readonly ofServer?: readonly OfServer[];
  readonly suppressions: readonly CommentSuppression[];
  /** Where a subject is written down, for sources that are files. */
  readonly locate: (subject: Subject) => FileLocation | undefined;
  /** A lab that holds the schema. */
  readonly lab: Connection;
  readonly close: () => Promise<void>;
}

/** Whether queries stand beside the schema, or were counted by its server. */
export function hasQueries({ queries, workload }: OpenedSource): boolean {
  return queries !== undefined || workload.queries.length > 0;
}
