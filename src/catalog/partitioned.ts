import type { Table } from './table.ts';

/** Whether its rows lie in partitions: tables of their own, or parts that the table's options tell. */
export function isPartitioned({ partitioning, options }: Table): boolean {
  return partitioning !== undefined || options['partition_by'] !== undefined;
}
