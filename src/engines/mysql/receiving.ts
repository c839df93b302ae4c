import type { Table } from '../../catalog/table.ts';
import type { DataType } from '../../catalog/type.ts';
import type { ReceivedType, Receiving } from '../receiving.ts';
import { schemaStatements } from './schema.ts';

/** As long as a text may be whose four bytes a character fit into an index entry of 3 072 bytes beside others. */
const keyLength = 255;
/** As long as texts may be in a row of 65 535 bytes beside others; longer ones stand outside of it. */
const rowLength = 4000;

export const receiving: Receiving = {
  type: ({ family, length, precision, scale, bytes, unsigned, name }: DataType, keyed): ReceivedType => {
    switch (family) {
      case 'boolean':
        return { text: 'tinyint(1)', lost: 'any number of a byte is taken for a truth value' };
      case 'integer': {
        const size = bytes ?? 8;
        const type = size <= 2 ? 'smallint' : size <= 4 ? 'int' : 'bigint';
        return { text: unsigned ? `${type} unsigned` : type };
      }
      case 'decimal':
      case 'money':
        return precision === undefined
          ? { text: 'decimal(38,10)', lost: 'more than 28 digits before the point, and 10 behind it' }
          : precision <= 65
            ? { text: `decimal(${precision},${scale ?? 0})` }
            : { text: `decimal(65,${Math.min(scale ?? 0, 30)})`, lost: 'digits beyond 65' };
      case 'float':
        return { text: bytes === 4 ? 'float' : 'double' };
      case 'text':
      case 'character':
        return textType(length, keyed);
      case 'binary':
      case 'bits':
        return keyed
          ? {
              text: `varbinary(${length ?? keyLength})`,
              ...(length === undefined ? { lost: `more than ${keyLength} bytes` } : {}),
            }
          : { text: 'longblob' };
      case 'date':
        return { text: 'date' };
      case 'time':
        return { text: 'time(6)' };
      case 'timestamp':
        return { text: 'datetime(6)' };
      case 'timestamp-with-zone':
        return { text: 'datetime(6)', lost: 'its zone: write and read one, UTC' };
      case 'json':
      case 'json-binary':
        return { text: 'json' };
      case 'uuid':
        return { text: 'char(36)', lost: 'its form: any text of 36 characters is taken' };
      default:
        return { ...textType(undefined, keyed), lost: `its type, ${name}: it is text` };
    }
  },
  numbersForTruth: true,
  now: 'CURRENT_TIMESTAMP(6)',
  // Collations take small and capital letters for the same; the option is known to both (PCRE, ICU).
  matching: (text, pattern) => `${text} REGEXP '(?-i)${pattern.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`,
  understands: (expression) =>
    !/[a-z_]\w*\s*\(/i.test(expression.replace(/'(?:[^']|'')*'/g, '').replace(known, '')) &&
    !/::|\|\||~|@>/.test(expression),
  // Both servers take what is written for the older of them.
  statements: (catalog) => schemaStatements({ ...catalog, tables: catalog.tables.map(withPrimary) }, 'mysql'),
};

/** Words before a parenthesis, and functions that both servers have under the names of the other engines. */
const known =
  /\b(?:and|or|not|like|between|case|when|then|else|is|current_(?:timestamp|date|time)|now|lower|upper|length|char_length|coalesce|nullif|abs|round|floor|ceil|ceiling|concat|substring|substr|trim|replace|greatest|least|mod|in)\s*\(/gi;

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
