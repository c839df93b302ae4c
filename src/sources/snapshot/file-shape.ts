import { z } from 'zod';
import type { Diagnostic } from '../../findings/error.ts';
import { catalogShape } from './catalog-shape.ts';
import { list, number, object, optional, text } from './shape.ts';
import type { Snapshot } from './snapshot.ts';
import { statisticsShape } from './statistics-shape.ts';
import { workloadShape } from './workload-shape.ts';

/** The version of the form that is written; it grows when a reader of the one before could break. */
export const currentVersion = 1;

/** A snapshot with what makes its file recognisable. */
export interface SnapshotFile extends Snapshot {
  readonly format: 'relvar-snapshot';
  readonly version: typeof currentVersion;
  readonly checksum: string;
}

const diagnostic = object<Diagnostic>({
  severity: z.enum(['error', 'warning', 'note']),
  code: text,
  message: text,
  file: optional(text),
  line: optional(number),
  hint: optional(text),
});

/** The form of a snapshot's file; `schemas/snapshot.schema.json` is made from this. */
export const snapshotFile = object<SnapshotFile>({
  format: z.literal('relvar-snapshot'),
  version: z.literal(currentVersion).describe('The version of this form; it grows when a reader could break'),
  tool: object<Snapshot['tool']>({ name: text, version: text }),
  source: object<Snapshot['source']>({ name: text, engine: text }),
  checksum: z
    .string()
    .describe('SHA-256 of {catalog, statistics, workload} as JSON without spaces: tells a file that was edited'),
  diagnostics: list(diagnostic),
  catalog: catalogShape,
  statistics: statisticsShape,
  workload: workloadShape,
}).describe(
  'A snapshot of a database, as `relvar snapshot` writes it: schema, statistics, settings, workload; no rows',
);
