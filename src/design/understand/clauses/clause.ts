import type { Group } from './groups.ts';
import { isProperty } from './nouns.ts';

export interface Verb {
  /** `be` before a noun or a place alone; `passive` with a participle. */
  readonly kind: 'be' | 'have' | 'active' | 'passive';
  /** In its plain form: `carry`, with a particle `carry out`. */
  readonly base: string;
  /** As it was written, without `can` and its like. */
  readonly text: string;
  readonly modal: boolean;
}

/** A preposition and what stands behind it. */
export interface Complement {
  readonly preposition: string;
  readonly groups: readonly Group[];
  readonly text: string;
}

/** A verb with its subject, its objects and what prepositions tie to it. */
export interface Clause {
  /** Before the subject: `for each donation`. */
  readonly fronted: readonly Complement[];
  readonly subjects: readonly Group[];
  readonly verb: Verb;
  readonly objects: readonly Group[];
  /** All objects as they were written. */
  readonly objectText: string;
  readonly complements: readonly Complement[];
  /** All that stands behind the verb, without clauses that tell of its nouns. */
  readonly rest: string;
  /** It tells of a noun of the clause before: `who note the result`; a preposition where that stands before `which`. */
  readonly relative?: { readonly of: Group; readonly preposition?: string };
}

/** What was found, and the place of the token behind it. */
export interface Place<Found> {
  readonly found: Found;
  readonly end: number;
}

/** At least half of them are properties by their names. */
export function areProperties(groups: readonly Group[]): boolean {
  return groups.filter((one) => isProperty(one)).length * 2 >= groups.length;
}

/** What a thing has one of several values for. */
export function isSorted(group: Group): boolean {
  return /(?:status|state|role|kind|type|category|level|position|rank|grade|class|condition|priority|severity)$/i.test(
    group.head,
  );
}

export function having(
  subjects: readonly Group[],
  { groups, text }: { readonly groups: readonly Group[]; readonly text: string },
): Clause {
  const verb: Verb = { kind: 'have', base: 'have', text: 'has', modal: false };
  return { fronted: [], subjects, verb, objects: groups, objectText: text, complements: [], rest: text };
}
