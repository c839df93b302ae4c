import type { Table } from '../catalog/table.ts';
import { columnSet } from './foreign-key-index.ts';
import { implied } from './implied.ts';
import type { AdvisedIndex } from './workload-advice.ts';

/** A foreign key's own index is not missing any more where an advised one begins with its columns. */
export function impliedByAdvice({ change }: AdvisedIndex, table: Table): readonly string[] {
  if ((change.method ?? 'btree') !== 'btree' || change.predicate !== undefined) return [];
  return table.foreignKeys.flatMap(({ columns }) => {
    const first = change.keys.slice(0, columns.length).map((key) => key.column);
    return columnSet(first) === columnSet(columns)
      ? implied({ kind: 'column', object: table, names: columns }, ['foreign-key-without-index'])
      : [];
  });
}
