import { type CallMeaning, type CastMeaning, type Meanings, passingOver } from '../receiving.ts';

const casts: Readonly<Record<string, CastMeaning>> = {
  char: 'text',
  nchar: 'text',
  signed: 'rounded',
  decimal: 'decimal',
  double: 'float',
  real: 'float',
  float: 'float',
  date: 'date',
  time: 'time',
  datetime: 'timestamp',
  binary: 'bytes',
  json: 'json',
};

function meaningOf(name: string, count: number, ofNumber: boolean): CallMeaning | undefined {
  switch (name) {
    case 'greatest':
      return 'the greatest value, NULL where one is';
    case 'least':
      return 'the least value, NULL where one is';
    case 'log':
      return count === 1 ? 'the natural logarithm' : undefined;
    case 'hex':
      return ofNumber ? 'the hexadecimal digits of a number' : 'the hexadecimal digits of a text';
    case 'ascii':
      return 'the first byte';
    case 'upper':
    case 'lower':
    case 'ucase':
    case 'lcase':
      return 'all letters in the other case';
    default:
      return undefined;
  }
}

export const meanings: Meanings = {
  calls: {
    meaning: meaningOf,
    forms: {
      'the greatest value, NULL where one is': (texts) => `greatest(${texts.join(', ')})`,
      'the least value, NULL where one is': (texts) => `least(${texts.join(', ')})`,
      'the greatest value that is not NULL': passingOver('greatest'),
      'the least value that is not NULL': passingOver('least'),
      'the natural logarithm': ([text]) => `ln(${text})`,
      'the logarithm to the base 10': ([text]) => `log10(${text})`,
    },
  },
  wordedCasts: {
    meaning: (type) => {
      const [, name = '', size] = /^(\w+)\s*(?:\(\s*([\d\s,]+)\))?/.exec(type.toLowerCase()) ?? [];
      const to = casts[name];
      return to && { to, ...(size === undefined ? (to === 'decimal' ? { size: '10, 0' } : {}) : { size }) };
    },
    forms: {
      text: (text, size) => `CAST(${text} AS char${size === undefined ? '' : `(${size})`})`,
      rounded: (text) => `CAST(${text} AS signed)`,
      cut: (text) => `CAST(truncate(${text}, 0) AS signed)`,
      decimal: (text, size = '65, 30') => `CAST(${text} AS decimal(${size}))`,
      float: (text) => `CAST(${text} AS double)`,
      date: (text) => `CAST(${text} AS date)`,
      time: (text) => `CAST(${text} AS time(6))`,
      timestamp: (text) => `CAST(${text} AS datetime(6))`,
    },
    readsBeginnings: true,
  },
  roundsTens: true,
  halvesToEven: true,
  dateArithmetic: 'it is the number of its digits',
  laterDate: (date, days) => `${date} + INTERVAL ${days} DAY`,
  daysBetween: (from, to) => `datediff(${to}, ${from})`,
  timesAreTexts: false,
  nullsAreLeast: true,
  placesNulls: false,
  hexIsBytes: true,
  bitsUnsigned: true,
};
