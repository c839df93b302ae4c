import type { ColumnStatistics, Statistics } from '../src/catalog/statistics.ts';

/**
 * The statistics that ANALYZE would leave of a table of 1 000 rows in which a column has these values, each as often as
 * the others. `more` says what else is known of the column: a greater `distinct` means that there are other values.
 */
export function sampled(
  table: string,
  column: string,
  values: readonly string[],
  more: Partial<ColumnStatistics> = {},
): Partial<Statistics> {
  const statistics: ColumnStatistics = {
    nullFraction: 0,
    averageWidth: 8,
    distinct: values.length,
    commonValues: values.map((value) => ({ value, fraction: 1 / values.length })),
    ...more,
  };
  return { tables: { [table]: { origin: 'observed', rows: 1000, columns: { [column]: statistics } } } };
}
