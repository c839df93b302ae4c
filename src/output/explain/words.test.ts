import { describe, expect, it } from 'vitest';
import { capital, changeText, costText, effectText, percentText, rowsText, timeText } from './words.ts';

describe('words of an explanation', () => {
  it.each([
    [1_168_479.2, '1 168 479'],
    [100, '100'],
    [12.44, '12.4'],
    [0.294, '0.29'],
    [0, '0'],
  ])('cost %s', (cost, text) => expect(costText(cost)).toBe(text));

  it.each([
    [1_168_479, 12.4, '94 000 times less'],
    [100, 30, '3.3 times less'],
    [100, 82, '18% less'],
    [100, 125, '25% more'],
    [100, 100, 'the same'],
    [100, 0, 'nearly nothing left'],
  ])('from %s to %s', (before, after, text) => expect(changeText({ before, after })).toBe(text));

  it('says what a remedy does', () => {
    expect(effectText({ before: 1_168_479, after: 12.4 })).toBe('1 168 479 → 12.4 (94 000 times less)');
  });

  it.each([
    [0.25, '0.25'],
    [3.5, '3.5'],
    [9_999, '9 999'],
    [48_000, '48k'],
    [1_168_479, '1.17M'],
  ])('rows %s', (rows, text) => expect(rowsText(rows)).toBe(text));

  it.each([
    [{ likely: 0.3, low: 0.1, high: 0.9 }, '0.3 ms (0.1 to 0.9 ms)'],
    [{ likely: 900, low: 400, high: 1600 }, '900 ms (400 ms to 1.6 s)'],
    [{ likely: 12.9, low: 12.9, high: 12.9 }, '12.9 ms'],
  ])('time %o', (range, text) => expect(timeText(range)).toBe(text));

  it.each([
    [0.984, '98%'],
    [0.001, '<1%'],
    [0, '0%'],
    [1, '100%'],
  ])('share %s', (share, text) => expect(percentText(share)).toBe(text));

  it('begins a sentence with a capital, but never a name', () => {
    expect(capital('an index on orders')).toBe('An index on orders');
    expect(capital("work_mem = '64MB'")).toBe("work_mem = '64MB'");
  });
});
