import type { Change } from '../catalog/change.ts';
import { objectKey, referenceTo } from '../catalog/object.ts';
import type { DraftStep } from '../engines/procedure.ts';
import { hasWord } from './mentions.ts';
import { bareName, boundTo, isEarly, isMadeLate, madeAgain, type Placed } from './placed.ts';
import { type Surroundings, type TakenAway, takenByChange, takenByForm } from './taken-away.ts';

/** Changes that take something away from who reads it: one, or a drop and what is made in its place. */
interface Taking {
  readonly changes: readonly Change[];
  readonly taken: TakenAway;
}

type Settle = (all: readonly Placed[]) => readonly Placed[];

/**
 * What takes away something that the running application reads comes after the deploy, with what that must be ready for.
 * Where something before the deploy needs it done, or would have to wait with it, it stays there, and says what it breaks.
 */
export function afterDeploy(given: readonly Placed[], around: Surroundings, settle: Settle): readonly Placed[] {
  const { all, takings } = told(given, around);
  const before = settle(all);
  if (takings.length === 0) return before;
  const laid = (chosen: readonly Taking[]): readonly Placed[] | undefined => {
    const result = settle(withLate(all, chosen));
    return isGood(result, before, chosen, around) ? result : undefined;
  };
  const whole = laid(takings);
  if (whole) return whole;
  // Each that can wait by itself waits.
  let result = before;
  const late: Taking[] = [];
  for (const one of takings) {
    const next = laid([...late, one]);
    if (!next) continue;
    late.push(one);
    result = next;
  }
  return withBreaks(
    result,
    takings.filter((one) => !late.includes(one)),
  );
}

/** What takes away, of changes with steps of their own; where another's steps carry it out, those say it. */
function told(
  given: readonly Placed[],
  around: Surroundings,
): { readonly all: readonly Placed[]; readonly takings: readonly Taking[] } {
  const takings: Taking[] = [];
  const carried: { readonly by: Placed; readonly taken: TakenAway }[] = [];
  const add = (changes: readonly Change[], taken: TakenAway | undefined) => {
    if (!taken) return;
    const by = given.find((one) => one.includes.some(({ change }) => changes.includes(change)));
    if (by) carried.push({ by, taken });
    else takings.push({ changes, taken });
  };
  for (const one of given) {
    const { change } = one;
    const again = change.kind === 'drop' ? madeAgain(change, given)?.change : undefined;
    if (change.kind === 'drop' && again?.kind === 'create')
      add([change, again], takenByForm(change.object, again.object, around));
    else if ((change.kind !== 'create' || !isDropped(change, around.changes)) && !isReplacedBeside(one))
      add([change], takenByChange(change, around));
  }
  const all = given.map((one) => {
    const own = carried.filter(({ by }) => by === one).map(({ taken }) => taken.needs);
    return own.length === 0 ? one : { ...one, steps: withNeeds(one.steps, own) };
  });
  return { all, takings };
}

/** A type that is made ready beside the other says itself what it needs. */
const isReplacedBeside = ({ change, steps }: Placed): boolean => change.kind === 'replace type' && steps.length !== 1;

function isDropped({ object }: Extract<Change, { readonly kind: 'create' }>, changes: readonly Change[]): boolean {
  const key = objectKey(referenceTo(object));
  return changes.some((one) => one.kind === 'drop' && objectKey(referenceTo(one.object)) === key);
}

/** The steps, of which the first after the deploy tells what must be so before it. */
function withNeeds(steps: readonly DraftStep[], needs: readonly string[]): readonly DraftStep[] {
  const at = steps.findIndex((step) => step.phase === 'contract');
  return steps.map((step, place) => (place === at ? { ...step, needs: [...(step.needs ?? []), ...needs] } : step));
}

function withLate(all: readonly Placed[], chosen: readonly Taking[]): readonly Placed[] {
  return all.map((one) => {
    const taking = chosen.find(({ changes }) => changes.includes(one.change));
    if (!taking) return one;
    const steps = one.steps.map((step): DraftStep => ({ ...step, phase: 'contract' }));
    const type = one.change.kind === 'replace type' ? [{ word: one.change.type.name }] : [];
    return {
      ...one,
      steps: taking.changes.at(-1) === one.change ? withNeeds(steps, [taking.taken.needs]) : steps,
      holds: [...one.holds, ...type],
    };
  });
}

function withBreaks(all: readonly Placed[], early: readonly Taking[]): readonly Placed[] {
  return all.map((one) => {
    const taking = early.find(({ changes }) => changes.at(-1) === one.change);
    if (!taking || !isEarly(one)) return one;
    const { breaks } = taking.taken;
    return { ...one, steps: one.steps.map((step, at) => (at === 0 ? { ...step, breaks } : step)) };
  });
}

/** Whether nothing else suffers: all wait, nothing is missing meanwhile, and nothing new waits that the deploy needs. */
function isGood(
  result: readonly Placed[],
  before: readonly Placed[],
  chosen: readonly Taking[],
  { changes }: Surroundings,
): boolean {
  const late = new Set(chosen.flatMap((one) => one.changes));
  const wasEarly = new Set(before.filter(isEarly).map(({ change }) => change));
  return result.every((one, at) => {
    const { change } = one;
    if (late.has(change)) return !isEarly(one);
    if (change.kind === 'create' && isNewToReaders(change, changes)) return isEarly(one) || !wasEarly.has(change);
    if (change.kind !== 'drop' || !isEarly(one)) return true;
    if (isMadeLate(one, result)) return isMadeLate(before[at] ?? one, before);
    // What is dropped before the deploy is still spoken of by what waits.
    const name = bareName(change.object);
    return !result.some((other) => late.has(other.change) && hasWord(boundTo(other), name));
  });
}

/** What the application that is deployed may ask for. */
function isNewToReaders(change: Extract<Change, { readonly kind: 'create' }>, changes: readonly Change[]): boolean {
  return ['table', 'column', 'view', 'routine'].includes(change.object.kind) && !isDropped(change, changes);
}
