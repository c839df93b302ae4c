import type { NewIndexKey } from '../../catalog/change.ts';
import type { Index } from '../../catalog/table.ts';
import { keyText } from '../../engines/index-keys.ts';
import type { Access } from './access.ts';
import type { Draft } from './candidate.ts';

/**
 * The unique key that an index begins with, by name, where there is one: it finds no fewer rows than that, which finds
 * one.
 */
export function shadowedKey(draft: Draft): string | undefined {
  return shadowing(draft)?.name;
}

function shadowing({ table, keys, method = 'btree', predicate }: Draft): Index | undefined {
  if (method !== 'btree' || predicate !== undefined) return undefined;
  return table.indexes.find((index) => {
    if (!index.unique || !index.valid || index.predicate !== undefined || index.keys.length > keys.length) return false;
    const own = new Set(index.keys.map((key) => key.column));
    return keys.slice(0, index.keys.length).every((key) => key.column !== undefined && own.has(key.column));
  });
}

/**
 * The same index with what stands as a key behind a unique key that is never null beside the keys: there it finds and
 * orders nothing. Nothing where an index has no such key.
 */
export function withIdleBeside(draft: Draft, accesses: readonly Access[]): Draft | undefined {
  const { table, keys, include = [] } = draft;
  const unique = shadowing(draft);
  const idle = unique ? keys.slice(unique.keys.length) : [];
  const isNull = (column: string) => table.columns.find(({ name }) => name === column)?.nullable !== false;
  if (!unique || idle.length === 0 || unique.keys.some(({ column }) => column === undefined || isNull(column)))
    return undefined;
  // The planner does not know that the order of one row is any order.
  const isSorted = (key: NewIndexKey) =>
    accesses.some(
      (one) =>
        one.table === table &&
        [one.order, ...one.windows, one.group].flat().some((other) => keyText(other) === keyText(key)),
    );
  const columns = idle.flatMap((key) => key.column ?? []);
  if (columns.length < idle.length || idle.some(isSorted)) return undefined;
  return { table, keys: keys.slice(0, unique.keys.length), include: [...new Set([...columns, ...include])] };
}
