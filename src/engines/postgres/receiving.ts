import { clipped } from '../../catalog/object-name.ts';
import type { Table } from '../../catalog/table.ts';
import type { DataType } from '../../catalog/type.ts';
import type { Naming, ReceivedType, Receiving } from '../receiving.ts';
import { blueprints } from './blueprint/index.ts';
import { meanings } from './meanings.ts';
import { schemaStatements } from './schema/index.ts';

/** Columns that every table has by itself (https://www.postgresql.org/docs/current/ddl-system-columns.html). */
const systemColumns = /^(?:tableoid|xmin|cmin|xmax|cmax|ctid)$/;
const longestName = 63;

const naming: Naming = {
  legal: (name, kind, room = 0) => {
    const whole = name.replaceAll('\0', '') || '_';
    const free = kind === 'column' && systemColumns.test(whole) ? `${whole}_` : whole;
    return clipped(free, longestName - room);
  },
  folded: (name) => name,
  // Tables, views and indexes are all relations, checks and foreign keys all constraints.
  scopes: (kind) => [
    kind === 'relation' || kind === 'index'
      ? { among: 'relation', of: 'schema' }
      : { among: kind === 'column' ? kind : 'constraint', of: 'table' },
  ],
};

const received: Receiving = {
  naming,
  type: ({ family, length, precision, scale, bytes, unsigned, text }: DataType, keyed): ReceivedType => {
    switch (family) {
      case 'boolean':
        return { text: 'boolean' };
      case 'integer': {
        // What is never negative reaches twice as far.
        const size = (bytes ?? 8) * (unsigned ? 2 : 1);
        if (size <= 2) return { text: 'smallint' };
        if (size <= 4) return { text: 'integer' };
        if (size <= 8) return { text: 'bigint' };
        // Keys refer to each other by one type, and number rows by whole ones only.
        return keyed ? { text: 'bigint', lost: 'numbers above 9223372036854775807' } : { text: 'numeric(20,0)' };
      }
      case 'decimal':
      case 'money':
        return { text: precision === undefined ? 'numeric' : `numeric(${precision},${scale ?? 0})` };
      case 'float':
        return { text: bytes === 4 ? 'real' : 'double precision' };
      case 'text':
        return { text: length === undefined ? 'text' : `character varying(${length})` };
      case 'character':
        return { text: `character(${length ?? 1})` };
      case 'binary':
        return { text: 'bytea' };
      case 'bits':
        return { text: `bit(${length ?? 1})` };
      case 'date':
        return { text: 'date' };
      case 'time':
        return { text: 'time without time zone' };
      case 'timestamp':
        return { text: 'timestamp without time zone' };
      case 'timestamp-with-zone':
        return { text: 'timestamp with time zone' };
      case 'json':
      case 'json-binary':
        return { text: 'jsonb' };
      case 'uuid':
        return { text: 'uuid' };
      default:
        return { text: 'text', lost: `its type, ${text}: it is text` };
    }
  },
  numbering: 'any column',
  bits: (digits) => `B'${digits}'`,
  // Without its type it would be a text beside one.
  bytes: (digits) => `'\\x${digits}'::bytea`,
  indexesExpressions: true,
  collatesKeys: true,
  defers: true,
  readsNumbering: true,
  numbersForTruth: false,
  now: 'now()',
  speech: {
    backslashEscapes: false,
    lengthIsOfCharacters: true,
    characters: (text) => `char_length(${text})`,
    bytes: (text) => `octet_length(${text})`,
    dividesWhole: true,
    otherDivision: '* 1.0 /',
    wholeDecimals: false,
    caret: 'the power of numbers',
    startBelowOne: 'the beginning',
    concatSkipsNull: true,
    joined: (texts) => `(${texts.join(' || ')})`,
    uuids: ['gen_random_uuid', 'uuid_generate_v1', 'uuid_generate_v1mc', 'uuid_generate_v4', 'uuidv4', 'uuidv7'],
    uuid: 'gen_random_uuid()',
    like: 'told apart',
    otherLike: () => ({ operator: 'ILIKE' }),
    escapesLike: true,
    casts: {},
    nowInUtc: false,
    zeroDivision: 'an error',
    textAgainstNumber: 'not compared, which is an error',
    likeFoldsAscii: false,
    hasConcat: true,
    ...meanings,
  },
  // Texts of char(n) are filled up with blanks, which count for nothing.
  compares: ({ type }) =>
    type.name === 'citext' ? 'case aside' : type.family === 'character' && !type.ref ? 'blanks aside' : 'exact',
  namedOrder: ({ collation }) =>
    collation && !/^(?:default|c|posix|ucs_basic|c\.utf-?8|pg_c_utf8)$/i.test(collation.name)
      ? collation.name
      : undefined,
  collation: (comparison) =>
    comparison === 'exact'
      ? {}
      : comparison === 'blanks aside'
        ? { lost: 'texts that differ in blanks at the end are told apart' }
        : {
            lost:
              comparison === 'case and accents aside'
                ? 'texts that differ in the case or accents of letters are told apart'
                : 'texts that differ in the case of letters are told apart',
          },
  peculiarities: ({ persistence, inherits }) => [
    ...(persistence === 'permanent' ? [] : [`that it is ${persistence}`]),
    ...inherits.map(({ name }) => `that its rows are rows of ${name} too`),
  ],
  statements: (catalog) => [...schemaStatements({ ...catalog, tables: catalog.tables.map(withDefinitions) })],
};

/** Indexes are written by the statements that the engine keeps of them, which those of another one lack. */
function withDefinitions(table: Table): Table {
  const { schema, name } = table;
  return {
    ...table,
    indexes: table.indexes.map((index) => {
      if (index.constraint !== undefined) return index;
      const { unique, include, predicate, nullsNotDistinct } = index;
      const keys = index.keys.map(({ column, expression, descending }) => ({
        ...(column === undefined ? {} : { column }),
        ...(expression === undefined ? {} : { expression }),
        descending,
      }));
      const definition = blueprints.index({
        kind: 'create index',
        table: { schema, name },
        name: index.name,
        keys,
        unique,
        include,
        nullsNotDistinct,
        ...(predicate === undefined ? {} : { predicate }),
      });
      return { ...index, definition: definition.replace(/;\s*$/, '') };
    }),
  };
}

/** All versions take what is written here. */
export const receiving = (): Receiving => received;
