import type { Change } from '../catalog/change.ts';
import type { ForeignKey, Table } from '../catalog/table.ts';
import { partitioned } from './index-owner.ts';

type NewForeignKey = Extract<Change, { readonly kind: 'add foreign key' }>;

/** The change that makes a foreign key like this one, under a name that may be another. */
export function likeForeignKey(table: Table, key: ForeignKey, name: string): NewForeignKey {
  return {
    kind: 'add foreign key',
    table,
    name,
    columns: key.columns,
    references: key.references,
    referencedColumns: key.referencedColumns,
    ...(key.onDelete === 'no action' ? {} : { onDelete: key.onDelete }),
    ...(key.onDeleteColumns === undefined ? {} : { onDeleteColumns: key.onDeleteColumns }),
    ...(key.onUpdate === 'no action' ? {} : { onUpdate: key.onUpdate }),
    ...(key.match === 'full' ? { match: 'full' } : {}),
    ...(key.deferrable ? { deferrable: true, initiallyDeferred: key.initiallyDeferred } : {}),
    ...partitioned(table),
  };
}

/** The foreign key under another name with something changed, and then without its old self: rows are checked all along. */
export function replaceForeignKey(
  table: Table,
  key: ForeignKey,
  name: string,
  different: Pick<NewForeignKey, 'match' | 'onDelete' | 'onDeleteColumns'>,
): readonly Change[] {
  return [
    { ...likeForeignKey(table, key, name), ...different },
    { kind: 'drop constraint', table, name: key.name },
  ];
}
