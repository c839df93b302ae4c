import type { Change } from '../catalog/change.ts';

/** A change with its place among the others. */
export interface Node {
  readonly change: Change;
  /** `create` and `drop` make and end all their keys; `alter` makes its key what it is to be; `finish` only waits. */
  readonly role: 'create' | 'drop' | 'alter' | 'finish';
  /** The object it is about. */
  readonly key: string;
  /** Keys that are as they are to be after it. */
  readonly makes: readonly string[];
  /** Keys that are no more, or no more as they were, after it. */
  readonly ends: readonly string[];
  /** Keys that must be as they are to be before it. */
  readonly needs: readonly string[];
  /** The same, where it would be better but is no must. */
  readonly prefers: readonly string[];
  /** Among changes that may come in any order, the least comes first. */
  readonly rank: readonly (string | number)[];
}
