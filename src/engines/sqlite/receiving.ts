import type { Column, Table } from '../../catalog/table.ts';
import type { DataType } from '../../catalog/type.ts';
import type { Naming, ReceivedType, Receiving, TextComparison } from '../receiving.ts';
import { globOfLike, globs } from './globs.ts';
import { meanings } from './meanings.ts';
import { newerThanMost } from './newer-functions.ts';
import { quoteIdentifier } from './quote.ts';
import { schemaStatements } from './schema.ts';

/** A random UUID (RFC 9562, version 4) out of random bytes; the engine has no function for it. */
const randomUuid =
  "lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-' || substr('89ab', 1 + (random() & 3), 1) || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))";

const naming: Naming = {
  // Names that begin so are those of the engine's own tables and indexes (https://sqlite.org/lang_createtable.html).
  legal: (name, kind) => (kind === 'column' ? name : name.replace(/^sqlite_/i, 'sqlite')),
  folded: (name) => name.toLowerCase(),
  scopes: (kind) =>
    kind === 'relation' || kind === 'index'
      ? [{ among: 'relation', of: 'schema' }]
      : kind === 'column'
        ? [{ among: kind, of: 'table' }]
        : [],
};

/** The collations that the engine has by itself (https://www.sqlite.org/datatype3.html#collating_sequences). */
const comparisons: Readonly<Record<string, TextComparison>> = {
  NOCASE: 'case of a to z aside',
  RTRIM: 'blanks aside',
  BINARY: 'exact',
};

/** Types are those of STRICT-free tables, named so that both their affinity and their meaning are seen. */
const received: Receiving = {
  naming,
  type: ({ family, name, length, precision, scale, bytes }: DataType): ReceivedType => {
    switch (family) {
      case 'boolean':
        return {
          text: 'boolean',
          lost: 'any number is taken for a truth value',
          check: (column) => `${column} IN (0, 1)`,
        };
      case 'integer':
        return { text: 'integer', ...((bytes ?? 8) < 8 ? { lost: 'its range: integers are of 64 bits' } : {}) };
      case 'decimal':
      case 'money':
        return {
          text: precision === undefined ? 'numeric' : `numeric(${[precision, scale ?? 0].join(',')})`,
          lost: 'exactness: fractions are binary',
        };
      case 'float':
        return { text: 'real' };
      case 'text':
      case 'character':
        return length === undefined
          ? { text: 'text' }
          : {
              text: `varchar(${length})`,
              lost: 'its length, which is no limit',
              check: (column) => `length(${column}) <= ${length}`,
            };
      case 'binary':
        return { text: 'blob' };
      case 'bits':
        return { text: 'integer', lost: `its type, ${name}: it is the number that its bits are` };
      case 'date':
        return { text: 'date', lost: 'its form: any text is taken for a date', check: isTime };
      case 'time':
        return { text: 'time', lost: 'its form: any text is taken for a time', check: isTime };
      case 'timestamp':
      case 'timestamp-with-zone':
        return { text: 'datetime', lost: 'its form: any text is taken for a time', check: isTime };
      case 'json':
      case 'json-binary':
        // The engine takes a column of the type json for one of numbers.
        return {
          text: 'text',
          lost: 'its form: any text is taken for JSON',
          check: (column) => `json_valid(${column})`,
        };
      default:
        return { text: 'text', lost: `its type, ${family}: it is text` };
    }
  },
  numberingType: 'integer',
  numbering: 'only of the primary key',
  bits: (digits) => BigInt(`0b${digits}`).toString(),
  bytes: (digits) => `x'${digits}'`,
  indexesExpressions: true,
  collatesKeys: true,
  defers: true,
  readsNumbering: true,
  numbersForTruth: true,
  now: 'CURRENT_TIMESTAMP',
  matching: globs,
  speech: {
    backslashEscapes: false,
    lengthIsOfCharacters: true,
    characters: (text) => `length(${text})`,
    // octet_length() came with 3.43.
    bytes: (text) => `length(CAST(${text} AS BLOB))`,
    dividesWhole: true,
    otherDivision: '* 1.0 /',
    wholeDecimals: true,
    startBelowOne: 'the end, as far as the text goes',
    concatSkipsNull: true,
    // It came with 3.44.
    hasConcat: false,
    joined: (texts) => `(${texts.join(' || ')})`,
    uuids: [],
    uuid: randomUuid,
    like: 'alike',
    otherLike: globOfLike,
    escapesLike: false,
    casts: {
      integer: ['CAST(round(', ') AS integer)'],
      number: ['CAST(', ' AS real)'],
      date: ['date(', ')'],
      time: ['time(', ')'],
    },
    nowInUtc: true,
    zeroDivision: 'NULL',
    textAgainstNumber: 'compared as texts',
    likeFoldsAscii: true,
    ...meanings,
    collated: (name) => comparisons[name.toUpperCase()],
  },
  tooNew: newerThanMost,
  beyond: beyondType,
  compares: ({ collation }, _table, key) => {
    return comparisons[(key?.collation ?? collation)?.name.toUpperCase() ?? ''] ?? 'exact';
  },
  namedOrder: ({ collation }) =>
    collation && !/^(?:binary|nocase|rtrim)$/i.test(collation.name) ? collation.name : undefined,
  collation: (comparison) => {
    switch (comparison) {
      case 'exact':
        return {};
      case 'blanks aside':
        return { name: 'RTRIM' };
      case 'case of a to z aside':
        return { name: 'NOCASE' };
      case 'case aside':
        return { name: 'NOCASE', lost: 'the case of letters beyond a to z tells texts apart' };
      case 'case and accents aside':
        return { name: 'NOCASE', lost: 'accents, and the case of letters beyond a to z, tell texts apart' };
    }
  },
  peculiarities: ({ options }) =>
    Object.entries(options).flatMap(([name, value]) =>
      name.startsWith('on_conflict:') ? [`ON CONFLICT ${value.toUpperCase()} of ${name.slice(12)}`] : [],
    ),
  // The engine looks into them when it compiles a statement that uses them.
  probe: ({ name }, kind) =>
    kind === 'view'
      ? `EXPLAIN SELECT * FROM ${quoteIdentifier(name)}`
      : `EXPLAIN INSERT INTO ${quoteIdentifier(name)} DEFAULT VALUES`,
  statements: schemaStatements,
};

/** Types are a preference, but for those of STRICT tables and of numbers of rows (https://sqlite.org/datatype3.html). */
function beyondType({ name, type, identity }: Column, { options, primaryKey }: Table): string | undefined {
  const numbersRows =
    /^integer$/i.test(type.text) && primaryKey?.columns.length === 1 && primaryKey.columns[0] === name;
  if (options['strict'] === 'true' || numbersRows || identity) return undefined;
  switch (type.family) {
    case 'text':
    case 'character':
      return type.length === undefined ? undefined : 'texts that are longer, which SQLite takes: there must be none';
    case 'boolean':
    case 'integer':
    case 'decimal':
    case 'float':
    case 'date':
    case 'time':
    case 'timestamp':
    case 'timestamp-with-zone':
      return 'values that are none of its type, which SQLite takes, or that have more digits: there must be none';
    default:
      return undefined;
  }
}

function isTime(column: string): string {
  return `${column} IS NULL OR julianday(${column}) IS NOT NULL`;
}
/** What is written here needs no newer version than 3.31, which has computed columns. */
export const receiving = (): Receiving => received;
