import type { QualifiedName } from '../catalog/names.ts';
import type { FileLocation } from '../findings/finding.ts';

/** A column of a table, as a query compares it with another's. */
export interface JoinedColumn {
  readonly table: QualifiedName;
  readonly column: string;
}

/** Two columns that a query compares with each other. */
export interface JoinedColumns {
  readonly sides: readonly [JoinedColumn, JoinedColumn];
  /** Whose query it is: `the view main.active`, `the query "orders of a user"`. */
  readonly by: string;
  readonly place?: FileLocation;
}
