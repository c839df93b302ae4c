import { spoken } from '../../catalog/words.ts';
import type { Cause, Contradiction } from '../model.ts';
import type { Draft } from './draft.ts';

/** What one statement tells of a subject: a value of each facet that it speaks of. */
export interface Claim {
  /** An entity, `entity.attribute`, `entity.role`. */
  readonly at: string;
  readonly facets: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly cause: Cause;
  /** What holds where it is taken, a sentence. */
  readonly taken: string;
  /** It says so in passing: it is told against a later statement, and contradicts none itself. */
  readonly inPassing?: boolean;
}

/** A value with the statement that told it last. */
export interface Told extends Pick<Claim, 'cause' | 'taken'> {
  readonly value: string | number | boolean;
}

const keyOf = (at: string, facet: string) => `${facet} of ${at}`;

/**
 * Takes what a statement tells. Two statements of one subject conflict where they give a facet different values: both are
 * told, and the one that stands later in the description holds.
 * @returns whether what it tells holds: a later statement may have been taken before
 */
export function claim(draft: Draft, made: Claim): boolean {
  const { at, facets, cause, taken, inPassing } = made;
  if (cause.kind !== 'said') return true;
  let holds = true;
  let against: Told | undefined;
  for (const [facet, value] of Object.entries(facets)) {
    if (value === undefined) continue;
    const before = draft.said.get(keyOf(at, facet));
    const differs = before !== undefined && before.value !== value && before.cause.words !== cause.words;
    if (differs && inPassing) continue;
    if (differs) {
      against ??= before;
      holds &&= !isBefore(draft, cause, before.cause);
    }
    if (holds) draft.said.set(keyOf(at, facet), { value, cause, taken });
  }
  if (!against) return true;
  const told: Contradiction = holds
    ? { at, first: against.cause, second: cause, taken }
    : { at, first: cause, second: against.cause, taken: against.taken };
  const pair = (one: Contradiction) => [one.at, one.first.words, one.second.words].join('|');
  if (!draft.contradictions.some((one) => pair(one) === pair(told))) draft.contradictions.push(told);
  return holds;
}

/** What was said of it last, if anything was. */
export function toldOf(draft: Draft, at: string, facet: string): Told | undefined {
  return draft.said.get(keyOf(at, facet));
}

/** It stands earlier in the description. */
function isBefore(draft: Draft, one: Cause, other: Cause): boolean {
  const [first, second] = [draft.order.get(one), draft.order.get(other)];
  return first !== undefined && second !== undefined && first < second;
}

/** What is told of a property or a reference: whether it may be missing. */
export function claimPresence(draft: Draft, at: string, optional: boolean, cause: Cause, inPassing = false): boolean {
  const [owner = '', name = ''] = at.split('.').map(spoken);
  const taken = `The ${name} of ${owner} is ${optional ? 'optional' : 'mandatory'}.`;
  return claim(draft, { at, facets: { optional }, cause, taken, inPassing });
}

/** What is told of a property: whether two rows may have the same. */
export function claimUnique(draft: Draft, at: string, unique: boolean, cause: Cause): boolean {
  const [owner = '', name = ''] = at.split('.').map(spoken);
  const taken = unique ? `No two ${owner} rows have the same ${name}.` : `Several may have the same ${name}.`;
  return claim(draft, { at, facets: { unique }, cause, taken });
}
