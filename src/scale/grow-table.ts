import type { ColumnStatistics, TableStatistics } from '../catalog/statistics.ts';
import type { Column, Table } from '../catalog/table.ts';

/** How far a column's values grow with the rows. */
export interface ColumnGrowth {
  /** By what the number of distinct values is multiplied. */
  readonly distinct: number;
  /** By what the numbers of a histogram are multiplied: those of a key that is counted up. */
  readonly stretch: number;
}

/** Up to so many distinct values a column is taken for a closed list, which does not grow. */
const closedList = 100;

/** The growth of a column that refers to nothing: keys stretch, closed lists stay, words become more by Heaps' law. */
export function plainGrowth(column: Column, statistics: ColumnStatistics, factor: number): ColumnGrowth {
  const counted =
    column.identity !== undefined || column.ownedSequence !== undefined || /^nextval\(/.test(column.default ?? '');
  const { family } = column.type;
  const closed = family === 'boolean' || family === 'enum' || statistics.distinct <= closedList;
  const days = family === 'date';
  return {
    distinct: statistics.distinct < 0 || closed || days ? 1 : factor ** 0.5,
    stretch: counted && family === 'integer' ? factor : 1,
  };
}

/** A table with so many times its rows; columns grow by `growthOf`, or as {@link plainGrowth} says. */
export function growTable(
  table: Table | undefined,
  statistics: TableStatistics,
  factor: number,
  growthOf: (column: Column, statistics: ColumnStatistics) => ColumnGrowth = (column, one) =>
    plainGrowth(column, one, factor),
): TableStatistics {
  const rows = grown(statistics.rows, factor);
  const columns = (all: Readonly<Record<string, ColumnStatistics>>) =>
    Object.fromEntries(
      Object.entries(all).map(([name, one]) => {
        const column = table?.columns.find((candidate) => candidate.name === name);
        return [name, column ? growColumn(column, one, growthOf(column, one), rows) : one];
      }),
    );
  const times = (
    name: 'bytes' | 'totalBytes' | 'pages' | 'analyzedRows' | 'analyzedPages' | 'allVisiblePages' | 'deadRows',
  ) => {
    const before = statistics[name];
    return before === undefined || before < 0 ? {} : { [name]: grown(before, factor) };
  };
  const writes = statistics.writesPerSecond;
  return {
    ...statistics,
    rows,
    ...times('bytes'),
    ...times('totalBytes'),
    ...times('pages'),
    ...times('analyzedRows'),
    ...times('analyzedPages'),
    ...times('allVisiblePages'),
    ...times('deadRows'),
    ...(writes === undefined ? {} : { writesPerSecond: writes * factor }),
    columns: columns(statistics.columns),
    ...(statistics.inheritedColumns ? { inheritedColumns: columns(statistics.inheritedColumns) } : {}),
  };
}

/** What there is some of stays some. */
export function grown(before: number, factor: number): number {
  return before <= 0 ? before : Math.max(1, Math.round(before * factor));
}

/** A column's statistics when its table has `rows` rows. */
function growColumn(
  column: Column,
  statistics: ColumnStatistics,
  { distinct: more, stretch }: ColumnGrowth,
  rows: number,
): ColumnStatistics {
  const { distinct, commonValues, histogram, ...rest } = statistics;
  const counted = distinct > 0 ? Math.max(1, Math.min(distinct * more, Math.max(1, rows))) : distinct;
  const ratio = distinct > 0 ? counted / distinct : 1;
  return {
    ...rest,
    distinct: distinct > 0 ? Math.round(counted) : distinct,
    ...(commonValues ? { commonValues: thinned(commonValues, ratio) } : {}),
    ...(histogram ? { histogram: stretch === 1 ? histogram : stretched(column, histogram, stretch) } : {}),
  };
}

/** Common values of which there are more and more have ever smaller shares. */
function thinned(
  values: NonNullable<ColumnStatistics['commonValues']>,
  ratio: number,
): NonNullable<ColumnStatistics['commonValues']> {
  if (ratio === 1) return values;
  const total = values.reduce((sum, one) => sum + one.fraction, 0);
  const most = ratio < 1 && total > 0 ? 1 / total : Number.POSITIVE_INFINITY;
  return values.map(({ value, fraction }) => ({ value, fraction: fraction * Math.min(1 / ratio, most) }));
}

const greatest: Readonly<Record<number, number>> = { 2: 32_767, 4: 2_147_483_647 };

function stretched(column: Column, histogram: readonly string[], stretch: number): readonly string[] {
  if (column.type.family !== 'integer') return histogram;
  const limit = greatest[column.type.bytes ?? 8] ?? Number.MAX_SAFE_INTEGER;
  // The least value stays where it is.
  const numbers = histogram.map(Number);
  const least = numbers[0] ?? 0;
  return [...new Set(numbers.map((value) => String(Math.min(limit, Math.round(least + (value - least) * stretch)))))];
}
