import { expect, test } from 'vitest';
import { guessedDistinct } from './guessed-distinct.ts';

const numbers = Array.from({ length: 101 }, (_, at) => at * 397);
const all = { drawn: 101, once: 101 };

test.each([
  ['whole numbers', (n: number) => `${n}`, 39_701],
  ['whole numbers below nothing, too', (n: number) => `${n - 20_000}`, 39_701],
  ['numbers behind the same letters', (n: number) => `tag-${n}`, 39_701],
  ['padded numbers behind letters', (n: number) => `key${`${n}`.padStart(8, '0')}`, 39_701],
])('%s that all differ lie close together', (_, text, span) => {
  const rows = 10_000_000;
  expect(Math.round(guessedDistinct(numbers.map(text), all, rows))).toBe(span);
});

test('long texts of no common form are unique, short ones in between', () => {
  const words = numbers.map((n) => `${n}`.replaceAll(/\d/g, (digit) => 'abcdefghij'[Number(digit)] ?? ''));
  expect(
    guessedDistinct(
      words.map((word) => word.padEnd(20, 'z')),
      all,
      1_000_000,
    ),
  ).toBe(1_000_000);
  const short = guessedDistinct(words, all, 1_000_000);
  expect(short).toBeGreaterThan(101 ** 2 / 2);
  expect(short).toBeLessThan(1_000_000);
});

test('where many came twice, those are nearly all', () => {
  expect(guessedDistinct(['a', 'b', 'c'], { drawn: 100, once: 0 }, 1_000_000)).toBe(3);
});
