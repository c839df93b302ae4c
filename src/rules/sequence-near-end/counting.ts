import type { Lookups } from '../../catalog/lookups.ts';
import { qualifiedColumn } from '../../catalog/names.ts';
import type { Statistics } from '../../catalog/statistics.ts';
import type { Column, Table } from '../../catalog/table.ts';

/** A column that its table numbers by itself, without a sequence. */
interface CountingColumn {
  readonly table: Table;
  readonly column: Column;
  readonly last: bigint;
  /** The greatest value of its type. */
  readonly limit: bigint;
  /** Foreign keys to it. */
  readonly references: number;
}

/** The columns whose last number is known. */
export function countingColumns(
  lookups: Lookups,
  { sequences }: Pick<Statistics, 'sequences'>,
): readonly CountingColumn[] {
  return lookups.ownTables.flatMap((table) =>
    table.columns.flatMap((column) => {
      const last = column.identity ? sequences[qualifiedColumn(table, column.name)]?.lastValue : undefined;
      const { bytes, family, unsigned } = column.type;
      if (last === undefined || family !== 'integer' || bytes === undefined) return [];
      const limit = (1n << BigInt(bytes * 8 - (unsigned ? 0 : 1))) - 1n;
      const references = lookups
        .referencesTo(table)
        .filter(({ key }) => key.referencedColumns.includes(column.name)).length;
      return [{ table, column, last, limit, references }];
    }),
  );
}
