import { RelvarError } from '../findings/error.ts';

const millisecondsIn: Readonly<Record<string, number>> = {
  us: 0.001,
  µs: 0.001,
  ms: 1,
  millisecond: 1,
  milliseconds: 1,
  s: 1000,
  sec: 1000,
  second: 1000,
  seconds: 1000,
  min: 60_000,
  minute: 60_000,
  minutes: 60_000,
  h: 3_600_000,
  hour: 3_600_000,
  hours: 3_600_000,
};

/** The longest that is believed: a query that may run for a week has no goal. */
const longest = 7 * 24 * 3_600_000;

/**
 * Milliseconds of a duration as people write it: `100ms`, `2s`, `1.5 s`, `1min`, `2 hours`.
 * @throws RelvarError `bad-duration` for what is none, has no unit, is not above 0, or is absurd
 */
export function parseDuration(given: string, what: string): number {
  const match = /^(\d+(?:[._]\d+)*|\.\d+)\s*([a-zµ]+)$/i.exec(given.trim());
  const unit = match && millisecondsIn[(match[2] ?? '').toLowerCase()];
  const value = match ? Number((match[1] ?? '').replaceAll('_', '')) * (unit ?? Number.NaN) : Number.NaN;
  if (Number.isNaN(value)) {
    throw new RelvarError('bad-duration', `${what}: ${JSON.stringify(given)} is not a duration`, {
      hint: 'write 100ms, 2s, 1.5s or 1min',
    });
  }
  if (value <= 0 || value > longest) {
    throw new RelvarError('bad-duration', `${what}: ${JSON.stringify(given)} cannot be how long a query takes`, {
      hint: 'it must be more than nothing and at most a week',
    });
  }
  return value;
}
