import { expect, it } from 'vitest';
import { countedSeconds } from './statistics.ts';

const takenAt = '2026-01-02T00:00:00Z';

it('knows how long activity was counted', () => {
  expect(countedSeconds({ takenAt, countersSince: '2026-01-01T00:00:00Z' })).toBe(86_400);
  expect(countedSeconds({ countersSince: '2026-01-01T00:00:00Z' }, new Date(takenAt))).toBe(86_400);
});

it('tells no rate from counters that have just begun, or began nobody knows when', () => {
  expect(countedSeconds({ takenAt, countersSince: '2026-01-01T23:59:00Z' })).toBeUndefined();
  expect(countedSeconds({ takenAt })).toBeUndefined();
  expect(countedSeconds({ countersSince: '2026-01-01T00:00:00Z' })).toBeUndefined();
});
