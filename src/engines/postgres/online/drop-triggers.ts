import type { Table } from '../../../catalog/table.ts';
import type { Statement } from '../../engine.ts';
import { quoteIdentifier, quoteName } from '../quote.ts';
import { transactional } from '../render/layout.ts';

/** A table as far as its name, and whether it has partitions. */
export type Written = Pick<Table, 'schema' | 'name' | 'partitioning'>;

/**
 * What stands before a DROP TRIGGER. On a partitioned table that statement locks the partitions first and the table last
 * (`performMultipleDeletions` deletes what depends before what it depends on): the other way round than every statement
 * that writes it, so that they deadlock. LOCK TABLE goes down from the table to the partitions, as writes do.
 */
export function locksBeforeTriggersGo(table: Written | undefined): readonly Statement[] {
  return table?.partitioning ? [transactional(`LOCK TABLE ${quoteName(table)} IN ACCESS EXCLUSIVE MODE`)] : [];
}

/** Drops triggers of a table that may not be there. */
export function dropTriggers(table: Written, names: readonly string[]): readonly string[] {
  return [
    ...locksBeforeTriggersGo(table).map(({ sql }) => sql),
    ...names.map((name) => `DROP TRIGGER IF EXISTS ${quoteIdentifier(name)} ON ${quoteName(table)}`),
  ];
}
