import { type DraftIndex, type DraftTable, same } from '../read/draft.ts';
import { columnOf } from './alter-actions.ts';
import type { Situation } from './class-of.ts';

/** The key that the rows stand in the order of: the primary one, else the first that can take its place. */
export function storedBy(table: DraftTable): DraftIndex | undefined {
  return (
    table.indexes.find(({ name }) => name === 'PRIMARY') ?? table.indexes.find((one) => standsForPrimary(one, table))
  );
}

/** A unique key over whole columns that are never null: without a primary key rows are stored by it. */
export function standsForPrimary({ kind, keys }: DraftIndex, table: DraftTable): boolean {
  return (
    kind === 'unique' && keys.every(({ column }) => column !== undefined && columnOf(table, column)?.nullable === false)
  );
}

/** Whether two keys are over the same columns, in one order. */
export function hasKeysOf(one: DraftIndex, other: DraftIndex | undefined): boolean {
  return (
    one.keys.length === other?.keys.length &&
    one.keys.every(({ column = '', descending }, at) => {
      const twin = other.keys[at];
      return same(column, twin?.column ?? '') && descending === twin?.descending;
    })
  );
}

/** Rows of a table without a primary key that stand in another order afterwards, or in none. */
export function storedOtherwise({ before, after, demands, dialect }: Situation): void {
  const [was, is] = [storedBy(before), storedBy(after)];
  if (!was || was.name === 'PRIMARY' || hasKeysOf(was, is)) return;
  // MySQL drops what stands for a primary key only where a primary key comes.
  const isCopied = !is || (dialect.flavour === 'mysql' && is.name !== 'PRIMARY');
  if (isCopied) demands.copy ??= 'rows are stored without their key';
  else demands.rebuild ??= 'rows are stored by another key';
}
