import type { ColumnStatistics } from '../../../catalog/statistics.ts';
import type { Case, ColumnContext, Guess } from './guess.ts';
import { reference, uniqueColumn } from './keys.ts';
import { boolean, closedList } from './lists.ts';
import { number } from './numbers.ts';
import { otherType } from './others.ts';
import { text } from './texts.ts';
import { time } from './times.ts';

/** The cases in their order: the first that knows the column speaks. */
const cases: readonly Case[] = [uniqueColumn, reference, closedList, boolean, time, number, text, otherType];

/** Nulls of columns that may be null and of whose names nothing is known. */
const usualNulls = 0.1;
/** From this share of the rows on, distinct values are told as a share (compute_scalar_stats in the engine's analyze.c). */
const asShare = 0.1;

/** Statistics of a column of which nothing is known but its definition, and why they are so. */
export function deriveColumn(context: ColumnContext): {
  readonly statistics: ColumnStatistics;
  readonly reason: string;
} {
  let guess: Guess | undefined;
  for (const one of cases) {
    guess = one(context);
    if (guess) break;
  }
  if (!guess) throw new Error(`no case knows ${context.table.name}.${context.column.name}`);
  return { statistics: statisticsOf(guess, context), reason: guess.reason };
}

function statisticsOf(guess: Guess, { table, column, type, rows, sizes, usual }: ColumnContext): ColumnStatistics {
  const nullable = column.nullable && !table.primaryKey?.columns.includes(column.name);
  const nulls = nullable ? (guess.nulls ?? (usual === undefined ? usualNulls : 0.01)) : 0;
  const present = 1 - nulls;
  const common = usable(guess)?.map(({ value, fraction }) => ({ value, fraction: rounded(fraction * present) }));
  const whole = common !== undefined && common.length >= guess.distinct && guess.distinct > 0;
  return {
    nullFraction: nulls,
    averageWidth: rounded(sizes.storedWidth({ ...column, type }, Math.max(1, guess.content ?? type.bytes ?? 16))),
    distinct: distinctOf(guess.distinct, rows, present),
    ...(common ? { commonValues: common } : {}),
    ...(guess.histogram && guess.histogram.length > 1 && !whole ? { histogram: guess.histogram } : {}),
    ...(guess.correlation === undefined ? {} : { correlation: guess.correlation }),
  };
}

/**
 * The planner takes no value that is not listed for more frequent than the rarest that is (var_eq_const in selfuncs.c):
 * a list of rare values alone would make all others rare, too.
 */
function usable({ common, distinct }: Guess): Guess['common'] {
  if (!common) return undefined;
  const others = distinct > 0 ? distinct - common.length : Number.POSITIVE_INFINITY;
  const rest = 1 - common.reduce((sum, one) => sum + one.fraction, 0);
  const rarest = Math.min(...common.map(({ fraction }) => fraction));
  return others > 0 && rest / others > rarest ? undefined : common;
}

/** As the engine counts: at most the rows that have a value; a count from a tenth of the rows on is a share. */
function distinctOf(distinct: number, rows: number, present: number): number {
  if (distinct < 0) return rounded(Math.max(-1, distinct * present));
  const counted = Math.max(1, Math.min(Math.round(distinct), Math.round(rows * present)));
  return rows > 0 && counted > asShare * rows && counted > 100 ? rounded(-counted / rows) : counted;
}

function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
