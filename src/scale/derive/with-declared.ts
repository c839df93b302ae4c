import type { ColumnStatistics } from '../../catalog/statistics.ts';

/** Statistics of a column with what a person declared of it in the place of what was derived. */
export function withDeclared(
  derived: ColumnStatistics,
  declared: Partial<ColumnStatistics>,
  rows: number,
): ColumnStatistics {
  const { commonValues, histogram, ...rest } = derived;
  const nullFraction = declared.nullFraction ?? nullsBeside(declared, derived);
  const common = declared.commonValues ?? scaled(commonValues, derived.nullFraction, nullFraction);
  const told = declared.commonValues?.reduce((sum, one) => sum + one.fraction, 0) ?? 0;
  const complete = declared.commonValues !== undefined && told + nullFraction > 0.999;
  const distinct =
    declared.distinct ??
    (complete ? (declared.commonValues?.length ?? 1) : withCommon(derived.distinct, declared.commonValues?.length ?? 0, rows));
  // Values of which all are told leave nothing for a histogram.
  const keepsHistogram = histogram !== undefined && !complete;
  return {
    ...rest,
    ...(common ? { commonValues: common } : {}),
    ...(keepsHistogram ? { histogram } : {}),
    ...declared,
    nullFraction,
    distinct,
  };
}

/** Declared shares are of all rows: they leave no more to nulls than they leave. */
function nullsBeside(declared: Partial<ColumnStatistics>, derived: ColumnStatistics): number {
  const told = declared.commonValues?.reduce((sum, one) => sum + one.fraction, 0) ?? 0;
  return Math.min(derived.nullFraction, Math.max(0, 1 - told));
}

function scaled(
  common: ColumnStatistics['commonValues'],
  before: number,
  after: number,
): ColumnStatistics['commonValues'] {
  if (!common || before === after) return common;
  const factor = (1 - after) / Math.max(1e-9, 1 - before);
  return common.map(({ value, fraction }) => ({ value, fraction: fraction * factor }));
}

/** There are at least as many values as were named. */
function withCommon(distinct: number, named: number, rows: number): number {
  if (distinct < 0) return -distinct * rows < named ? named : distinct;
  return Math.max(distinct, named);
}
