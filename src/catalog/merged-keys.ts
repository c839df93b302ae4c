import { sameName } from './names.ts';
import type { ForeignKey, Table } from './table.ts';

/** Whether a partition's foreign key and one of its parent become one: they demand the same, whatever they are called. */
export function mergesWith(own: ForeignKey, key: ForeignKey): boolean {
  const rules = (one: ForeignKey) =>
    JSON.stringify([
      one.columns,
      one.referencedColumns,
      one.match,
      one.onUpdate,
      one.onDelete,
      one.onDeleteColumns,
      one.deferrable,
      one.initiallyDeferred,
    ]);
  return sameName(own.references, key.references) && rules(own) === rules(key);
}

/** The parent's foreign key that an inherited one is the part of: the one of its name, or else the first that is equal. */
export function keyAbove(own: ForeignKey, parent: Pick<Table, 'foreignKeys'> | undefined): ForeignKey | undefined {
  if (!own.inherited) return undefined;
  const equal = parent?.foreignKeys.filter((key) => mergesWith(own, key)) ?? [];
  return equal.find((key) => key.name === own.name) ?? equal[0];
}
