import { isComputedAnew } from '../read/alter-table.ts';
import type { DraftColumn, DraftTable } from '../read/draft.ts';
import { isRowTime } from '../render/create-table.ts';

/** Columns whose values become of another type: foreign keys over them must be gone meanwhile. */
export function retypedColumns(from: DraftTable, to: DraftTable): readonly string[] {
  return from.columns.flatMap((column) => {
    const now = to.columns.find(({ name }) => name === column.name);
    if (!now) return [];
    const differs =
      column.type.text !== now.type.text || column.ownCollation !== now.ownCollation || isComputedAnew(column, now);
    return differs ? [column.name] : [];
  });
}

/** Whether a column that goes can wait until nobody asks for it: one that counts goes with its key, times of rows with the history. */
export function isDroppedLate(column: DraftColumn, from: DraftTable, to: DraftTable): boolean {
  if (from.options['system_period'] !== to.options['system_period'] && isRowTime(column)) return false;
  if (column.identity || to.columns.some(({ name }) => name === column.name)) return false;
  return from.options['partition_by'] === to.options['partition_by'];
}
