import type { ColumnStatistics } from '../../catalog/statistics.ts';
import { isSameValue, truthOf } from '../../catalog/truth.ts';

/** Statistics of a column with what a person declared of it in the place of what was derived. */
export function withDeclared(
  derived: ColumnStatistics,
  declared: Partial<ColumnStatistics>,
  rows: number,
): ColumnStatistics {
  const { commonValues, histogram, ...rest } = derived;
  const nullFraction = declared.nullFraction ?? nullsBeside(declared, derived);
  const named = declared.commonValues && withRest(declared.commonValues, derived, nullFraction);
  const common = named ?? scaled(commonValues, derived.nullFraction, nullFraction);
  const told = named?.reduce((sum, one) => sum + one.fraction, 0) ?? 0;
  const complete = named !== undefined && told + nullFraction > 0.999;
  const distinct =
    declared.distinct ?? (complete ? (named?.length ?? 1) : withCommon(derived.distinct, named?.length ?? 0, rows));
  // Values of which all are told leave nothing for a histogram.
  const keepsHistogram = histogram !== undefined && !complete;
  return {
    ...rest,
    ...(keepsHistogram ? { histogram } : {}),
    ...declared,
    ...(common ? { commonValues: common } : {}),
    nullFraction,
    distinct,
  };
}

/** Of a closed list, values that were not named share what is left as they were derived to. */
function withRest(
  named: NonNullable<ColumnStatistics['commonValues']>,
  derived: ColumnStatistics,
  nullFraction: number,
): NonNullable<ColumnStatistics['commonValues']> {
  const all = derived.commonValues ?? [];
  const closed = derived.distinct > 0 && all.length >= derived.distinct;
  // Truth is spelt as the engine does.
  const isFlag = closed && all.every(({ value }) => truthOf(value) !== undefined);
  const spelling = (value: string) => all.find((one) => isSameValue(one.value, value))?.value ?? value;
  const spelt = isFlag ? named.map((one) => ({ ...one, value: spelling(one.value) })) : named;
  const others = closed ? all.filter(({ value }) => !spelt.some((one) => one.value === value)) : [];
  const left = 1 - nullFraction - spelt.reduce((sum, one) => sum + one.fraction, 0);
  const weight = others.reduce((sum, one) => sum + one.fraction, 0);
  if (others.length === 0 || weight <= 0 || left <= 0) return spelt;
  return [...spelt, ...others.map(({ value, fraction }) => ({ value, fraction: (left * fraction) / weight }))].sort(
    (a, b) => b.fraction - a.fraction,
  );
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
