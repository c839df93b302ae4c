import { displayName, qualified } from '../catalog/names.ts';
import type { ForeignKey } from '../catalog/table.ts';

/** What refers to what: `(tenant_id, user_id) → public.users(tenant_id, id)`. */
export function keyText(key: ForeignKey): string {
  return `(${key.columns.map(displayName).join(', ')}) → ${qualified(key.references)}(${key.referencedColumns.map(displayName).join(', ')})`;
}

/** The pairs of a column and the one that it refers to, as texts to compare. */
export function columnPairs(key: ForeignKey): string[] {
  return key.columns.map((column, at) => JSON.stringify([column, key.referencedColumns[at] ?? '']));
}
