import type { Column, Table } from '../catalog/table.ts';
import type { Sizes } from './sizes.ts';

/** What the engine's statistics tell of a column's values. */
export interface SampledValues {
  /** Values seen, the most common ones first. */
  readonly values: readonly string[];
  /** True when no other value was seen: their shares and that of the nulls make up all rows. */
  readonly complete: boolean;
}

/** Nothing when the column's values were not read. */
export function sampledValues(sizes: Sizes, table: Table, column: Column): SampledValues | undefined {
  if (sizes.unknown) return undefined;
  const known = sizes.statistics(table)?.columns[column.name];
  if (!known) return undefined;
  const common = known.commonValues ?? [];
  const values = [...common.map((one) => one.value), ...(known.histogram ?? [])];
  if (values.length === 0) return undefined;
  const share = common.reduce((sum, one) => sum + one.fraction, known.nullFraction);
  const complete = known.distinct > 0 && common.length >= known.distinct && share > 0.9999 - 1e-6 * common.length;
  return { values, complete };
}

/** The share of the values that pass the test, 0 to 1. */
export function shareOf(values: readonly string[], test: (value: string) => boolean): number {
  return values.length === 0 ? 0 : values.filter(test).length / values.length;
}
