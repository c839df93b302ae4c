import type { Table } from '../../catalog/table.ts';
import type { Habits } from './habits.ts';
import type { Reading } from './names.ts';
import type { PersonTable } from './people.ts';
import type { Naming, Targets } from './targets.ts';

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

/** What candidates are drawn from. */
export interface Sources {
  readonly targets: Targets;
  readonly habits: Habits;
  readonly persons: readonly PersonTable[];
}
