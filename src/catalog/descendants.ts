import { type QualifiedName, sameName } from './names.ts';
import type { Table } from './table.ts';

/** The tables that inherit from one, or are its partitions, and those below them. */
export function descendants(table: QualifiedName, tables: readonly Table[]): readonly Table[] {
  const children = tables.filter(({ inherits, partitionOf }) =>
    [...inherits, ...(partitionOf ? [partitionOf.parent] : [])].some((one) => sameName(one, table)),
  );
  return children.flatMap((child) => [child, ...descendants(child, tables)]);
}
