import type { Cause } from '../../model.ts';
import type { Phrase } from '../phrase.ts';
import type { Statement } from '../statement.ts';
import type { Things } from './nouns.ts';

/** What a sentence is read against. */
export interface Setting {
  /** What the sentence before spoke of. */
  readonly spoken: string | undefined;
  readonly things: Things;
  readonly cause: Cause;
  /** What the clauses before it in the sentence say. */
  readonly said: readonly Statement[];
  /** Reads a short sentence of one clause by the forms of its verb; `said` is what was told right before. */
  readonly read: (sentence: string, said: readonly Statement[]) => readonly Statement[];
}

export interface Told {
  readonly statements: readonly Statement[];
  /** What is spoken of from here on. */
  readonly subject?: string;
}

export function entity(phrase: Phrase, cause: Cause): Statement {
  return { kind: 'entity', phrase, cause };
}

/** Each of the one thing is of one of the other. */
export function belongs(from: string, to: Phrase, cause: Cause): Statement {
  return { kind: 'belongs', from, to: single(to), optional: false, cause };
}

export function single(phrase: Phrase): Phrase {
  return { ...phrase, many: false, plural: false };
}
