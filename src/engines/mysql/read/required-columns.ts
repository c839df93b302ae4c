import { declaredBytes, pageBytes } from '../../../catalog/declared-row.ts';
import { takenDefault } from '../limits/constants.ts';
import { limitsOf } from '../limits/limits.ts';
import { longestName } from '../naming.ts';
import { pageRow } from '../page-row.ts';
import { tableOf } from './catalog.ts';
import { bytesOfCharacter, characterSetOf, isKnownSet } from './charsets.ts';
import { type Draft, type DraftColumn, type DraftTable, Refused } from './draft.ts';
import { isMoment, requireMoment } from './required-moments.ts';
import { isStrict, modesOf } from './sql-mode.ts';

/** Bytes of all columns of a row, but what stands outside of it (https://dev.mysql.com/doc/refman/8.4/en/column-count-limit.html). */
const rowBytes = 65_535;

/**
 * What both servers ask of columns, seen on MariaDB 10.11: lengths and digits that there are, members that are told apart,
 * defaults that are values of their type, and rows that are not too long. `before`: the table as it was, whose columns stay.
 * @throws Refused
 */
export function requireColumns(table: DraftTable, draft: Draft, before?: DraftTable): void {
  const added = table.columns.filter((one) => !before?.columns.includes(one));
  for (const column of added) {
    const where = `${table.name}.${column.name}`;
    requireLengths(column, where, draft);
    if (column.type.name === 'enum' || column.type.name === 'set') requireMembers(column, where, draft);
    if (column.default !== undefined) requireDefault(column, column.default, where, draft);
    if (/^memory$/i.test(table.engine) && /(?:text|blob)$|^json$/.test(column.type.name))
      throw new Refused(`MEMORY keeps no ${column.type.name}: ${where} needs VARCHAR or VARBINARY, or another engine`);
  }
  // Otherwise the server makes long texts a longer kind by itself.
  if (added.length > 0 && isStrict(draft)) requireRow(table, draft);
  if (draft.strictForms && /^innodb$/i.test(table.engine)) requireForm(table, draft, added.length > 0);
  requireNames(table);
  for (const collation of [table.collation, ...added.flatMap(({ ownCollation }) => ownCollation ?? [])]) {
    const set = characterSetOf(collation);
    if (!isKnownSet(set)) throw new Refused(`there is no character set ${set}, which ${table.name} has`);
  }
}

function requireNames({ name, columns, indexes, foreignKeys, checks }: DraftTable): void {
  const long = [{ name }, ...columns, ...indexes, ...foreignKeys, ...checks].find(
    (one) => [...one.name].length > longestName,
  );
  if (long) throw new Refused(`a name has ${longestName} characters at most: shorten ${long.name}`);
}

function requireLengths({ type, ownCollation }: DraftColumn, where: string, draft: Draft): void {
  const { digits, fraction } = limitsOf(draft.dialect);
  const [first = 0, second = 0] = (/\(([\d,]+)\)/.exec(type.text)?.[1] ?? '').split(',').map(Number);
  const refuse = (most: string, instead = ''): never => {
    throw new Refused(`${where} is ${type.text}: ${most}${instead}`);
  };
  switch (type.name) {
    case 'char':
    case 'binary':
      if (first > 255) refuse('there are 255 at most', `, VAR${type.name.toUpperCase()}(${first}) holds them`);
      return;
    case 'varchar':
    case 'varbinary': {
      // Otherwise the server makes it a longer kind by itself.
      if (!isStrict(draft)) return;
      if (!/\(/.test(type.text)) refuse('it needs a length');
      const room = draft.dialect.flavour === 'mariadb' ? rowBytes - 3 : rowBytes;
      const most = Math.floor(room / (ownCollation === undefined ? 1 : bytesOfCharacter(ownCollation)));
      if (first > most)
        refuse(`there are ${most} at most`, `, ${type.name === 'varchar' ? 'a TEXT' : 'a BLOB'} holds more`);
      return;
    }
    case 'decimal':
      if (first > digits) refuse(`a decimal has ${digits} digits at most`);
      if (second > fraction) refuse(`a decimal has ${fraction} digits behind its point at most`);
      if (second > first) refuse('of its digits fewer stand behind the point');
      return;
    case 'float':
    case 'double':
      if (second > first) refuse('of its digits fewer stand behind the point');
      return;
    case 'bit':
      if (first > 64) refuse('there are 64 bits at most');
      return;
    case 'datetime':
    case 'timestamp':
    case 'time':
      if (first > 6) refuse('seconds have 6 digits behind the point at most');
      return;
    default:
  }
}

/** Members are told apart as the column compares its texts. */
function requireMembers({ type, ownCollation }: DraftColumn, where: string, draft: Draft): void {
  const list = membersOf(type.text, ownCollation);
  const comma = type.name === 'set' ? list.find((one) => one.includes(',')) : undefined;
  if (comma !== undefined) throw new Refused(`${where} is a SET, and no member of one has a comma: '${comma}'`);
  const twice = list.find((one, at) => list.indexOf(one) !== at);
  if (twice !== undefined && isStrict(draft)) throw new Refused(`${where} has the member '${twice}' twice: drop one`);
}

function membersOf(text: string, collation = ''): readonly string[] {
  const members = [...text.matchAll(/'((?:[^']|'')*)'/g)].map(([, member = '']) => member.replaceAll("''", "'"));
  return members.map((one) => compared(one, collation));
}

/** A text as it is compared, as far as ASCII goes. */
function compared(text: string, collation: string): string {
  const trimmed = text.replace(/ +$/, '');
  return /_ci$/.test(collation) ? trimmed.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : trimmed;
}

function requireDefault(column: DraftColumn, given: string, where: string, draft: Draft): void {
  const { type } = column;
  const literal = /^'((?:[^'\\]|''|\\.)*)'$/s.exec(given);
  const text = literal?.[1]?.replace(/''|\\([\s\S])/g, (_, escaped?: string) => escaped ?? "'");
  const isNumber = /^-?[\d.]+(?:e[+-]?\d+)?$/i.test(given);
  if (text === undefined && !isNumber && !/^b'/i.test(given)) return;
  const refuse = (): never => {
    throw new Refused(`the default ${given} of ${where} is no ${type.text}: give it one that is, or none`);
  };
  if (isMoment(type)) {
    requireMoment(text ?? given, type, draft.dialect, modesOf(draft), refuse);
    return;
  }
  if (type.name === 'enum' || type.name === 'set') {
    const list = membersOf(type.text, column.ownCollation);
    const value = text ?? given;
    // Letters beyond ASCII may be the same to the collation.
    if (/[^\0-\x7f]/.test(`${value}${type.text}`)) return;
    const parts = type.name === 'enum' ? [value] : value === '' ? [] : value.split(',');
    if (!parts.every((one) => list.includes(compared(one, column.ownCollation ?? '')))) refuse();
    return;
  }
  const bare = type.name === 'char' && text !== undefined ? given.replace(/ +'$/, "'") : given;
  if (takenDefault(bare, type) === undefined) refuse();
  if (/ unsigned/.test(type.text) && /^-.*[1-9]/.test(text ?? given)) refuse();
}

/** Forms of rows that InnoDB has, and what fits into a page of it; with innodb_strict_mode = OFF it takes others. */
function requireForm(table: DraftTable, draft: Draft, isLonger: boolean): void {
  const { row_format: form, key_block_size: size } = table.options;
  if (form === 'FIXED' || form === 'PAGE')
    throw new Refused(`InnoDB has no ROW_FORMAT=${form}, which ${table.name} has: leave it out, or say DYNAMIC`);
  if (size !== undefined && !/^(?:0|1|2|4|8|16)$/.test(size))
    throw new Refused(`InnoDB has no KEY_BLOCK_SIZE=${size}, which ${table.name} has: 1, 2, 4, 8 or 16`);
  if (draft.dialect.flavour !== 'mariadb' || !isLonger) return;
  const page = pageBytes(tableOf(table, draft), { most: rowBytes, perCharacter: bytesOfCharacter, page: pageRow });
  if (page && page.bytes > page.most)
    throw new Refused(
      `a row of ${table.name} takes ${page.bytes} bytes of a page, and ${page.most} are the most: make its longest columns TEXT or BLOB`,
    );
}

function requireRow(table: DraftTable, draft: Draft): void {
  const bytes = declaredBytes(tableOf(table, draft), { most: rowBytes, perCharacter: bytesOfCharacter });
  const nulls = Math.ceil(table.columns.filter(({ nullable }) => nullable).length / 8);
  if (bytes + nulls > rowBytes)
    throw new Refused(
      `a row of ${table.name} may have ${bytes + nulls} bytes, and ${rowBytes} are the most: make its longest columns TEXT or BLOB`,
    );
}
