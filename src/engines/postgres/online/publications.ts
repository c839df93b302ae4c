import type { Change } from '../../../catalog/change.ts';
import { displayName } from '../../../catalog/names.ts';
import { objectKey, referenceTo } from '../../../catalog/object.ts';
import type { Procedure, Situation } from '../../procedure.ts';
import { renderChange } from '../render.ts';
import { plainSteps } from './plain.ts';
import { restored } from './restored.ts';
import { step, undoBy, work } from './steps.ts';
import { blockers } from './watch.ts';

type Drop = Extract<Change, { readonly kind: 'drop' }>;

/**
 * What is published no more goes after the deploy: subscribers read it until then. A publication that only a new one can
 * take the place of is made anew with its members in one transaction. Nothing for other drops.
 */
export function dropPublished(change: Drop, situation: Situation): Procedure | undefined {
  const key = objectKey(referenceTo(change.object));
  const published = publicationOf(change);
  if (published === undefined) return undefined;
  const rest = situation.changes.slice(situation.at + 1);
  const isAgain = (one: Change) => one.kind === 'create' && objectKey(referenceTo(one.object)) === key;
  if (rest.some(isAgain)) return published === key ? madeAnew(change, key, situation) : undefined;
  const what = change.object.kind === 'other' && published !== key ? change.object.other.name : key;
  const steps = plainSteps(change, situation).map((one) => ({
    ...one,
    phase: 'contract' as const,
    needs: [`No subscriber reads ${what} any more.`],
    watch: [blockers],
  }));
  return { steps };
}

/** The key of the publication that is dropped, or that a member or setting is taken from. */
function publicationOf({ object }: Drop): string | undefined {
  if (object.kind !== 'other') return undefined;
  if (object.other.kind === 'publication') return objectKey(referenceTo(object));
  const [of] = object.other.kind === 'member of' ? (object.other.on ?? []) : [];
  return of?.startsWith('publication ') ? of : undefined;
}

function madeAnew(change: Drop, key: string, situation: Situation): Procedure {
  const isOwn = (one: Change) => {
    if (one.kind === 'set comment') return objectKey(one.object) === key;
    if (one.kind !== 'create' || one.object.kind !== 'other') return false;
    return objectKey(referenceTo(one.object)) === key || one.object.other.on?.[0] === key;
  };
  const own = situation.changes.slice(situation.at + 1).filter(isOwn);
  const sql = (ones: readonly Change[]) => ones.flatMap((one) => renderChange(one, situation.traits));
  const drop = (one: Change): readonly Change[] =>
    one.kind === 'create' && objectKey(referenceTo(one.object)) === key ? [{ kind: 'drop', object: one.object }] : [];
  const name = displayName(change.object.kind === 'other' ? change.object.other.name : key);
  const former = situation.from.others.filter((other) => other.on?.[0] === key);
  return {
    steps: [
      step(`Make publication ${name} anew`, 'expand', work(...sql([change]), ...sql(own)), {
        why: 'One of all tables cannot become one of some, or the other way round. In one transaction subscribers miss no change.',
        breaks: `subscribers of ${name} until they refresh their subscription`,
        undo: undoBy(
          ...sql(own.flatMap(drop)),
          ...restored(change, situation),
          ...sql(former.map((other): Change => ({ kind: 'create', object: { kind: 'other', other } }))),
        ),
        watch: [blockers],
      }),
    ],
    includes: own,
  };
}
