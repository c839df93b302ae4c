import { describe, expect, test } from 'vitest';
import { combined, fewer, frequenciesOf, occurring } from './frequencies.ts';

const rows = 1_000_000;
const sample = 30_000;

/** What ANALYZE tells of keys that occur with these shares: its most common hundred, and its estimate of all. */
function analyzed(shares: readonly number[]) {
  const all = shares.reduce((sum, one) => sum + one, 0);
  const sorted = shares.map((one) => one / all).toSorted((a, b) => b - a);
  let seen = 0;
  let once = 0;
  for (const share of sorted) {
    seen += -Math.expm1(-sample * share);
    once += sample * share * Math.exp(-sample * share);
  }
  const distinct = Math.round((sample * seen) / (sample - once + (once * sample) / rows));
  return {
    nullFraction: 0,
    averageWidth: 4,
    distinct,
    commonValues: sorted.slice(0, 100).map((fraction, at) => ({ value: `${at}`, fraction })),
    occur: sorted.reduce((sum, share) => sum - Math.expm1(-rows * share), 0),
  };
}

describe('frequencies', () => {
  test('of a skewed column: as many keys as the rows have, though the sample says far fewer', () => {
    for (const exponent of [0.6, 1]) {
      const { occur, ...known } = analyzed(Array.from({ length: 80_000 }, (_, rank) => (rank + 1) ** -exponent));
      expect(known.distinct).toBeLessThan(occur * 0.8);
      const found = occurring(frequenciesOf(known, rows, sample), rows);
      expect(Math.abs(found / occur - 1)).toBeLessThan(0.12);
    }
  });

  test('of an even column that the sample has hardly seen twice', () => {
    const { occur, ...known } = analyzed(Array.from({ length: 300_000 }, () => 1));
    const even = { ...known, commonValues: [] };
    expect(known.distinct).toBeLessThan(occur * 0.95);
    expect(Math.abs(occurring(frequenciesOf(even, rows, sample), rows) / occur - 1)).toBeLessThan(0.02);
  });

  test('without a sample the number of distinct values is what it says', () => {
    const known = { nullFraction: 0.2, averageWidth: 4, distinct: 5000 };
    const all = frequenciesOf(known, rows);
    expect(occurring(all, rows)).toBeCloseTo(5001, -1);
    expect(all.reduce((sum, { keys, share }) => sum + keys * share, 0)).toBeCloseTo(1, 6);
  });

  test('of combinations: never more than rows, and as few as statistics of both say', () => {
    const one = frequenciesOf({ nullFraction: 0, averageWidth: 4, distinct: 5000 }, rows);
    const other = frequenciesOf({ nullFraction: 0, averageWidth: 4, distinct: 300 }, rows);
    const both = combined(one, other);
    expect(occurring(both, rows)).toBeGreaterThan(500_000);
    expect(occurring(both, rows)).toBeLessThan(rows);
    expect(occurring(fewer(both, rows, 5000), rows)).toBeCloseTo(5000, -2);
  });
});
