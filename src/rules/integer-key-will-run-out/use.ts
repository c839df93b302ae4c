import type { Sequence } from '../../catalog/catalog.ts';
import { qualified } from '../../catalog/names.ts';
import type { Statistics } from '../../catalog/statistics.ts';
import type { Table } from '../../catalog/table.ts';
import { type DataType, greatestInteger } from '../../catalog/type.ts';
import type { Sizes } from '../sizes.ts';

/** How far a key has come. */
export interface Use {
  readonly value: number;
  /** The last number that fits: of the column, or of a sequence that ends before it. */
  readonly limit: number;
  readonly by: 'sequence' | 'rows';
  /** The sequence or table that tells. */
  readonly source: string;
  /** The share of the present rows that a month adds. */
  readonly growth: number | undefined;
  readonly declared: boolean;
}

/** By the last value of the key's sequence, else by the table's rows, of which each has a number of its own. */
export function useOf(
  table: Table,
  sequence: Sequence | undefined,
  type: Pick<DataType, 'bytes' | 'unsigned'>,
  sizes: Sizes,
  statistics: Statistics,
): Use | undefined {
  const known = sizes.statistics(table);
  const growth = known?.growthPerMonth;
  const greatest = greatestInteger(type);
  const declared = known?.origin === 'declared';
  if (sequence) {
    // One that counts down starts where others end; its whole range lies below zero.
    const down = sequence.increment < 0n;
    const limit = down
      ? Math.min(greatest + 1, Number(-sequence.minimum))
      : Math.min(greatest, Number(sequence.maximum));
    const last = statistics.sequences[qualified(sequence)]?.lastValue;
    if (last !== undefined) {
      const value = down ? Number(-last) : Number(last);
      return { value, limit, by: 'sequence', source: qualified(sequence), growth, declared };
    }
  }
  const rows = sizes.rows(table);
  if (rows === undefined) return undefined;
  const step = sequence ? Math.abs(Number(sequence.increment)) : 1;
  return { value: rows * step, limit: greatest, by: 'rows', source: qualified(table), growth, declared };
}

/** Months until the last number, numbers growing as rows do, month upon month; nothing when that is not known or never. */
export function monthsLeft({ value, limit, growth }: Use): number | undefined {
  if (growth === undefined || growth <= 0 || value <= 0) return undefined;
  return value >= limit ? 0 : Math.log(limit / value) / Math.log1p(growth);
}

/** `47%`, `3.1%`: cut, so that nothing reads as used up that is not. */
export function percentText({ value, limit }: Use): string {
  const share = (value / limit) * 100;
  return share >= 10 ? `${Math.floor(share)}%` : `${Math.floor(share * 10) / 10}%`;
}

/** When the numbers end: `at the present growth it ends in 14 months, about March 2027`. */
export function timeText(months: number, now: Date): string {
  if (months < 1) return 'at the present growth it ends within a month';
  const whole = Math.floor(months);
  const end = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + whole, 1));
  const month = `${end.getUTCFullYear()}-${String(end.getUTCMonth() + 1).padStart(2, '0')}`;
  return `at the present growth it ends in ${whole} month${whole === 1 ? '' : 's'}, about ${month}`;
}
