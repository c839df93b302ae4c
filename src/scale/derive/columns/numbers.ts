import type { Case, Guess } from './guess.ts';
import { isSequential } from './keys.ts';

type NumberGuess = {
  readonly what: string;
  readonly distinct: number;
  readonly from: number;
  readonly to: number;
  readonly nulls?: number;
  readonly skewed?: true;
  /** Of the values in order of frequency, from the most usual on. */
  readonly shares?: readonly number[];
  readonly usual?: number;
};

const say = (what: string, distinct: number, from: number, to: number, nulls?: number): NumberGuess => ({
  what,
  distinct,
  from,
  to,
  ...(nulls === undefined ? {} : { nulls }),
});

const byName: readonly (readonly [RegExp, NumberGuess])[] = [
  [
    /(?:quantity|qty|pieces|units|amount of items|seats|guests|persons|people|adults|children)$/,
    { ...say('small counts', 20, 1, 20), skewed: true },
  ],
  [
    /(?:rating|stars|score out of \w+|grade)$/,
    { ...say('ratings', 5, 1, 5), usual: 5, shares: [0.5, 0.25, 0.12, 0.05, 0.08] },
  ],
  [/(?:percent|percentage|pct|progress)$/, say('percentages', 101, 0, 100, 0.1)],
  [/(?:year)$/, say('years', 40, 1985, 2025, 0.1)],
  [/^(?:month)$/, say('months', 12, 1, 12)],
  [/^(?:day|day of month)$/, say('days', 31, 1, 31)],
  [/(?:hour)$/, say('hours', 24, 0, 23)],
  [/(?:age)$/, say('ages', 90, 1, 90, 0.1)],
  [
    /(?:position|sort order|sort|ordering|ordinal|rank|sequence|seq|line no|line number|display order|index|idx|step|depth|weight order)$/,
    say('positions', 50, 1, 50),
  ],
  [
    /(?:version|lock version|revision|attempts?|retries|retry count|tries|priority|level|failures)$/,
    { ...say('small numbers', 10, 0, 10), skewed: true },
  ],
  [/(?:lat|latitude)$/, say('latitudes', -0.9, -60, 70, 0.1)],
  [/(?:lng|lon|long|longitude)$/, say('longitudes', -0.9, -180, 180, 0.1)],
  [
    /(?:count|counter|total count|num \w+|views|likes|hits|clicks|used|uses|visits|points|votes|followers)$/,
    { ...say('counters', 2000, 0, 2000), skewed: true },
  ],
  [
    /(?:duration|elapsed|latency|seconds|ms|millis|milliseconds|minutes)(?: \w+)?$/,
    say('durations', -0.05, 0, 60_000, 0.1),
  ],
  [/(?:bytes|file size|size|length|width|height|weight)$/, say('sizes', -0.1, 1, 100_000, 0.1)],
  [
    /(?:price|cost|amount|total|subtotal|sum|balance|tax|vat|fee|fees|discount|credit|debit|revenue|salary|payment|charge|value|paid|net|gross|cents|refund|commission|shipping|rate)(?: \w+)?$/,
    say('amounts', 50_000, 0, 1000),
  ],
  [/(?:status|state)(?: code)?$/, say('a few states', 6, 0, 5)],
  [/(?:type|kind|category|role|mode|severity|flags?|gender|method)(?: id| code)?$/, say('a few codes', 10, 0, 9)],
  [
    /^(?:is|has|was|can) |(?:active|enabled|deleted|archived|visible|verified)$/,
    { ...say('flags', 2, 0, 1), shares: [0.9, 0.1] },
  ],
  [/(?:port)$/, say('ports', 1000, 1, 65_535)],
  [/(?:^| )id$/, say('identifiers of something', -0.1, 1, 1_000_000)],
];

/** Numbers, by the name of the column. */
export const number: Case = (context) => {
  const { type, name, rows, unique, usual, histograms, column } = context;
  const { family } = type;
  if (family !== 'integer' && family !== 'decimal' && family !== 'float' && family !== 'money') return undefined;
  if (isSequential(context)) {
    return {
      distinct: -1,
      histogram: family === 'integer' ? histograms.integers(1, Math.max(1, rows)) : [],
      correlation: 1,
      reason: 'counted up',
    };
  }
  const found = byName.find(([pattern]) => pattern.test(name))?.[1];
  const guess = found ?? (family === 'integer' ? say('numbers', 1000, 0, 1000) : say('numbers', -0.1, 0, 10_000));
  const reason = found ? `${guess.what}, by its name` : guess.what;
  const limit = type.bytes === 2 ? 32_767 : Number.MAX_SAFE_INTEGER;
  const nulls = guess.nulls === undefined ? {} : { nulls: guess.nulls };
  const digits = Math.max(1, Math.round(Math.log10(Math.max(10, guess.to)))) + (type.scale ?? 2);
  const base: Guess = {
    distinct: unique ? -1 : capped(guess, type),
    content: digits,
    correlation: 0,
    ...nulls,
    reason,
  };
  const common = commonNumbers(guess, usual, column.nullable);
  const rest =
    family === 'integer' && !common ? { histogram: histograms.integers(guess.from, Math.min(guess.to, limit)) } : {};
  return unique ? base : { ...base, ...rest, ...(common ? { common } : {}) };
};

/** A number of few digits has few values. */
function capped(guess: NumberGuess, type: { readonly precision?: number }): number {
  if (type.precision === undefined || type.precision > 6) return guess.distinct;
  const possible = 10 ** type.precision;
  return guess.distinct < 0 ? guess.distinct : Math.min(guess.distinct, possible);
}

/** Values of a short range: evenly, or each half as frequent as the one before. */
function commonNumbers(
  { distinct, from, to, skewed, shares, usual: most }: NumberGuess,
  usual: string | undefined,
  nullable: boolean,
): Guess['common'] {
  if (distinct > 0 && distinct <= 24 && Number.isInteger(from) && to - from < 30) {
    const values = Array.from({ length: to - from + 1 }, (_, at) => from + at);
    const given = values.indexOf(Number(usual ?? most ?? Number.NaN));
    if (skewed || shares || given >= 0) {
      const start = Math.max(given, 0);
      const order = [...values.slice(start), ...values.slice(0, start)];
      if (shares) {
        // Downwards from the most usual: five stars, four…
        const down = most === undefined ? order : [...values].reverse();
        return down.map((value, at) => ({ value: String(value), fraction: shares[at] ?? 0 }));
      }
      const total = order.reduce((sum, _, at) => sum + 0.5 ** (at + 1), 0);
      return order.slice(0, 12).map((value, at) => ({ value: String(value), fraction: 0.5 ** (at + 1) / total }));
    }
    return values.map((value) => ({ value: String(value), fraction: 1 / values.length }));
  }
  if (usual !== undefined && /^-?\d+(?:\.\d+)?$/.test(usual)) return [{ value: usual, fraction: nullable ? 0.3 : 0.4 }];
  return undefined;
}
