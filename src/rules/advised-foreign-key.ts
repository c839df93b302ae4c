import { type QualifiedName, sameName } from '../catalog/names.ts';
import type { Table } from '../catalog/table.ts';
import { columnSet } from './foreign-key-index.ts';
import { implied } from './implied.ts';
import type { AdvisedIndex } from './workload-advice.ts';

/** Whether an advised index begins with the columns of a foreign key of the table. */
export function servesKey(
  { change }: Pick<AdvisedIndex, 'change'>,
  table: QualifiedName,
  columns: readonly string[],
): boolean {
  if ((change.method ?? 'btree') !== 'btree' || change.predicate !== undefined || !sameName(change.table, table))
    return false;
  return columnSet(change.keys.slice(0, columns.length).map((key) => key.column)) === columnSet(columns);
}

/** A foreign key's own index is not missing any more where an advised one begins with its columns. */
export function impliedByAdvice({ change }: AdvisedIndex, table: Table): readonly string[] {
  return table.foreignKeys.flatMap(({ columns }) => {
    return servesKey({ change }, table, columns)
      ? implied({ kind: 'column', object: table, names: columns }, ['foreign-key-without-index'])
      : [];
  });
}
