import { z } from 'zod';
import type {
  ColumnStatistics,
  DeclaredFacts,
  ElementStatistics,
  IndexSample,
  IndexStatistics,
  InvertedCounts,
  MultivariateStatistics,
  RangeStatistics,
  SequenceStatistics,
  Statistics,
  TableStatistics,
} from '../../catalog/statistics.ts';
import { amount, flag, fraction, instant, integerText, list, number, object, optional, record, text } from './shape.ts';

const elements = object<ElementStatistics>({
  values: list(text),
  fractions: list(number),
  counts: optional(list(number)),
});

const ranges = object<RangeStatistics>({
  emptyFraction: fraction,
  lengths: optional(list(z.union([number, z.literal('Infinity')]))),
  bounds: optional(list(text)),
});

const values = {
  commonValues: optional(
    list(object<NonNullable<ColumnStatistics['commonValues']>[number]>({ value: text, fraction })),
  ),
  histogram: optional(list(text)),
  correlation: optional(z.number().min(-1).max(1)),
  elements: optional(elements),
  ranges: optional(ranges),
  outOfLine: optional(z.literal(true)),
};

const column = object<ColumnStatistics>({
  nullFraction: fraction,
  averageWidth: amount,
  distinct: number,
  ...values,
}).meta({ id: 'columnStatistics' });

const declared = object<DeclaredFacts>({
  rowWidth: optional(amount),
  columns: record(
    object<Partial<ColumnStatistics>>({
      nullFraction: optional(fraction),
      averageWidth: optional(amount),
      distinct: optional(number),
      ...values,
    }),
  ),
  observedRows: optional(amount),
});

const origin = z.enum(['observed', 'declared', 'derived']);

const table = object<TableStatistics>({
  origin,
  rows: amount,
  bytes: optional(amount),
  totalBytes: optional(amount),
  pages: optional(amount),
  analyzedRows: optional(amount),
  analyzedPages: optional(amount),
  allVisiblePages: optional(amount),
  declared: optional(declared),
  growthPerMonth: optional(number),
  writesPerSecond: optional(amount),
  deadRows: optional(amount),
  sequentialScans: optional(amount),
  indexScans: optional(amount),
  inserted: optional(amount),
  updated: optional(amount),
  deleted: optional(amount),
  hotUpdated: optional(amount),
  modifiedSinceAnalyze: optional(amount),
  lastAnalyze: optional(instant),
  lastVacuum: optional(instant),
  frozenAge: optional(number),
  columns: record(column),
  inheritedColumns: optional(record(column)),
});

const index = object<IndexStatistics>({
  bytes: amount,
  pages: optional(amount),
  analyzedPages: optional(amount),
  height: optional(amount),
  counts: optional(
    object<InvertedCounts>({
      pendingPages: amount,
      totalPages: amount,
      entryPages: amount,
      dataPages: amount,
      entries: amount,
    }),
  ),
  ends: optional(object<NonNullable<IndexStatistics['ends']>>({ least: text, greatest: text })),
  columns: optional(record(column)),
  rows: optional(amount),
  rowsPerKey: optional(list(amount)),
  samples: optional(
    list(object<IndexSample>({ equal: list(amount), less: list(amount), distinctLess: list(amount), entry: text })),
  ),
  scans: optional(amount),
  lastScan: optional(instant),
});

const sequence = object<SequenceStatistics>({ lastValue: optional(integerText) });

const multivariate = object<MultivariateStatistics>({
  distinct: optional(
    list(object<NonNullable<MultivariateStatistics['distinct']>[number]>({ columns: list(text), distinct: number })),
  ),
  dependencies: optional(
    list(
      object<NonNullable<MultivariateStatistics['dependencies']>[number]>({
        columns: list(text),
        determines: text,
        degree: number,
      }),
    ),
  ),
  commonValues: optional(
    list(
      object<NonNullable<MultivariateStatistics['commonValues']>[number]>({
        values: list(z.string().nullable()),
        fraction,
        baseFraction: fraction,
      }),
    ),
  ),
  expressions: optional(record(column)),
});

/** What is known of the data, as catalog/statistics.ts tells it. */
export const statisticsShape = object<Statistics>({
  takenAt: optional(instant),
  countersSince: optional(instant),
  countersNeverReset: optional(z.literal(true)),
  standby: optional(flag),
  serverVersion: optional(text),
  settings: record(text),
  tables: record(table),
  indexes: record(index),
  indexesByTable: optional(z.literal(true)),
  sequences: record(sequence),
  multivariate: optional(record(multivariate)),
  valuesLeftOut: optional(z.literal(true)),
});
