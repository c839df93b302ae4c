import type { Change } from '../../catalog/change.ts';
import { type QualifiedName, qualified } from '../../catalog/names.ts';
import type { Statistics } from '../../catalog/statistics.ts';
import { labOf } from '../../lab/labs.ts';
import type { Rehearsal } from '../../lab/rehearse.ts';
import { mentionsOf } from '../../plan/mentions.ts';
import { fewRows } from '../../plan/plan-migration.ts';
import type { OpenedSource } from '../opened-source.ts';

/**
 * Which changes do work on rows under a lock that blocks in their plain form: each is tried in the lab after those that it
 * builds on, and seen to rewrite, read or index a table. What could not be tried is feared to. Tables that are known to be small are
 * worked on in an instant.
 */
export async function heavyChanges(
  opened: Pick<OpenedSource, 'engine' | 'traits' | 'lab' | 'statistics' | 'catalog'>,
  changes: readonly Change[],
): Promise<(change: Change) => boolean> {
  const doubtful = [...changes.entries()].filter(([, change]) => isDoubtful(change));
  if (doubtful.length === 0) return () => false;
  const statements = opened.engine.renderAll(changes, opened.traits, opened.catalog);
  const mentions = changes.map((change) => mentionsOf(change, opened.catalog.tables));
  const tried = async (
    wanted: readonly (readonly [number, Change])[],
    isNeeded: (other: number, at: number) => boolean,
  ) => {
    const groups = wanted.map(([at]) =>
      statements.slice(0, at + 1).flatMap((own, other) => (other === at || isNeeded(other, at) ? own : [])),
    );
    const rehearsals = await (await labOf(opened.engine)).rehearse(opened.lab, groups);
    return wanted.map(([at, change], place) => {
      const own = rehearsals[place]?.slice(-Math.max(1, statements[at]?.length ?? 0)) ?? [];
      return { at, change, own };
    });
  };
  const related = (other: number, at: number) => {
    const { table } = tableOf(changes[at]);
    return table !== undefined && mentions[other]?.names.has(qualified(table)) === true;
  };
  const first = await tried(doubtful, related);
  // What needs more than what speaks of its table is tried after all that comes before it.
  const again = first.filter(({ own }) => failed(own)).map(({ at, change }) => [at, change] as const);
  const second = again.length === 0 ? [] : await tried(again, () => true);
  const heavy = new Set(
    [...first.filter(({ own }) => !failed(own)), ...second]
      .filter(({ change, own }) => weighs(change, own, opened.statistics))
      .map(({ change }) => change),
  );
  return (change) => heavy.has(change);
}

function failed(rehearsals: readonly Rehearsal[]): boolean {
  return rehearsals.length === 0 || rehearsals.some((one) => one.error || one.form === 'not run');
}

function tableOf(change: Change | undefined): { readonly table?: QualifiedName } {
  if (!change) return {};
  if ('table' in change) return { table: change.table };
  return change.kind === 'create' && 'table' in change.object && change.object.kind === 'column'
    ? { table: change.object.table }
    : {};
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
  if (failed(rehearsals)) {
    const { table } = tableOf(change);
    return table === undefined || !isSmall(table);
  }
  const worked = rehearsals.flatMap((one) => [...one.rewritten, ...one.scanned]);
  return worked.some((table) => !isSmall(table));
}
