import { describe, expect, it } from 'vitest';
import { parseDuration } from './duration.ts';

describe('durations', () => {
  it.each([
    ['100ms', 100],
    ['2s', 2000],
    ['1.5 s', 1500],
    ['1min', 60_000],
    ['2 hours', 7_200_000],
    ['250us', 0.25],
    ['.5s', 500],
    [' 10 MS ', 10],
  ])('%s', (text, milliseconds) => {
    expect(parseDuration(text, '--goal')).toBe(milliseconds);
  });

  it.each(['', '100', 'soon', '1..5s', '-1s', '0ms', '1 parsec', '99999h', '1e3s', 'ms'])('refuses %s', (text) => {
    expect(() => parseDuration(text, '--goal')).toThrow(expect.objectContaining({ code: 'bad-duration' }));
  });
});
