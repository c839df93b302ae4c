import type { Lookups, Reference } from '../catalog/lookups.ts';
import type { Column, Table } from '../catalog/table.ts';

/** A column of a foreign key and the one that it refers to. */
export interface ColumnPair {
  readonly from: Column;
  readonly to: Column;
  readonly target: Table;
}

/** The pairs of columns of a foreign key, where the referenced table is known. */
export function columnPairsOf({ from, key, to }: Reference, lookups: Lookups): readonly ColumnPair[] {
  if (!to) return [];
  return key.columns.flatMap((name, at) => {
    const own = lookups.column(from, name);
    const other = lookups.column(to, key.referencedColumns[at] ?? '');
    return own && other ? [{ from: own, to: other, target: to }] : [];
  });
}
