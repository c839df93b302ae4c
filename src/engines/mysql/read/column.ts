import type { CheckConstraint, Expression } from '../../../catalog/table.ts';
import type { DataType } from '../../../catalog/type.ts';
import { canonicalExpression, columnsNamed } from '../sql/expression.ts';
import type { Scope } from '../sql/node.ts';
import type { Reader } from '../sql/reader.ts';
import { quoteString } from '../sql/tokens.ts';
import { binaryCollation, bytesOfCharacter, characterSetOf, collationName, defaultCollation } from './charsets.ts';
import { type Draft, type DraftColumn, Refused } from './draft.ts';
import { readEngineAttribute } from './engine-attributes.ts';
import { type References, readReferences } from './foreign-key.ts';
import { jsonText, readType, sized } from './types.ts';

/** The option of a column whose values are kept compressed (https://mariadb.com/kb/en/storage-engine-independent-column-compression/). */
export const compressedValues = 'compressed';

/** A column with what its definition says of the table. */
export interface ReadColumn {
  readonly column: DraftColumn;
  readonly key?: 'primary' | 'unique';
  readonly checks: readonly (Omit<CheckConstraint, 'name'> & { readonly name?: string; readonly own: string })[];
  readonly references?: References;
}

export const holding = { validated: true, enforced: true, deferrable: false, initiallyDeferred: false } as const;

/** Reads what follows a column's name: its type and its attributes, in any order. */
export function readColumn(
  reader: Reader,
  name: string,
  tableCollation: string,
  draft: Draft,
  scope: Scope,
): ReadColumn {
  const { dialect } = draft;
  const written = readType(reader);
  let { type } = written;
  let nullable = written.serial !== true;
  let autoIncrement = written.serial === true;
  let key: ReadColumn['key'] = written.serial ? 'unique' : undefined;
  let given: Expression | undefined;
  let isNull = false;
  let onUpdate: Expression | undefined;
  let generated: DraftColumn['generated'];
  let collation: string | undefined;
  let comment: string | undefined;
  let hidden = false;
  const options: Record<string, string> = {};
  let versioned: boolean | undefined;
  let references: References | undefined;
  const checks: (Omit<CheckConstraint, 'name'> & { readonly name?: string; readonly own: string })[] = [];
  const expression = (inside: Reader) => canonicalExpression(inside.rest(), dialect, scope);
  while (!reader.done()) {
    if (reader.take('NOT', 'NULL')) nullable = false;
    else if (reader.take('NULL')) nullable = true;
    else if (reader.take('DEFAULT', 'NULL')) isNull = true;
    else if (reader.take('DEFAULT')) given = readDefault(reader, type, draft, scope);
    else if (reader.take('ON', 'UPDATE')) onUpdate = readTime(reader);
    else if (reader.take('AUTO_INCREMENT')) autoIncrement = true;
    else if (reader.take('SERIAL', 'DEFAULT', 'VALUE')) {
      [nullable, autoIncrement] = [false, true];
      key ??= 'unique';
    } else if (reader.take('PRIMARY', 'KEY') || reader.take('KEY')) [key, nullable] = ['primary', false];
    else if (reader.take('UNIQUE')) {
      reader.take('KEY');
      key ??= 'unique';
    } else if (reader.take('COMMENT')) comment = reader.string();
    else if (reader.take('COLLATE')) {
      reader.take('=');
      collation = collationName(reader.name(), written.characterSet ?? characterSetOf(tableCollation));
    } else if (reader.take('GENERATED', 'ALWAYS', 'AS') || reader.take('AS')) {
      if (reader.take('ROW')) return rowTime(reader, name, type);
      const text = expression(reader.brackets());
      const stored = reader.take('STORED') || reader.take('PERSISTENT');
      if (!stored) reader.take('VIRTUAL');
      generated = { expression: text, stored };
    } else if (reader.sees('CONSTRAINT') || reader.sees('CHECK')) {
      let named: string | undefined;
      if (reader.take('CONSTRAINT') && !reader.sees('CHECK')) named = reader.name();
      reader.expect('CHECK');
      const text = expression(reader.brackets());
      const enforced = readEnforced(reader);
      checks.push({
        ...holding,
        enforced,
        ...(named === undefined ? {} : { name: named }),
        expression: text,
        columns: columnsNamed(text, dialect, scope.columns),
        noInherit: false,
        inherited: false,
        own: name,
      });
    } else if (reader.sees('REFERENCES')) references = readReferences(reader, draft);
    else if (reader.take('INVISIBLE')) hidden = true;
    else if (reader.take('VISIBLE')) hidden = false;
    else if (reader.take('COMPRESSED')) {
      options[compressedValues] = 'true';
      if (reader.take('=')) reader.next();
    } else if (readEngineAttribute(reader, options)) continue;
    else if (reader.take('SRID')) type = { ...type, text: `${type.text} srid ${reader.next()?.text}` };
    else if (reader.take('REF_SYSTEM_ID')) {
      reader.expect('=');
      type = { ...type, text: `${type.text} ref_system_id=${reader.next()?.text}` };
    } else if (reader.take('WITHOUT', 'SYSTEM', 'VERSIONING')) versioned = false;
    else if (reader.take('WITH', 'SYSTEM', 'VERSIONING')) versioned = true;
    else reader.fail('an attribute of the column');
  }
  const refuse = (why: string): never => {
    throw new Refused(`column ${name} ${why}`);
  };
  if (isNull && !nullable && !autoIncrement) refuse('is never NULL, and that is its default: drop one of the two');
  if (autoIncrement && given !== undefined) refuse('is AUTO_INCREMENT, which takes no default');
  if (onUpdate !== undefined && !type.family.startsWith('timestamp'))
    refuse(`is ${type.text}: no time is put into it ON UPDATE`);
  if (
    collation !== undefined &&
    written.characterSet !== undefined &&
    characterSetOf(collation) !== written.characterSet
  )
    refuse(`has the character set ${written.characterSet}, which ${collation} is not of`);
  // A column of MariaDB has one check: a written one takes the place of that which makes a text JSON.
  const isCheckedText = dialect.flavour === 'mariadb' && type.family === 'json' && checks.length > 0;
  if (isCheckedText) type = jsonText;
  const own = isCheckedText
    ? 'utf8mb4_bin'
    : written.isText
      ? collationOf(written, collation, tableCollation, draft)
      : undefined;
  if (own !== undefined && written.characters !== undefined)
    type = sized(type, written.characters, bytesOfCharacter(own));
  // Text in bytes is binary.
  if (own === 'binary' && type.family === 'text') type = inBytes(type);
  return {
    column: {
      name,
      type,
      nullable,
      ...(given === undefined || generated ? {} : { default: given }),
      ...(onUpdate === undefined ? {} : { onUpdate }),
      ...(autoIncrement ? { identity: { generation: 'by default' as const }, autoIncrement: true as const } : {}),
      ...(generated ? { generated } : {}),
      ...(own === undefined || type.family === 'binary' ? {} : { ownCollation: own }),
      ...(hidden ? { hidden: true as const } : {}),
      ...(Object.keys(options).length === 0 ? {} : { options }),
      ...(versioned === undefined ? {} : { versioned }),
      local: true,
      ...(comment === undefined || comment === '' ? {} : { comment }),
    },
    ...(key ? { key } : {}),
    checks,
    ...(references ? { references } : {}),
  };
}

/** `[NOT] ENFORCED`, which MySQL has. */
export function readEnforced(reader: Reader): boolean {
  const not = reader.take('NOT', 'ENFORCED');
  if ((not || reader.take('ENFORCED')) && reader.dialect.flavour === 'mariadb')
    throw new Refused('[NOT] ENFORCED is of MySQL: MariaDB enforces every check, and knows no such word');
  return !not;
}

/** `GENERATED ALWAYS AS ROW START`: the engine keeps the time from which, or to which, a row was valid. */
function rowTime(reader: Reader, name: string, type: DataType): ReadColumn {
  const end = reader.take('END') || !reader.take('START');
  const hidden = reader.take('INVISIBLE');
  if (!reader.done()) reader.fail('the end of the column');
  const expression = end ? 'row end' : 'row start';
  return {
    column: {
      name,
      type,
      nullable: false,
      generated: { expression, stored: true },
      ...(hidden ? { hidden: true } : {}),
      local: true,
    },
    checks: [],
  };
}

function collationOf(
  written: { readonly characterSet?: string; readonly isBinary?: true },
  collation: string | undefined,
  tableCollation: string,
  { dialect }: Draft,
): string {
  if (collation !== undefined) return collation;
  const set = written.characterSet ?? characterSetOf(tableCollation);
  if (written.isBinary) return binaryCollation(set);
  return written.characterSet === undefined ? tableCollation : defaultCollation(set, dialect);
}

/** Text whose character set is `binary` is stored as bytes. */
export function inBytes(type: DataType): DataType {
  const name =
    type.name === 'char' ? 'binary' : type.name === 'varchar' ? 'varbinary' : type.name.replace('text', 'blob');
  const { length, ...rest } = type;
  return {
    ...rest,
    ...(name === 'binary' && length !== undefined ? { bytes: length } : {}),
    name,
    family: 'binary',
    text: type.text.replace(type.name, name),
  };
}

/** The value of a new row, in one form whoever wrote it; nothing for NULL. */
function readDefault(reader: Reader, type: DataType, draft: Draft, table: Scope): Expression | undefined {
  // A sequence may be said with its database: `nextval(shop.numbers)`.
  const scope: Scope = { ...table, database: draft.database };
  if (reader.take('NULL')) return undefined;
  if (reader.peek()?.text === '(') {
    const text = canonicalExpression(reader.brackets().rest(), draft.dialect, scope);
    return text === 'null' ? undefined : constantOf(text, type);
  }
  if (/^(?:CURRENT_TIMESTAMP|NOW|LOCALTIME|LOCALTIMESTAMP)$/.test(reader.peek()?.value ?? '')) return readTime(reader);
  const start = reader.at();
  if (reader.take('NEXT', 'VALUE', 'FOR')) {
    reader.name();
    if (reader.take('.')) reader.name();
  } else if (reader.take('-') || reader.take('+')) {
    reader.next();
  } else if (reader.peek()?.kind === 'string') reader.string();
  else {
    const introducer = reader.peek()?.kind === 'word' && reader.peek(1)?.kind === 'string';
    if (introducer) reader.next();
    reader.next();
    // MariaDB takes calls without brackets: `DEFAULT uuid()`, `DEFAULT nextval(s)`.
    if (reader.take('.')) reader.next();
    if (reader.peek()?.text === '(') reader.brackets();
  }
  const text = canonicalExpression(reader.since(start), draft.dialect, scope);
  return text === 'null' ? undefined : constantOf(text, type);
}

/** A constant as the type holds it: numbers without quotes, texts with them. */
export function constantOf(text: string, type: Pick<DataType, 'family' | 'name' | 'scale' | 'text'>): string {
  const { family, name, scale } = type;
  const isNumber = ['integer', 'boolean', 'decimal', 'float'].includes(family);
  const literal = momentAs(text.replace(/^(?:date|time|timestamp) (?=')/, ''), type);
  if (family === 'integer' && /^0x[\da-f]{1,12}$/i.test(literal)) return String(Number(literal));
  const [, bits] = (family === 'integer' && /^b'([01]{1,48})'$/i.exec(literal)) || [];
  if (bits !== undefined) return String(Number.parseInt(bits, 2));
  if (family === 'text' && /^x'/i.test(literal)) return bytesOf(literal, 'varbinary');
  const bare = literal.replace(/^'(.*)'$/s, '$1');
  if (isNumber && /^-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(bare)) {
    if (family === 'decimal' && !/e/i.test(bare)) return withScale(bare, scale ?? 0);
    return /e/i.test(bare) || family === 'float' ? String(Number(bare)) : bare.replace(/^(-?)0+(?=\d)/, '$1');
  }
  if (!isNumber && family !== 'bits' && family !== 'binary' && /^-?\d+(?:\.\d+)?$/.test(literal))
    return quoteString(literal);
  if (family === 'binary') return bytesOf(literal, name);
  if (name === 'bit' && /^\d+$/.test(text)) return `b'${Number(text).toString(2)}'`;
  return literal;
}

/** A moment as a column of the type keeps it: with all its parts, and as many digits of seconds as it has. */
function momentAs(literal: string, { family, text }: Pick<DataType, 'family' | 'text'>): string {
  const digits = Number(/\((\d)\)/.exec(text)?.[1] ?? 0);
  const two = (part = '0') => part.padStart(2, '0');
  const time = (hours?: string, minutes?: string, seconds?: string, fraction = '') =>
    `${two(hours)}:${two(minutes)}:${two(seconds)}${digits === 0 ? '' : `.${fraction.padEnd(digits, '0').slice(0, digits)}`}`;
  if (family === 'time') {
    const [whole, hours, minutes, seconds, fraction] =
      /^'(\d{1,3}):(\d\d?)(?::(\d\d?)(?:\.(\d+))?)?'$/.exec(literal) ?? [];
    return whole === undefined ? literal : `'${time(hours, minutes, seconds, fraction)}'`;
  }
  if (family !== 'date' && !family.startsWith('timestamp')) return literal;
  const [whole, year, month, day, hours, minutes, seconds, fraction] =
    /^'?(\d{4})(?:(?=\d{4})|-)(\d\d?)(?:(?<=\d{6})|-)(\d\d?)(?:[ T](\d\d?):(\d\d?)(?::(\d\d?)(?:\.(\d+))?)?)?'?$/.exec(
      literal,
    ) ?? [];
  if (whole === undefined) return literal;
  const date = `${year}-${two(month)}-${two(day)}`;
  return family === 'date' ? `'${date}'` : `'${date} ${time(hours, minutes, seconds, fraction)}'`;
}

/** Bytes as text where all of them are characters of ASCII; a `binary` column is filled up with zeros, which need not be said. */
function bytesOf(literal: string, type: string): string {
  const [, hex] = /^(?:0x|x')([\da-f]*)'?$/i.exec(literal) ?? [];
  if (hex !== undefined && hex.length % 2 === 0) {
    const bytes = Buffer.from(hex, 'hex');
    const filled = type === 'binary' ? bytes.subarray(0, bytes.findLastIndex((byte) => byte !== 0) + 1) : bytes;
    const isText = filled.every((byte) => byte >= 0x20 && byte < 0x7f);
    return isText ? quoteString(filled.toString('latin1')) : `x'${filled.toString('hex')}'`;
  }
  return type === 'binary' && literal.startsWith("'") ? literal.replace(/(?:\\0)+'$/, "'") : literal;
}

/** A decimal with as many digits behind the point as its column keeps, rounded as the engine does: half away from zero. */
function withScale(number: string, scale: number): string {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d*)\.?(\d*)$/.exec(number) ?? [];
  const digits = `${whole}${fraction.slice(0, scale).padEnd(scale, '0')}`;
  const rounded = (BigInt(digits || '0') + ((fraction[scale] ?? '0') >= '5' ? 1n : 0n))
    .toString()
    .padStart(scale + 1, '0');
  const at = rounded.length - scale;
  return `${/[1-9]/.test(rounded) ? sign : ''}${rounded.slice(0, at)}${scale === 0 ? '' : `.${rounded.slice(at)}`}`;
}

/** `CURRENT_TIMESTAMP(3)`, `NOW()`. */
function readTime(reader: Reader): string {
  reader.next();
  const digits = reader.peek()?.text === '(' ? reader.brackets().rest() : '';
  return `current_timestamp(${digits === '0' ? '' : digits})`;
}
