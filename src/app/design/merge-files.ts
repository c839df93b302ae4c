import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TextParts } from '../../catalog/text-parts.ts';
import { type Conflict, type Merged, merge } from '../../design/merge.ts';
import { paragraphParts } from '../../design/paragraphs.ts';
import type { Engine } from '../../engines/engine.ts';
import { RelvarError } from '../../findings/error.ts';
import { queriesFile, queryParts, volumeParts, volumesFile } from '../../output/design/files.ts';
import type { OpenedSource } from '../opened-source.ts';
import type { CarriedOut } from './carry-out.ts';
import { type DesignWorld, faultText, isRefused, type Refused, tryScript } from './open-script.ts';

/** A file of a design after a refinement, with what was changed by hand in it. */
export interface MergedFile {
  readonly name: string;
  readonly text: string;
  readonly conflicts: readonly Conflict[];
  /** As it would be without changes by hand. */
  readonly wanted: string;
}

/** What a schema is for. */
interface Database {
  readonly engine: Engine;
  readonly target: string | undefined;
}

/** The schema of the folder and the merged one, both loaded. */
export interface MergedSchema {
  readonly file: MergedFile;
  readonly from: OpenedSource;
  readonly to: OpenedSource;
}

/**
 * Puts together what was changed by hand in schema.sql and what a refinement changes, so that it loads: what does not fit
 * the changes by hand is left out and told.
 * @throws RelvarError `cannot-merge` where what was written by hand does not load, or needs what is taken away
 */
export async function mergeSchema(
  present: string,
  before: CarriedOut,
  after: CarriedOut,
  to: Database,
  world: DesignWorld,
): Promise<MergedSchema> {
  const from = await tryScript(present, to.engine, to.target, world);
  if (isRefused(from))
    throw cannotMerge(
      `schema.sql, as it was changed by hand, does not load: ${faultText(from)}`,
      'mend schema.sql, and refine again; nothing was written',
    );
  try {
    const [base, own, other] = await Promise.all(
      [before.schema, present, after.schema].map(to.engine.blueprints?.parts ?? paragraphParts),
    );
    if (!base || !own || !other) throw new Error('three texts have three lists of parts');
    const { opened, merged } = await loading({ base, own, other }, to, world);
    return { file: { name: 'schema.sql', wanted: after.schema, ...merged }, from, to: opened };
  } catch (error) {
    await from.close();
    throw error;
  }
}

/** The merge that the engine takes: parts that it refuses are left as the hand has them, one after the other. */
async function loading(
  { base, own, other }: Readonly<Record<'base' | 'own' | 'other', TextParts>>,
  database: Database,
  world: DesignWorld,
): Promise<{ readonly opened: OpenedSource; readonly merged: Merged }> {
  const refused = new Set<string>();
  for (;;) {
    const merged = merge(base, own, other, refused);
    const opened = await tryScript(merged.text, database.engine, database.target, world);
    if (!isRefused(opened)) return { opened, merged };
    const part = merged.partAt(opened.line ?? 0);
    if (!part || part.byHand || refused.has(part.key)) throw needed(opened, part?.key);
    refused.add(part.key);
  }
}

/** What was written by hand is refused only now that something else is gone. */
function needed(fault: Refused, part: string | undefined): RelvarError {
  return cannotMerge(
    `schema.sql: ${part ?? 'what was changed by hand'} needs what the words take away: ${fault.message}`,
    `take ${part ?? 'it'} out of schema.sql or change it there, and refine again; nothing was written`,
  );
}

function cannotMerge(message: string, hint: string): RelvarError {
  return new RelvarError('cannot-merge', message, { hint });
}

/** queries.sql and volumes.yaml with what was changed in them by hand; as they are wanted where they are not there. */
export function mergeBeside(folder: string, before: CarriedOut, after: CarriedOut): Promise<readonly MergedFile[]> {
  return Promise.all([
    mergeFile(folder, 'queries.sql', queryParts, [queriesFile(before.report), queriesFile(after.report)]),
    mergeFile(folder, 'volumes.yaml', volumeParts, [
      volumesFile(before.report, before.volumes),
      volumesFile(after.report, after.volumes),
    ]),
  ]);
}

async function mergeFile(
  folder: string,
  name: string,
  partsOf: (text: string) => TextParts,
  [base, wanted]: readonly [string, string],
): Promise<MergedFile> {
  const own = await readFile(join(folder, name), 'utf8').catch(() => base);
  const { text, conflicts } = merge(partsOf(base), partsOf(own), partsOf(wanted));
  return { name, text, conflicts, wanted };
}
