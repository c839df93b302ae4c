import type { ColumnStatistics, ElementStatistics, RangeStatistics } from '../../catalog/statistics.ts';
import type { Row } from '../connection.ts';
import { arrayElements } from './array-text.ts';
import { number, optional, optionalText } from './introspect/rows.ts';

/** A row of pg_stats, or of pg_stats_ext_exprs, which tells less. */
export function columnStatistics(row: Row): ColumnStatistics {
  const values = texts(row, 'common_values');
  const fractions = numbersOf(row, 'common_fractions');
  return {
    nullFraction: number(row, 'null_fraction'),
    averageWidth: number(row, 'average_width'),
    distinct: number(row, 'distinct_values'),
    ...optional(
      'commonValues',
      values?.map((value, at) => ({ value, fraction: fractions?.[at] ?? 0 })),
    ),
    ...optional('histogram', texts(row, 'histogram')),
    ...optional('correlation', amount(row, 'correlation')),
    ...optional('elements', elements(row)),
    ...optional('ranges', ranges(row)),
  };
}

function elements(row: Row): ElementStatistics | undefined {
  const values = texts(row, 'elements');
  if (!values) return undefined;
  return {
    values,
    fractions: numbersOf(row, 'element_fractions') ?? [],
    ...optional('counts', numbersOf(row, 'element_counts')),
  };
}

function ranges(row: Row): RangeStatistics | undefined {
  const emptyFraction = amount(row, 'empty_fraction');
  if (emptyFraction === undefined) return undefined;
  return {
    emptyFraction,
    ...optional(
      'lengths',
      // JSON has no number for it.
      texts(row, 'lengths')?.map((length) => (length === 'Infinity' ? length : Number(length))),
    ),
    ...optional('bounds', texts(row, 'bounds')),
  };
}

function amount(row: Row, column: string): number | undefined {
  return optionalText(row, column) === undefined ? undefined : number(row, column);
}

function texts(row: Row, column: string): readonly string[] | undefined {
  const text = optionalText(row, column);
  return text === undefined ? undefined : arrayElements(text);
}

/** An array of numbers, which JSON keeps. */
function numbersOf(row: Row, column: string): readonly number[] | undefined {
  const value = row[column];
  return Array.isArray(value) ? value.map(Number) : undefined;
}
