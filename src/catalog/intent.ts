import type { QualifiedName } from './names.ts';
import type { Expression } from './table.ts';

/** Rows at a time, and the pause between; as the planner has it where absent. */
export interface Pace {
  readonly rows?: number;
  readonly pauseMilliseconds?: number;
}

/** What a person means by a migration and two schemas cannot tell. */
export type Intent = ColumnsIntent | RowsIntent | PartitionIntent | DropIntent;

/** Columns that others of their table take the place of: one split into several, several merged into one. */
export interface ColumnsIntent {
  readonly kind: 'columns';
  readonly table: QualifiedName;
  /** Columns of the schema before, which are gone after. */
  readonly from: readonly string[];
  /** Each new column, made from the columns of its row. */
  readonly into: Readonly<Record<string, Expression>>;
  /** Each old column, made from the new ones: without it the way back and the other direction of the writes are missing. */
  readonly back?: Readonly<Record<string, Expression>>;
  readonly pace: Pace;
}

/** Rows that are deleted, or changed, piece by piece along the key. */
export interface RowsIntent {
  readonly kind: 'rows';
  readonly table: QualifiedName;
  /** Columns and their new values; absent: the rows are deleted. */
  readonly set?: Readonly<Record<string, Expression>>;
  /** Which rows; all when absent. */
  readonly where?: Expression;
  /** What turns the change of values round. */
  readonly back?: { readonly set: Readonly<Record<string, Expression>>; readonly where?: Expression };
  /** At the beginning of which phase it is done. */
  readonly phase: 'expand' | 'migrate' | 'contract';
  readonly pace: Pace;
}

/** A table that becomes a partitioned one of the same name, with its rows. */
export interface PartitionIntent {
  readonly kind: 'partition';
  readonly table: QualifiedName;
  /** How long the table as it was is kept beside, with all that is written meanwhile. */
  readonly quarantineSeconds?: number;
  readonly pace: Pace;
}

/** A table, or a column, that goes after it was out of reach for a while. */
export interface DropIntent {
  readonly kind: 'drop';
  readonly table: QualifiedName;
  readonly column?: string;
  readonly quarantineSeconds: number;
}
