import { expect, test } from 'vitest';
import { pauseBefore } from './attempt.ts';

test('pauses double up to a minute, and half of each is chance', () => {
  const least = [0, 1, 2, 5, 6, 20].map((retry) => pauseBefore(retry, () => 0));
  const most = [0, 1, 2, 5, 6, 20].map((retry) => pauseBefore(retry, () => 0.9999999));
  expect(least).toEqual([500, 1000, 2000, 16_000, 30_000, 30_000]);
  expect(most).toEqual([1000, 2000, 4000, 32_000, 60_000, 60_000]);
});
