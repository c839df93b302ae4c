import type { Catalog } from '../../catalog/catalog.ts';
import type { Connection, EngineError } from '../../engines/connection.ts';
import type { DraftStep, Work } from '../../engines/procedure.ts';
import type { EngineLab } from '../../lab/engine-lab.ts';
import { labOf } from '../../lab/labs.ts';
import type { OpenedSource } from '../opened-source.ts';
import { compareCatalogs, isForWantOfExtension, shownDifferences } from './proof.ts';

/** What taking a plan back in the lab showed. */
export interface RehearsedUndos {
  /** The steps, an undo that failed told to be none. */
  readonly drafts: readonly DraftStep[];
  /** What is otherwise when all is taken back, or could not be tried: a sentence each. */
  readonly notes: readonly string[];
}

/**
 * Takes a plan back in the lab that it was rehearsed in, from its last step to the first, or to one that has no way back.
 * `began` is the lab's schema before the first step.
 */
export async function rehearseUndos(
  { engine, lab, source }: Pick<OpenedSource, 'engine' | 'lab' | 'source'>,
  drafts: readonly DraftStep[],
  began: Catalog,
  standIns: boolean,
): Promise<RehearsedUndos> {
  const { runnable } = await labOf(engine);
  for (const [at, draft] of [...drafts.entries()].reverse()) {
    if ('none' in draft.undo) return { drafts, notes: [] };
    const error = await takenBack(lab, draft.undo.work, runnable);
    if (!error) continue;
    if (standIns && isForWantOfExtension(error.code)) {
      return { drafts, notes: [`The way back past “${draft.title}” could not be rehearsed: ${error.message}.`] };
    }
    const none = `its undo failed in the rehearsal: ${error.message.replaceAll(/\s*\n\s*/g, ' ')}`;
    return { drafts: drafts.with(at, { ...draft, undo: { none } }), notes: [] };
  }
  const left = shownDifferences(compareCatalogs(began, await engine.introspect(lab)));
  return {
    drafts,
    notes: left === undefined ? [] : [`Taken back whole, the rehearsed schema is not as ${source.name}: ${left}.`],
  };
}

async function takenBack(
  lab: Connection,
  works: readonly Work[],
  runnable: EngineLab['runnable'],
): Promise<EngineError | undefined> {
  for (const work of works) {
    if (work.kind === 'wait') continue;
    const statements =
      work.kind === 'batches'
        ? [{ sql: work.sql.replaceAll('$1', 'NULL'), transactional: true }]
        : work.statements.filter(({ sql }) => sql !== '');
    const alone = statements.some(({ transactional }) => !transactional);
    const written = statements.map(({ sql }) => sql);
    const all = runnable ? await runnable(lab, written) : written;
    for (const batch of alone ? all.map((sql) => [sql]) : [['BEGIN', ...all, 'COMMIT']]) {
      const { error } = await lab.batch(batch);
      if (!error) continue;
      if (!alone) await lab.batch(['ROLLBACK']);
      return error;
    }
  }
  return undefined;
}
