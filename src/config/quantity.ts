import { RelvarError } from '../findings/error.ts';

const multipliers: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, b: 1e9, g: 1e9, t: 1e12 };

/** The greatest count that is believed: more rows than any table has ever had. */
const limit = 1e15;

/**
 * A count as people write it: `50M`, `1.2k`, `3_000`, `1 000 000`, `2B`.
 * @throws RelvarError `bad-quantity` for what is not a number, negative or absurd
 */
export function parseQuantity(given: string | number, what: string): number {
  return Math.round(amount(given, what));
}

/**
 * A count of things that are not divided: `2`, `1.2k`.
 * @throws RelvarError `bad-quantity`
 */
export function parseWhole(given: string | number, what: string): number {
  const value = amount(given, what);
  // `1.1k` is not exact in binary.
  const whole = Math.round(value);
  if (Math.abs(value - whole) <= 1e-9 * Math.max(1, value)) return whole;
  throw new RelvarError('bad-quantity', `${what}: ${JSON.stringify(given)} is no whole number`, {
    hint: 'write 1, 2, 3…',
  });
}

function amount(given: string | number, what: string): number {
  const text = String(given).trim();
  const match = /^([+-]?[\d_, ]*\.?\d+(?:e\d+)?)\s*([a-z]?)$/i.exec(text);
  const multiplier = match && multipliers[(match[2] ?? '').toLowerCase()];
  // A comma parts thousands; a decimal one would be read as a number ten times as large or more.
  if (/,(?!\d{3}(?!\d))/.test(text)) {
    throw new RelvarError('bad-quantity', `${what}: the comma in ${JSON.stringify(given)} parts no thousands`, {
      hint: 'write a decimal fraction with a point: 2.5',
    });
  }
  if (!match || multiplier === undefined || multiplier === null) {
    throw new RelvarError('bad-quantity', `${what}: ${JSON.stringify(given)} is not a number`, {
      hint: 'write 50M, 1.2k, 2B or plain digits',
    });
  }
  const value = Number((match[1] ?? '').replaceAll(/[_, ]/g, '')) * multiplier;
  if (!Number.isFinite(value) || value < 0 || value > limit) {
    throw new RelvarError('bad-quantity', `${what}: ${JSON.stringify(given)} cannot be a count`, {
      hint: 'it must be between 0 and 1000T',
    });
  }
  return value;
}

/** Ten times the rows in a month. */
const greatestGrowth = 10;

const monthsIn: Readonly<Record<string, number>> = { day: 1 / 30.4375, week: 7 / 30.4375, month: 1, year: 12 };

/**
 * Growth as a share of the present rows per month: `8% per month`, `2%/week`, `0.5x per year`.
 * @throws RelvarError `bad-quantity`
 */
export function parseGrowth(given: string | number, what: string): number {
  const match = /^([+-]?[\d.]+)\s*(%|x)?(?:\s*(?:per|a|\/)\s*(day|week|month|year))?$/i.exec(String(given).trim());
  const value = match && Number(match[1]);
  const months = match && monthsIn[(match[3] ?? 'month').toLowerCase()];
  if (!match || value === null || !Number.isFinite(value) || !months) {
    throw new RelvarError('bad-quantity', `${what}: ${JSON.stringify(given)} is not a growth`, {
      hint: 'write 8% per month',
    });
  }
  const growth = (match[2] === 'x' || match[2] === 'X' || match[2] === undefined ? value : value / 100) / months;
  if (growth < -1 || growth > greatestGrowth) {
    throw new RelvarError('bad-quantity', `${what}: ${JSON.stringify(given)} is no growth that can be believed`, {
      hint: 'write a share of the present rows: 8% per month',
    });
  }
  return growth;
}

const secondsIn: Readonly<Record<string, number>> = {
  s: 1,
  second: 1,
  sec: 1,
  minute: 60,
  min: 60,
  hour: 3600,
  h: 3600,
  day: 86_400,
  d: 86_400,
};

/**
 * A rate per second: `80 per second`, `4800/min`, `10k a day`.
 * @throws RelvarError `bad-quantity`
 */
export function parseRate(given: string | number, what: string): number {
  const match = /^(.*?)\s*(?:(?:\bper\b|\ba\b|\/)\s*(second|sec|s|minute|min|hour|h|day|d))?$/i.exec(
    String(given).trim(),
  );
  const seconds = secondsIn[(match?.[2] ?? 'second').toLowerCase()] ?? 1;
  return amount(match?.[1] ?? '', what) / seconds;
}

/**
 * A share from 0 to 1: `0.9`, `90%`.
 * @throws RelvarError `bad-quantity`
 */
export function parseShare(given: string | number, what: string): number {
  const match = /^(\d+(?:\.\d+)?|\.\d+)\s*(%?)$/.exec(String(given).trim());
  const value = match ? Number(match[1]) / (match[2] === '%' ? 100 : 1) : Number.NaN;
  if (!(value >= 0 && value <= 1)) {
    throw new RelvarError('bad-quantity', `${what}: ${JSON.stringify(given)} is no share`, {
      hint: 'write a number from 0 to 1, or 90%',
    });
  }
  return value;
}

/**
 * How many distinct values there are: a count, or a share of the rows (`80%`, `unique`), which comes back negative.
 * @throws RelvarError `bad-quantity`
 */
export function parseDistinct(given: string | number, what: string): number {
  const text = String(given).trim();
  if (/^unique$/i.test(text)) return -1;
  if (text.endsWith('%')) {
    const share = parseShare(text, what);
    if (share > 0) return -share;
  }
  const count = text.endsWith('%') ? 0 : parseQuantity(given, what);
  if (count < 1) {
    throw new RelvarError('bad-quantity', `${what}: ${JSON.stringify(given)} cannot be a number of distinct values`, {
      hint: 'write a count from 1 on, a share of the rows (80%), or unique',
    });
  }
  return count;
}

/** No value is longer than this: 1 GB. */
const longestValue = 2 ** 30;

/**
 * Mean bytes: `200`, `2 kB`, `1.5MB`.
 * @throws RelvarError `bad-quantity`
 */
export function parseWidth(given: string | number, what: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*(b|bytes|kb|mb)?$/i.exec(String(given).trim());
  const unit = (match?.[2] ?? '').toLowerCase();
  const value = match ? Number(match[1]) * (unit === 'kb' ? 1024 : unit === 'mb' ? 1024 ** 2 : 1) : Number.NaN;
  if (!(value >= 1 && value <= longestValue)) {
    throw new RelvarError('bad-quantity', `${what}: ${JSON.stringify(given)} is no width`, {
      hint: 'write bytes: 200, or 2 kB',
    });
  }
  return value;
}
