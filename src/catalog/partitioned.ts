import type { Table } from './table.ts';
import type { Traits } from './traits.ts';

/** Whether its rows lie in partitions: tables of their own, or parts that an option of the table tells. */
export function isPartitioned({ partitioning, options }: Table, { partsOption }: Pick<Traits, 'partsOption'>): boolean {
  return partitioning !== undefined || (partsOption !== undefined && options[partsOption] !== undefined);
}
