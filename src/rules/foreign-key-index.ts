import type { ForeignKey, Index } from '../catalog/table.ts';

/**
 * Whether a lookup by the foreign key's columns can use the index: a valid B-tree (or hash, for one column) without
 * predicate, or whose predicate only leaves out nulls of the key, that has the columns first, in any order; or a unique
 * one on some of them, which leads to one row at most.
 */
export function servesForeignKey(index: Index, key: Pick<ForeignKey, 'columns'>): boolean {
  if (!index.valid || !usableMethod(index, key) || !coversAllKeys(index, key)) return false;
  if (index.unique && index.keys.every(({ column }) => column !== undefined && key.columns.includes(column)))
    return true;
  const first = index.keys.slice(0, key.columns.length).map((part) => part.column);
  return columnSet(first) === columnSet(key.columns);
}

/** The same for the same columns in any order. */
export function columnSet(columns: readonly (string | undefined)[]): string {
  return JSON.stringify([...columns].sort());
}

function usableMethod(index: Index, key: Pick<ForeignKey, 'columns'>): boolean {
  return index.method === 'btree' || (index.method === 'hash' && key.columns.length === 1);
}

function coversAllKeys(index: Index, key: Pick<ForeignKey, 'columns'>): boolean {
  if (index.predicate === undefined) return true;
  return key.columns.some(
    (column) => index.predicate === `(${column} IS NOT NULL)` || index.predicate === `("${column}" IS NOT NULL)`,
  );
}
