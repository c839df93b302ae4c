import type { Catalog } from '../../catalog/catalog.ts';
import type { Table } from '../../catalog/table.ts';
import type { DataType } from '../../catalog/type.ts';
import type { ReceivedCollation, ReceivedType, Receiving, TextComparison } from '../receiving.ts';
import { type Dialect, dialectOf, hasUuids } from './flavour.ts';
import { fitted } from './limits/fitted.ts';
import { type Limits, limitsOf } from './limits/limits.ts';
import { meanings } from './meanings.ts';
import { namingOf } from './naming.ts';
import { fromProduct, isOtherProduct } from './other-product.ts';
import { schemaName } from './read/draft.ts';
import { periodOptions } from './read/periods.ts';
import { schemaStatements } from './schema.ts';
import { mysqlTraits } from './traits.ts';
import { understood } from './understood.ts';

/** As long as a text may be whose four bytes a character fit into an index entry of 3 072 bytes beside others. */
const keyLength = 255;
/** As long as texts may be in a row of 65 535 bytes beside others; longer ones stand outside of it. */
const rowLength = 4000;
const uuidText = 'char(36)';

export function receiving(version: string): Receiving {
  const dialect = dialectOf(version);
  const exact = collationOf('exact', dialect).name ?? '';
  const withOwnCollation = (catalog: Catalog): Catalog => ({
    ...catalog,
    tables: catalog.tables.map((table) => withCollation(withPrimary(table), exact)),
  });
  const fit = (catalog: Catalog) => fitted(withOwnCollation(catalog), dialect, mysqlTraits(version).declaredRowBytes);
  return {
    ...common,
    naming: namingOf(dialect),
    type: (type, keyed) => {
      if (type.family === 'uuid' && hasUuids(dialect)) return { text: 'uuid', also: [uuidText] };
      return type.family === 'decimal' || type.family === 'money'
        ? decimalType(type, limitsOf(dialect))
        : common.type(type, keyed);
    },
    indexesExpressions: dialect.flavour === 'mysql',
    collation: (comparison) => collationOf(comparison, dialect),
    fromProduct: (catalog, from) =>
      isOtherProduct(from, dialect) ? fromProduct(catalog, dialect, mysqlTraits(version).declaredRowBytes) : undefined,
    understands: (expression, fixed) => understood(expression, fixed, dialect),
    fitted: fit,
    statements: (catalog) => schemaStatements(withOwnCollation(catalog), dialect.flavour),
  };
}

const common: Omit<
  Receiving,
  'naming' | 'indexesExpressions' | 'collation' | 'statements' | 'fromProduct' | 'understands' | 'fitted'
> = {
  type: ({ family, length, bytes, unsigned, name, text }: DataType, keyed): ReceivedType => {
    switch (family) {
      case 'boolean':
        return { text: 'tinyint(1)', lost: 'any number of a byte is taken for a truth value' };
      case 'integer': {
        const size = bytes ?? 8;
        const type = size <= 2 ? 'smallint' : size <= 4 ? 'int' : 'bigint';
        return { text: unsigned ? `${type} unsigned` : type };
      }
      case 'float':
        return { text: bytes === 4 ? 'float' : 'double' };
      case 'text':
      case 'character':
        return textType(length, keyed);
      case 'bits':
        if (length !== undefined && length <= 64 && !/var/.test(name)) return { text: `bit(${length})` };
        return { ...textType(length, keyed), lost: `its type, ${name}: it is text` };
      case 'binary':
        return keyed
          ? {
              text: `varbinary(${length ?? keyLength})`,
              ...(length === undefined ? { lost: `more than ${keyLength} bytes` } : {}),
            }
          : { text: 'longblob' };
      case 'date':
        return { text: 'date' };
      case 'time':
        return { text: 'time(6)', ...(/zone|tz/.test(name) && !/without/.test(name) ? { lost: 'its zone' } : {}) };
      case 'timestamp':
        return { text: 'datetime(6)' };
      case 'timestamp-with-zone':
        return { text: 'datetime(6)', lost: 'its zone: write and read one, UTC' };
      case 'json':
      case 'json-binary':
        return { text: 'json' };
      case 'uuid':
        return { text: uuidText, lost: 'its form: any text of 36 characters is taken' };
      default:
        return { ...textType(undefined, keyed), lost: `its type, ${text}: it is text` };
    }
  },
  numbering: 'first of an index',
  bits: (digits) => `b'${digits}'`,
  bytes: (digits) => `x'${digits}'`,
  collatesKeys: false,
  defers: false,
  readsNumbering: false,
  numbersForTruth: true,
  now: 'CURRENT_TIMESTAMP(6)',
  // Collations take small and capital letters for the same; the option is known to both (PCRE, ICU).
  matching: (text, pattern) => `${text} REGEXP '(?-i)${pattern.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`,
  speech: {
    backslashEscapes: true,
    lengthIsOfCharacters: false,
    characters: (text) => `char_length(${text})`,
    bytes: (text) => `length(${text})`,
    dividesWhole: false,
    otherDivision: 'DIV',
    wholeDecimals: false,
    caret: 'the bits in which numbers differ',
    startBelowOne: 'the end, with no text beyond it',
    concatSkipsNull: false,
    joined: (texts) => `concat(${texts.join(', ')})`,
    uuids: ['uuid', 'uuid_v4', 'uuid_v7'],
    uuid: 'uuid()',
    like: 'by collation',
    escapesLike: true,
    casts: { integer: ['CAST(', ' AS signed)'], date: ['CAST(', ' AS date)'], time: ['CAST(', ' AS time(6))'] },
    nowInUtc: false,
    zeroDivision: 'NULL',
    textAgainstNumber: 'compared as numbers',
    likeFoldsAscii: false,
    hasConcat: true,
    ...meanings,
    collated: comparisonOf,
  },
  compares: ({ collation }, { options }) => comparisonOf(collation?.name ?? options['collation'] ?? ''),
  beyond: ({ type }) => {
    if (type.family === 'boolean') return 'numbers other than 0 and 1: all but 0 become true';
    return type.family === 'time' ? 'times below 0:00 and above 24:00, to 838 hours: there must be none' : undefined;
  },
  namedOrder: () => undefined,
  peculiarities: ({ options, columns }) => [
    ...(options['partition_by'] === undefined ? [] : ['its partitions: it is one table']),
    ...(options['system_versioning'] === undefined ? [] : ['its history: only rows of the present are kept']),
    ...periodOptions.flatMap((name) => (options[name] === undefined ? [] : [`its period, ${options[name]}`])),
    ...columns.flatMap(({ name, type }) =>
      / zerofill/.test(type.text) ? [`that ${name} is shown with zeros before it`] : [],
    ),
  ],
};

function comparisonOf(collation: string): TextComparison {
  if (/_ai_ci$/.test(collation)) return 'case and accents aside';
  if (/_as_ci$/.test(collation)) return 'case aside';
  // Those of old, `general_ci` and those of languages, know no accents at most letters.
  return /_ci$/.test(collation) ? 'case and accents aside' : 'exact';
}

/** A decimal has no more digits than it is told, and no digits before the point that are always zeros. */
function decimalType({ precision, scale = 0 }: DataType, { digits, fraction }: Limits): ReceivedType {
  if (precision === undefined)
    return { text: 'decimal(38,10)', lost: 'more than 28 digits before the point, and 10 behind it' };
  if (scale < 0)
    return {
      text: `decimal(${Math.min(precision - scale, digits)},0)`,
      lost: `that its last ${-scale} digits are zeros`,
    };
  const behind = Math.min(scale, fraction, digits - Math.min(Math.max(precision - scale, 0), digits - 30));
  const all = Math.max(Math.min(precision - scale + behind, digits), behind);
  return {
    text: `decimal(${all},${behind})`,
    ...(behind < scale
      ? {
          lost: `digits beyond ${all}, ${behind} of them behind the point: it has ${precision}, ${scale} of them there`,
        }
      : all < precision
        ? { lost: `digits beyond ${all}` }
        : all > precision
          ? { lost: `that its values are below 0.${'0'.repeat(scale - precision - 1)}1` }
          : {}),
  };
}

/** Collations of all four bytes of UTF-8; the exact ones tell blanks at the end apart, as the other engines do. */
function collationOf(comparison: TextComparison, { flavour, number }: Dialect): ReceivedCollation {
  const mariadb = flavour === 'mariadb';
  if (comparison === 'exact') return { name: mariadb ? 'utf8mb4_nopad_bin' : 'utf8mb4_0900_bin' };
  // Older collations fill texts up with blanks before they compare them.
  if (comparison === 'blanks aside') return { name: 'utf8mb4_bin' };
  if (comparison === 'case and accents aside') return { name: mariadb ? 'utf8mb4_general_ci' : 'utf8mb4_0900_ai_ci' };
  const lost =
    comparison === 'case aside'
      ? {}
      : { lost: 'texts that differ in the case of letters beyond a to z are the same too' };
  // https://mariadb.com/kb/en/supported-character-sets-and-collations/: as of 10.10.
  if (mariadb && number < 101_000)
    return { name: 'utf8mb4_general_ci', lost: 'texts that differ in accents are the same too' };
  return { name: mariadb ? 'uca1400_nopad_as_ci' : 'utf8mb4_0900_as_ci', ...lost };
}

/** The collation that texts have stands at the table, others at their columns. */
function withCollation(table: Table, exact: string): Table {
  return {
    ...table,
    options: { ...table.options, collation: exact },
    columns: table.columns.map((column) => {
      const { collation, ...rest } = column;
      return collation && collation.name !== exact
        ? { ...rest, collation: { schema: schemaName, name: collation.name } }
        : rest;
    }),
  };
}

/** The primary key has one name, whatever it was called. */
function withPrimary(table: Table): Table {
  const { primaryKey } = table;
  if (!primaryKey) return table;
  return {
    ...table,
    primaryKey: { ...primaryKey, name: 'PRIMARY', index: 'PRIMARY' },
    indexes: table.indexes.map((index) =>
      index.name === primaryKey.index || index.constraint === primaryKey.name
        ? { ...index, name: 'PRIMARY', constraint: 'PRIMARY' }
        : index,
    ),
  };
}

/** A key needs a length; what is long stands outside of the row. */
function textType(length: number | undefined, keyed: boolean): ReceivedType {
  if (length === undefined)
    return keyed
      ? { text: `varchar(${keyLength})`, lost: `more than ${keyLength} characters, for its key or index` }
      : { text: 'longtext' };
  if (length <= rowLength && !(keyed && length > 768)) return { text: `varchar(${length})` };
  return keyed
    ? { text: 'varchar(768)', lost: 'more than 768 characters, for its key or index' }
    : { text: 'longtext', lost: `its length, ${length}` };
}
