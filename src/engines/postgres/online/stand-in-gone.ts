import type { Change } from '../../../catalog/change.ts';
import { changeTitle } from '../../../catalog/change-title.ts';
import { type QualifiedName, qualified } from '../../../catalog/names.ts';
import { type ObjectReference, objectKey, referenceTo } from '../../../catalog/object.ts';
import type { DraftStep, Procedure, Situation } from '../../procedure.ts';
import { renderChange } from '../render.ts';
import { step, undoBy, work } from './steps.ts';
import { blockers } from './watch.ts';

type Create = Extract<Change, { readonly kind: 'create' }>;

/** What has an old name until the application knows the new one. */
interface StandIn {
  /** What it is, in a word: `view`. */
  readonly what: string;
  readonly old: QualifiedName;
  /** What it stands for, as a title names it. */
  readonly for: string;
  readonly now: QualifiedName;
  readonly create: readonly string[];
  readonly drop: string;
}

/**
 * After the deploy the stand-in goes. What is to have its name comes in the same transaction: the two cannot stand side by
 * side, and the application that runs before must find the old one.
 */
export function standInGone(
  { what, old, now, create, drop, ...standIn }: StandIn,
  renamed: ObjectReference,
  situation: Situation,
): { readonly step: DraftStep; readonly includes: Required<Procedure>['includes'] } {
  const uses = `The application uses ${qualified(now)}, no longer ${qualified(old)}.`;
  const gone = `Drop the ${what} ${qualified(old)} that stood in for ${standIn.for}`;
  const taker = takerOf(renamed, situation);
  if (!taker)
    return {
      step: step(gone, 'contract', work(drop), { undo: undoBy(...create), needs: [uses], watch: [blockers] }),
      includes: [],
    };
  const title = changeTitle(taker);
  return {
    step: step(
      `${gone}; ${title.charAt(0).toLowerCase()}${title.slice(1)}`,
      'contract',
      work(drop, ...renderChange(taker, situation.traits)),
      {
        why: 'In one transaction, since both have the same name.',
        undo: undoBy(...renderChange({ kind: 'drop', object: taker.object }, situation.traits), ...create),
        needs: [
          uses,
          `The application can do without the new ${qualified(old)}: until then the ${what} that stands in has its name.`,
        ],
        watch: [blockers],
      },
    ),
    includes: [taker],
  };
}

/** What is made under the old name of a thing. */
function takerOf(renamed: ObjectReference, { changes }: Situation): Create | undefined {
  const name = nameOf(renamed);
  return changes.filter((one) => one.kind === 'create').find(({ object }) => nameOf(referenceTo(object)) === name);
}

/** Tables, views and types share their names: the rows of the first two have a type of the same name. */
const sharing: ReadonlySet<ObjectReference['kind']> = new Set(['table', 'view', 'sequence', 'type']);

function nameOf(object: ObjectReference): string {
  return sharing.has(object.kind) ? `relation ${object.schema}.${object.name}` : objectKey(object);
}
