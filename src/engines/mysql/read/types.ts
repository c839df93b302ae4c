import type { DataType, TypeFamily } from '../../../catalog/type.ts';
import type { Reader } from '../sql/reader.ts';
import { quoteString } from '../sql/tokens.ts';
import { characterSet } from './charsets.ts';
import { Refused } from './draft.ts';

/** A type as a column declares it. */
export interface WrittenType {
  readonly type: DataType;
  /** Takes a character set and a collation. */
  readonly isText: boolean;
  readonly characterSet?: string;
  /** Of `TEXT(300)`: how many characters it is to hold. */
  readonly characters?: number;
  /** `BINARY`: the binary collation of its character set. */
  readonly isBinary?: true;
  /** `SERIAL` says more than a type. */
  readonly serial?: true;
}

/** Words for types that are others' (https://dev.mysql.com/doc/refman/8.4/en/other-vendor-data-types.html). */
const names: Readonly<Record<string, string>> = {
  bool: 'tinyint',
  boolean: 'tinyint',
  integer: 'int',
  int1: 'tinyint',
  int2: 'smallint',
  int3: 'mediumint',
  middleint: 'mediumint',
  int4: 'int',
  int8: 'bigint',
  dec: 'decimal',
  numeric: 'decimal',
  fixed: 'decimal',
  number: 'decimal',
  real: 'double',
  float8: 'double',
  float4: 'float',
  character: 'char',
  nchar: 'char',
  nvarchar: 'varchar',
  varcharacter: 'varchar',
  varchar2: 'varchar',
  long: 'mediumtext',
  clob: 'longtext',
  geomcollection: 'geometrycollection',
};

const families: Readonly<Record<string, TypeFamily>> = {
  tinyint: 'integer',
  smallint: 'integer',
  mediumint: 'integer',
  int: 'integer',
  bigint: 'integer',
  year: 'integer',
  decimal: 'decimal',
  float: 'float',
  double: 'float',
  bit: 'bits',
  char: 'text',
  varchar: 'text',
  tinytext: 'text',
  text: 'text',
  mediumtext: 'text',
  longtext: 'text',
  binary: 'binary',
  varbinary: 'binary',
  tinyblob: 'binary',
  blob: 'binary',
  mediumblob: 'binary',
  longblob: 'binary',
  date: 'date',
  time: 'time',
  datetime: 'timestamp',
  timestamp: 'timestamp-with-zone',
  json: 'json',
  enum: 'enum',
  uuid: 'uuid',
  inet4: 'network',
  inet6: 'network',
  vector: 'vector',
  geometry: 'geometry',
  point: 'geometry',
  linestring: 'geometry',
  polygon: 'geometry',
  multipoint: 'geometry',
  multilinestring: 'geometry',
  multipolygon: 'geometry',
  geometrycollection: 'geometry',
};

/** Whether one of the two servers has a type of the name, in one version or another. */
export function isKnownType(name: string): boolean {
  return name === 'set' || Object.hasOwn(families, name);
}

/** Bytes of values of fixed size (https://dev.mysql.com/doc/refman/8.4/en/storage-requirements.html). */
const sizes: Readonly<Record<string, number>> = {
  tinyint: 1,
  smallint: 2,
  mediumint: 3,
  int: 4,
  bigint: 8,
  float: 4,
  double: 8,
  year: 1,
  date: 3,
  uuid: 16,
  inet4: 4,
  inet6: 16,
};

const integers = new Set(['tinyint', 'smallint', 'mediumint', 'int', 'bigint']);

/** What MariaDB keeps JSON in (https://mariadb.com/kb/en/json/). */
export const jsonText: DataType = plain('longtext', 'longtext').type;

export function readType(reader: Reader): WrittenType {
  let national = reader.take('NATIONAL');
  const word = reader.name().toLowerCase();
  if (word === 'serial') return { ...plain('bigint unsigned', 'bigint'), serial: true };
  if (word === 'nchar' || word === 'nvarchar') national = true;
  let name = names[word] ?? word;
  if (word === 'double') reader.take('PRECISION');
  if (word === 'char' || word === 'character' || word === 'nchar' || word === 'binary')
    if (reader.take('VARYING')) name = word === 'binary' ? 'varbinary' : 'varchar';
  if (word === 'long') {
    if (reader.take('VARCHAR') || reader.take('CHAR', 'VARYING')) name = 'mediumtext';
    else if (reader.take('VARBINARY')) name = 'mediumblob';
  }
  if (name === 'enum' || name === 'set') return { ...listType(name, reader), ...textual(reader, national) };
  const modifiers =
    reader.peek()?.text === '('
      ? reader
          .brackets()
          .parts()
          .map((part) => Number(part.rest()))
      : [];
  const [first = 0] = modifiers;
  // https://dev.mysql.com/doc/refman/8.4/en/numeric-type-syntax.html
  if ((integers.has(name) || name === 'float' || name === 'double') && first > 255)
    throw new Refused(`${name}(${modifiers.join(',')}): a number is shown with 255 digits at most`);
  if (name === 'float' && modifiers.length === 1 && first > 53)
    throw new Refused(`float(${first}): it has 53 bits at most, as double does`);
  const isBool = word === 'bool' || word === 'boolean';
  const flags = readFlags(reader);
  const all = isBool ? [1] : modifiers;
  const made = plain(textOf(name, all, flags), name, all);
  if (made.isText) return { ...made, ...textual(reader, national), ...(all[0] ? { characters: all[0] } : {}) };
  return { ...made, type: all[0] ? sized(made.type, all[0], 1) : made.type };
}

interface Flags {
  readonly unsigned: boolean;
  readonly zerofill: boolean;
}

function readFlags(reader: Reader): Flags {
  let [unsigned, zerofill] = [false, false];
  for (;;) {
    if (reader.take('UNSIGNED')) unsigned = true;
    else if (reader.take('ZEROFILL')) [unsigned, zerofill] = [true, true];
    else if (!reader.take('SIGNED')) return { unsigned, zerofill };
  }
}

/** How wide integers without a sign are filled with zeros where nobody says it. */
const digits: Readonly<Record<string, number>> = { tinyint: 3, smallint: 5, mediumint: 8, int: 10, bigint: 20 };

/** Widths of integers are for show, and count only where they say that the column is a yes or no, or are filled with zeros. */
function textOf(name: string, modifiers: readonly number[], { unsigned, zerofill }: Flags): string {
  const [first, second] = modifiers;
  const isBoolean = name === 'tinyint' && first === 1 && !unsigned;
  let text = name;
  if (integers.has(name)) {
    if (isBoolean) text += '(1)';
    else if (zerofill) text += `(${first ?? digits[name]})`;
  } else if (name === 'decimal') text += `(${first ?? 10},${second ?? 0})`;
  else if (name === 'float' && first !== undefined && second === undefined) text = first > 24 ? 'double' : 'float';
  else if (name === 'char' || name === 'binary' || name === 'bit') text += `(${first ?? 1})`;
  else if (name === 'year') text = 'year';
  else if ((name === 'datetime' || name === 'timestamp' || name === 'time') && first === 0) text = name;
  else if (first !== undefined && !/^(?:tiny|medium|long)?(?:text|blob)$/.test(name))
    text += `(${modifiers.join(',')})`;
  return `${text}${unsigned ? ' unsigned' : ''}${zerofill ? ' zerofill' : ''}`;
}

function plain(text: string, name: string, [first, second]: readonly number[] = []): WrittenType {
  const family = text === 'tinyint(1)' ? 'boolean' : (families[name] ?? 'other');
  const fraction = first === undefined ? 0 : Math.ceil(first / 2);
  const bytes =
    name === 'decimal'
      ? decimalBytes(first ?? 10, second ?? 0)
      : name === 'datetime'
        ? 5 + fraction
        : name === 'timestamp'
          ? 4 + fraction
          : name === 'time'
            ? 3 + fraction
            : name === 'bit'
              ? Math.ceil((first ?? 1) / 8)
              : name === 'binary'
                ? (first ?? 1)
                : text === 'double'
                  ? 8
                  : sizes[name];
  const length = name === 'char' || name === 'bit' ? (first ?? 1) : name === 'varchar' ? first : undefined;
  return {
    type: {
      text,
      family,
      name: text === 'double' ? 'double' : name,
      ...(length === undefined ? {} : { length }),
      ...(name === 'decimal' ? { precision: first ?? 10, scale: second ?? 0 } : {}),
      ...(family === 'integer' && / unsigned/.test(text) ? { unsigned: true as const } : {}),
      ...(bytes === undefined ? {} : { bytes }),
      alignment: 1,
    },
    isText: family === 'text',
  };
}

/** Nine digits take four bytes, what is left over less, on either side of the point. */
function decimalBytes(precision: number, scale: number): number {
  const part = (digits: number) => Math.floor(digits / 9) * 4 + Math.ceil((digits % 9) / 2);
  return part(precision - scale) + part(scale);
}

function listType(name: 'enum' | 'set', reader: Reader): WrittenType {
  const values = reader
    .brackets()
    .parts()
    // Blanks at the end of a member are taken off.
    .map((part) => part.string().replace(/ +$/, ''));
  const bytes =
    name === 'enum' ? (values.length > 255 ? 2 : 1) : [1, 2, 3, 4, 8].find((one) => values.length <= one * 8);
  return {
    type: {
      text: `${name}(${values.map(quoteString).join(',')})`,
      family: name === 'enum' ? 'enum' : 'other',
      name,
      ...(bytes === undefined ? {} : { bytes }),
      alignment: 1,
    },
    isText: true,
  };
}

/** Character set, `BINARY`, `ASCII`, `UNICODE` behind a type; a collation stands among the attributes of the column too. */
function textual(reader: Reader, national: boolean): Pick<WrittenType, 'characterSet' | 'isBinary'> {
  let set = national ? 'utf8mb3' : undefined;
  let binary = false;
  for (;;) {
    if (reader.take('CHARACTER', 'SET') || reader.take('CHARSET') || reader.take('CHAR', 'SET'))
      set = characterSet(reader.name());
    else if (reader.take('BINARY')) binary = true;
    else if (reader.take('ASCII')) set = 'latin1';
    else if (reader.take('UNICODE')) set = 'ucs2';
    else if (reader.take('BYTE')) set = 'binary';
    else break;
  }
  return { ...(set === undefined ? {} : { characterSet: set }), ...(binary ? { isBinary: true } : {}) };
}

/** What kinds of long texts and bytes hold (https://dev.mysql.com/doc/refman/8.4/en/storage-requirements.html). */
const lengths: readonly (readonly [prefix: string, bytes: number])[] = [
  ['tiny', 255],
  ['', 65_535],
  ['medium', 16_777_215],
  ['long', 4_294_967_295],
];

/** `TEXT(300)`, `BLOB(70000)`: the least kind that holds so many characters. */
export function sized(type: DataType, characters: number, bytes: number): DataType {
  if (type.name !== 'text' && type.name !== 'blob') return type;
  return withRoom(type, characters * bytes, '');
}

/** The kind that holds as many characters when each of them may take more bytes; it never becomes a lesser one. */
export function roomFor(type: DataType, before: number, after: number): DataType {
  const [, prefix] = /^(tiny|medium|long|)text$/.exec(type.name) ?? [];
  const room = lengths.find(([one]) => one === prefix)?.[1];
  return room === undefined || after <= before ? type : withRoom(type, Math.floor(room / before) * after, prefix ?? '');
}

function withRoom(type: DataType, bytes: number, atLeast: string): DataType {
  const least = lengths.findIndex(([one]) => one === atLeast);
  const [prefix = 'long'] = lengths.find(([, room], at) => (atLeast === '' || at >= least) && room >= bytes) ?? [];
  const name = `${prefix}${type.name.replace(/^(?:tiny|medium|long)/, '')}`;
  return { ...type, name, text: name };
}
