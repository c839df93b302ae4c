import type { Column, Table } from '../catalog/table.ts';
import type { Traits } from '../catalog/traits.ts';
import { spoken } from '../catalog/words.ts';
import { neverNull } from './nullability.ts';

/** The column that says that a row counts as deleted, with the condition that picks the live rows. */
export interface SoftDelete {
  readonly column: Column;
  readonly live: string;
}

/** How names say that a row is deleted, as words: `deleted_at`, `isDeleted`. */
export const softDeleteNames: readonly string[] = [
  'deleted at',
  'deleted on',
  'deleted date',
  'deleted time',
  'deleted timestamp',
  'date deleted',
  'deletion date',
  'deletion time',
  'deleted',
  'is deleted',
  'is removed',
  'removed at',
  'removed on',
  'discarded at',
  'trashed at',
  'soft deleted',
  'soft deleted at',
];

/** The soft-delete column of a table: a nullable time stamp or date, a boolean, or a number used as one. */
export function softDelete(
  table: Table,
  traits: Traits,
  names: readonly string[] = softDeleteNames,
): SoftDelete | undefined {
  const known = new Set(names);
  for (const column of table.columns) {
    if (!known.has(spoken(column.name)) || column.generated) continue;
    const live = liveCondition(column, traits.quote(column.name));
    if (live !== undefined) return { column, live };
  }
  return undefined;
}

function liveCondition(column: Column, quoted: string): string | undefined {
  switch (column.type.family) {
    case 'timestamp':
    case 'timestamp-with-zone':
    case 'date':
      return neverNull(column) ? undefined : `${quoted} IS NULL`;
    case 'boolean':
      return neverNull(column) ? `NOT ${quoted}` : `${quoted} IS NOT TRUE`;
    case 'integer':
      return flagWords(column) && neverNull(column) ? `${quoted} = 0` : undefined;
    default:
      return undefined;
  }
}

/** A number is a flag where it is named like one; `deleted_at` as a number may hold an epoch. */
function flagWords(column: Column): boolean {
  return /^(is )?(soft )?(deleted|removed)$/.test(spoken(column.name));
}
