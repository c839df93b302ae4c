import type {
  ColumnStatistics,
  IndexStatistics,
  MultivariateStatistics,
  Statistics,
  TableStatistics,
} from '../../catalog/statistics.ts';

/**
 * Statistics without anything that stood in a row: common values and elements, histograms, bounds and lengths of
 * ranges, ends of indexes. What stays are counts, shares, widths and sizes.
 */
export function withoutValues(statistics: Statistics): Statistics {
  return {
    ...statistics,
    tables: mapped(statistics.tables, ofTable),
    indexes: mapped(statistics.indexes, ofIndex),
    ...(statistics.multivariate ? { multivariate: mapped(statistics.multivariate, ofColumnsTogether) } : {}),
    valuesLeftOut: true,
  };
}

function mapped<T>(record: Readonly<Record<string, T>>, change: (value: T) => T): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

function ofTable({ columns, inheritedColumns, declared: _, ...rest }: TableStatistics): TableStatistics {
  return {
    ...rest,
    columns: mapped(columns, ofColumn),
    ...(inheritedColumns ? { inheritedColumns: mapped(inheritedColumns, ofColumn) } : {}),
  };
}

function ofIndex({ ends: _, samples: __, columns, ...rest }: IndexStatistics): IndexStatistics {
  return { ...rest, ...(columns ? { columns: mapped(columns, ofColumn) } : {}) };
}

function ofColumn({ nullFraction, averageWidth, distinct, correlation, ranges }: ColumnStatistics): ColumnStatistics {
  return {
    nullFraction,
    averageWidth,
    distinct,
    ...(correlation === undefined ? {} : { correlation }),
    ...(ranges ? { ranges: { emptyFraction: ranges.emptyFraction } } : {}),
  };
}

function ofColumnsTogether({ commonValues: _, expressions, ...rest }: MultivariateStatistics): MultivariateStatistics {
  return { ...rest, ...(expressions ? { expressions: mapped(expressions, ofColumn) } : {}) };
}
