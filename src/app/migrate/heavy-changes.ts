import type { Change } from '../../catalog/change.ts';
import { type QualifiedName, qualified } from '../../catalog/names.ts';
import type { Statistics } from '../../catalog/statistics.ts';
import { type Rehearsal, rehearse } from '../../lab/rehearse.ts';
import type { OpenedSource } from '../opened-source.ts';

/** So few rows are worked on in less time than a lock takes. */
const fewRows = 10_000;

/**
 * Which changes do work on rows under a lock that blocks in their plain form: all are tried in order in the lab, and
 * seen to rewrite, read or index a table. What could not be tried is feared to. Tables that are known to be small are
 * worked on in an instant.
 */
export async function heavyChanges(
  opened: Pick<OpenedSource, 'engine' | 'traits' | 'lab' | 'statistics'>,
  changes: readonly Change[],
): Promise<(change: Change) => boolean> {
  const doubtful = changes.filter(isDoubtful);
  if (doubtful.length === 0) return () => false;
  const statements = changes.map((change) => opened.engine.render(change, opened.traits));
  const [rehearsals = []] = await rehearse(opened.lab, [statements.flat()]);
  const heavy = new Set<Change>();
  let place = 0;
  for (const [at, change] of changes.entries()) {
    const own = rehearsals.slice(place, place + (statements[at]?.length ?? 0));
    place += statements[at]?.length ?? 0;
    if (isDoubtful(change) && weighs(change, own, opened.statistics)) heavy.add(change);
  }
  return (change) => heavy.has(change);
}

/** Kinds whose work depends on the case; of all others it is known. */
function isDoubtful(change: Change): boolean {
  return change.kind === 'change type' || (change.kind === 'create' && change.object.kind === 'column');
}

function weighs(change: Change, rehearsals: readonly Rehearsal[], statistics: Statistics): boolean {
  const isSmall = (table: QualifiedName) => {
    const known = statistics.tables[qualified(table)];
    return known !== undefined && known.origin !== 'derived' && known.rows <= fewRows;
  };
  const missing = rehearsals.length === 0 || rehearsals.some((one) => one.error || one.form === 'not run');
  if (missing) return 'table' in change ? !isSmall(change.table) : true;
  const worked = rehearsals.flatMap((one) => [...one.rewritten, ...one.scanned]);
  return worked.some((table) => !isSmall(table));
}
