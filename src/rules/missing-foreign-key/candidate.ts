import type { Column, Table } from '../../catalog/table.ts';
import type { Habits } from './habits.ts';
import type { Naming } from './name-index.ts';
import type { Reading } from './names.ts';
import type { PersonTable } from './people.ts';
import type { TargetTable } from './target-table.ts';
import type { Targets } from './targets.ts';

/** What says that a column refers to a table. */
export type How =
  | Naming
  | 'key name'
  | 'name of parts'
  | 'grown together'
  | 'name end'
  | 'own row'
  | 'pair'
  | 'person'
  | 'declared'
  | 'view'
  | 'comment';

/** A table that a column may refer to, and how telling the reason is, 0 to 1. */
export interface Candidate {
  readonly parent: Table;
  readonly telling: number;
  readonly how: How;
  /** The reading of the name that led here. */
  readonly reading: Reading | undefined;
  /** Words that say what the other row is to this one stand before its table's name: `approver` in approver_user_id. */
  readonly role?: boolean;
  /** The reason, with the column as its subject: `is named for the parent`. */
  readonly fact: string;
}

/** A column whose reference is looked for, and what it may be found by. */
export interface Search {
  readonly child: Table;
  readonly own: TargetTable;
  readonly column: Column;
  /** The ways to read its name, likeliest first. */
  readonly readings: readonly Reading[];
  /** The words of the columns that say of which table a row is, by what they stand beside. */
  readonly kinds: () => ReadonlyMap<string, string>;
  readonly targets: Targets;
  readonly habits: Habits;
  /** The tables of people, those of the same schema if it has any. */
  readonly persons: readonly PersonTable[];
  /** Takes what is found. */
  readonly add: (candidate: Candidate) => void;
}
