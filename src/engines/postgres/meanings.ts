import type { CallMeaning, Meanings, Speech } from '../receiving.ts';

/** NULL where one of the values is. */
const whereAllAre = (name: string) => (texts: readonly string[]) =>
  `CASE WHEN ${texts.map((text) => `(${text}) IS NOT NULL`).join(' AND ')} THEN ${name}(${texts.join(', ')}) END`;

function meaningOf(name: string, count: number): CallMeaning | undefined {
  switch (name) {
    case 'greatest':
      return 'the greatest value that is not NULL';
    case 'least':
      return 'the least value that is not NULL';
    case 'log':
      return count === 1 ? 'the logarithm to the base 10' : undefined;
    case 'ascii':
      return 'the first character';
    case 'upper':
    case 'lower':
      return 'all letters in the other case';
    default:
      return undefined;
  }
}

export const meanings: Meanings & Pick<Speech, 'collated'> = {
  calls: {
    meaning: meaningOf,
    forms: {
      'the greatest value, NULL where one is': whereAllAre('greatest'),
      'the least value, NULL where one is': whereAllAre('least'),
      'the greatest value that is not NULL': (texts) => `greatest(${texts.join(', ')})`,
      'the least value that is not NULL': (texts) => `least(${texts.join(', ')})`,
      'the natural logarithm': ([text]) => `ln(${text})`,
      'the logarithm to the base 10': ([text]) => `log(${text})`,
    },
  },
  wordedCasts: {
    // Its queries have casts by `::` alone.
    meaning: () => undefined,
    forms: {
      text: (text, size) => `CAST(${text} AS ${size === undefined ? 'text' : `character varying(${size})`})`,
      rounded: (text) => `CAST(${text} AS bigint)`,
      cut: (text) => `CAST(trunc(${text}) AS bigint)`,
      decimal: (text, size) => `CAST(${text} AS numeric${size === undefined ? '' : `(${size})`})`,
      float: (text) => `CAST(${text} AS double precision)`,
      date: (text) => `CAST(${text} AS date)`,
      time: (text, size = '0') => `CAST(${text} AS time(${size}))`,
      timestamp: (text, size = '0') => `CAST(${text} AS timestamp(${size}))`,
      json: (text) => `CAST(${text} AS jsonb)`,
    },
    readsBeginnings: false,
  },
  roundsTens: true,
  halvesToEven: true,
  dateArithmetic: 'days are added to it',
  timesAreTexts: false,
  nullsAreLeast: false,
  placesNulls: true,
  hexIsBytes: false,
  bitsUnsigned: false,
  collated: (name) => (/^(?:default|c|posix|ucs_basic|c\.utf-?8|pg_c_utf8)$/i.test(name) ? 'exact' : undefined),
};
