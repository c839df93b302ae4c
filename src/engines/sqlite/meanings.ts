import { type CallMeaning, type CastMeaning, type Meanings, passingOver } from '../receiving.ts';

function meaningOf(name: string, count: number): CallMeaning | undefined {
  switch (name) {
    case 'max':
      return count > 1 ? 'the greatest value, NULL where one is' : undefined;
    case 'min':
      return count > 1 ? 'the least value, NULL where one is' : undefined;
    case 'log':
      return count === 1 ? 'the logarithm to the base 10' : undefined;
    case 'hex':
      return 'the hexadecimal digits of a text';
    case 'upper':
    case 'lower':
      return 'the letters a to z in the other case';
    default:
      return undefined;
  }
}

/** A type by its affinity (https://www.sqlite.org/datatype3.html#determination_of_column_affinity). */
function castTo(type: string): CastMeaning | undefined {
  if (/int/i.test(type)) return 'cut';
  if (/char|clob|text/i.test(type)) return 'text';
  if (/blob/i.test(type)) return 'bytes';
  return /real|floa|doub/i.test(type) ? 'float' : undefined;
}

export const meanings: Meanings = {
  calls: {
    meaning: meaningOf,
    forms: {
      'the greatest value, NULL where one is': (texts) => `max(${texts.join(', ')})`,
      'the least value, NULL where one is': (texts) => `min(${texts.join(', ')})`,
      'the greatest value that is not NULL': passingOver('max'),
      'the least value that is not NULL': passingOver('min'),
      'the natural logarithm': ([text]) => `ln(${text})`,
      'the logarithm to the base 10': ([text]) => `log10(${text})`,
      'the hexadecimal digits of a number': ([text]) =>
        `CASE WHEN (${text}) IS NOT NULL THEN printf('%X', ${text}) END`,
    },
  },
  wordedCasts: {
    meaning: (type) => {
      const to = castTo(type);
      return to && { to };
    },
    forms: {
      text: (text, size) =>
        size === undefined ? `CAST(${text} AS text)` : `substr(CAST(${text} AS text), 1, ${size})`,
      rounded: (text) => `CAST(round(${text}) AS integer)`,
      cut: (text) => `CAST(${text} AS integer)`,
      decimal: (text, size) =>
        size === undefined ? `CAST(${text} AS real)` : `round(${text}, ${/,\s*(\d+)/.exec(size)?.[1] ?? 0})`,
      float: (text) => `CAST(${text} AS real)`,
      date: (text) => `date(${text})`,
      time: (text) => `time(${text})`,
      timestamp: (text) => `datetime(${text})`,
      bytes: (text) => `CAST(${text} AS blob)`,
      json: (text) => `json(${text})`,
    },
    readsBeginnings: true,
  },
  roundsTens: false,
  halvesToEven: false,
  dateArithmetic: 'it is the number of its year',
  laterDate: (date, days) => `date(${date}, (${days}) || ' days')`,
  daysBetween: (from, to) => `(julianday(${to}) - julianday(${from}))`,
  timesAreTexts: true,
  nullsAreLeast: true,
  placesNulls: true,
  hexIsBytes: true,
  bitsUnsigned: false,
};
