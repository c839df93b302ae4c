import type { ColumnStatistics } from '../catalog/statistics.ts';
import type { Table } from '../catalog/table.ts';
import { isSameValue } from '../catalog/truth.ts';
import { sidesOf } from '../engines/index-keys.ts';
import type { Condition } from '../engines/query-facts.ts';
import { statisticsOf } from './scan.ts';
import type { SignInput } from './sign.ts';

/** What is known of a column's values. */
export function columnStatistics(table: Table, column: string, input: SignInput): ColumnStatistics | undefined {
  const known = statisticsOf(table, input);
  return known?.columns[column] ?? known?.inheritedColumns?.[column];
}

/** Distinct values of a column of so many rows. */
export function distinctValues(known: ColumnStatistics, rows: number): number {
  return known.distinct >= 0 ? known.distinct : -known.distinct * rows;
}

/**
 * The share of a table's rows for which `column = constant` holds, by its common values or else evenly over the others
 * (var_eq_const in selfuncs.c). Nothing where the column's values are not known.
 */
export function equalFraction(table: Table, condition: Condition, input: SignInput): number | undefined {
  const sides = sidesOf(condition);
  const rows = statisticsOf(table, input)?.rows;
  const column = sides?.column.column?.column;
  if (!sides || rows === undefined || column === undefined || sides.column.functions.length > 0) return undefined;
  const known = columnStatistics(table, column, input);
  if (!known) return undefined;
  if (condition.kind === 'null test') return condition.negated ? 1 - known.nullFraction : known.nullFraction;
  if (condition.kind !== 'comparison' || condition.operator !== '=' || condition.negated) return undefined;
  const constant = sides.other?.constant;
  const common = known.commonValues ?? [];
  const found =
    constant === undefined || constant === null ? undefined : common.find((one) => isSameValue(one.value, constant));
  if (found) return found.fraction;
  const rest = 1 - known.nullFraction - common.reduce((sum, one) => sum + one.fraction, 0);
  const others = Math.max(1, distinctValues(known, rows) - common.length);
  return Math.max(0, rest) / others;
}
