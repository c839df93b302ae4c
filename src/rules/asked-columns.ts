import type { QualifiedName } from '../catalog/names.ts';

/** The names of the queries that narrow, group or order rows by a column. */
export type AskedColumns = (table: QualifiedName, column: string) => readonly string[];
