import type { Dialect } from '../flavour.ts';
import { quoteIdentifier } from '../quote.ts';
import { aggregateArguments } from './aggregate-call.ts';
import { reservedWords } from './keywords.ts';
import { NotUnderstood, type Reader, readerOf } from './reader.ts';
import { quoteString, type Token, tokens } from './tokens.ts';

/** What expressions are of: names of its columns are written as the table has them. */
export interface Scope {
  readonly columns: readonly string[];
  /** The database that it stands in: its own names go without it. */
  readonly database?: string | undefined;
  /** What a name without a table is written as, by its small letters; nothing for one that several tables have. */
  readonly owners?: ReadonlyMap<string, string | undefined>;
  /**
   * The one form of a query inside of it, of which `exists` asks for rows alone. What cannot be read fails then, instead of
   * keeping its tokens.
   * @throws NotUnderstood
   */
  readonly query?: (query: string, exists: boolean) => string;
}

/**
 * An expression in one form, whoever wrote it: the engine writes back what it was given in words and brackets of its own.
 * Functions and operators are in small letters under one name, brackets stand only where precedence needs them, quotes
 * only around names that need them. What cannot be read keeps its tokens, one space between them.
 */
export function canonicalExpression(sql: string, dialect: Dialect, scope: Scope = { columns: [] }): string {
  const reader = readerOf(sql, dialect);
  try {
    const node = readOr(reader, scope);
    if (reader.done()) return node.text;
    if (scope.query) reader.fail('an operator');
  } catch (error) {
    if (scope.query) throw error;
    // Told below by its tokens.
  }
  const list = tokens(sql, dialect);
  const cast = list.find(({ text }, at) => text === ':' && list[at + 1]?.text === ':');
  if (cast) throw new NotUnderstood('a cast by :: is of another engine: CAST(… AS …) is of this one', 0);
  return list.map((token) => plainToken(token, scope)).join(' ');
}

/** The columns of a table that an expression names, in the table's order. */
export function columnsNamed(sql: string, dialect: Dialect, columns: readonly string[]): readonly string[] {
  const names = new Set<string>();
  for (const token of tokens(sql, dialect)) {
    if (token.kind === 'word' || token.kind === 'name')
      names.add(token.kind === 'word' ? token.text.toLowerCase() : token.value.toLowerCase());
  }
  return columns.filter((name) => names.has(name.toLowerCase()));
}

/** A part that was read, and how tightly it holds together: 0 is `or`, 20 needs no brackets anywhere. */
interface Node {
  readonly text: string;
  readonly level: number;
  /** What NOT makes of it, where that has a form of its own: the engine writes that. */
  readonly negated?: () => Node;
}

/** Of a plain value, that it is not true; of anything else its own negation. */
function negation(node: Node): Node {
  return node.negated?.() ?? { text: `${wrapped(node, 7)} = 0`, level: 6, negated: () => node };
}

/** A comparison, and what it is when it fails. */
function comparison(text: string, opposite: string): Node {
  return { text, level: 6, negated: () => comparison(opposite, text) };
}

const whole = 20;

function wrapped({ text, level }: Node, least: number): string {
  return level >= least ? text : `(${text})`;
}

function plainToken(token: Token, scope: Scope): string {
  if (token.kind === 'name') return quoteIdentifier(columnOf(token.value, scope));
  if (token.kind === 'string') return quoteString(token.value);
  if (token.kind !== 'word') return token.text;
  return scope.columns.some((one) => one.toLowerCase() === token.text.toLowerCase())
    ? quoteIdentifier(columnOf(token.text, scope))
    : token.text.toLowerCase();
}

function columnOf(name: string, { columns }: Scope): string {
  return columns.find((one) => one.toLowerCase() === name.toLowerCase()) ?? name;
}

/** One level of operators that stand between their operands, the left ones first. */
function level(at: number, operators: readonly (readonly [readonly string[], string])[], next: Read): Read {
  return (reader, scope) => {
    let left = next(reader, scope);
    for (;;) {
      const found = operators.find(([words]) => reader.take(...words));
      if (!found) return left;
      const right = next(reader, scope);
      left = { text: `${wrapped(left, at)} ${found[1]} ${wrapped(right, at + 1)}`, level: at };
    }
  };
}

type Read = (reader: Reader, scope: Scope) => Node;

const readUnary: Read = (reader, scope) => {
  if (reader.take('-')) {
    const operand = readUnary(reader, scope);
    return { text: `-${wrapped(operand, 13)}`, level: 13 };
  }
  if (reader.take('+')) return readUnary(reader, scope);
  if (reader.take('~')) return { text: `~${wrapped(readUnary(reader, scope), 13)}`, level: 13 };
  if (reader.take('!')) return negation(readUnary(reader, scope));
  if (reader.take('BINARY')) return { text: `binary ${wrapped(readUnary(reader, scope), 14)}`, level: 14 };
  let node = readPrimary(reader, scope);
  while (reader.take('COLLATE'))
    node = { text: `${wrapped(node, 15)} collate ${reader.name().toLowerCase()}`, level: 15 };
  return node;
};

const readPower = level(12, [[['^'], '^']], readUnary);
const readProduct = level(
  11,
  [
    [['*'], '*'],
    [['/'], '/'],
    [['DIV'], 'div'],
    [['%'], '%'],
    [['MOD'], '%'],
  ],
  readPower,
);
const readSum = level(
  10,
  [
    [['+'], '+'],
    [['-'], '-'],
  ],
  readProduct,
);
const readShift = level(
  9,
  [
    [['<<'], '<<'],
    [['>>'], '>>'],
  ],
  readSum,
);
const readBitAnd = level(8, [[['&'], '&']], readShift);
const readBitOr = level(7, [[['|'], '|']], readBitAnd);

/** As written, as the engine writes it, and its opposite. */
const comparisons: readonly (readonly [string, string, string])[] = [
  ['>=', '>=', '<'],
  ['<=', '<=', '>'],
  ['<>', '<>', '='],
  ['!=', '<>', '='],
  ['=', '=', '<>'],
  ['<', '<', '>='],
  ['>', '>', '<='],
];

const readComparison: Read = (reader, scope) => {
  let left = readBitOr(reader, scope);
  for (;;) {
    const found = comparisons.find(([word]) => reader.take(word));
    if (found) {
      const [own, other] = [wrapped(left, 6), wrapped(readBitOr(reader, scope), 7)];
      left = comparison(`${own} ${found[1]} ${other}`, `${own} ${found[2]} ${other}`);
      continue;
    }
    if (reader.take('<=>')) {
      const text = `${wrapped(left, 6)} <=> ${wrapped(readBitOr(reader, scope), 7)}`;
      left = comparison(text, `not ${text}`);
      continue;
    }
    const not = reader.take('IS') ? reader.take('NOT') : undefined;
    if (not !== undefined) {
      const word = ['NULL', 'TRUE', 'FALSE', 'UNKNOWN'].find((one) => reader.take(one)) ?? reader.fail('NULL');
      const [is, isNot] = ['is', 'is not'].map((one) => `${wrapped(left, 6)} ${one} ${word.toLowerCase()}`);
      left = not ? comparison(isNot ?? '', is ?? '') : comparison(is ?? '', isNot ?? '');
      continue;
    }
    const test = readTest(reader, scope, wrapped(left, 6));
    if (!test) return left;
    left = test;
  }
};

/** `[NOT] IN`, `LIKE`, `REGEXP`, `BETWEEN`. */
function readTest(reader: Reader, scope: Scope, left: string): Node | undefined {
  const not = reader.sees('NOT') && /^(?:IN|LIKE|BETWEEN|REGEXP|RLIKE)$/.test(reader.peek(1)?.value ?? '');
  if (not) reader.take('NOT');
  let test: string;
  if (reader.take('IN')) {
    const inside = reader.brackets();
    test = `in (${queryText(inside, scope) ?? listed(inside, scope)})`;
  } else if (reader.take('LIKE')) {
    test = `like ${wrapped(readBitOr(reader, scope), 7)}`;
    if (reader.take('ESCAPE')) test += ` escape ${readPrimary(reader, scope).text}`;
  } else if (reader.take('REGEXP') || reader.take('RLIKE')) test = `regexp ${wrapped(readBitOr(reader, scope), 7)}`;
  else if (reader.take('BETWEEN')) {
    const low = wrapped(readBitOr(reader, scope), 7);
    reader.expect('AND');
    test = `between ${low} and ${wrapped(readBitOr(reader, scope), 7)}`;
  } else return undefined;
  const [is, isNot] = [`${left} ${test}`, `${left} not ${test}`];
  return not ? comparison(isNot, is) : comparison(is, isNot);
}

const readNot: Read = (reader, scope) =>
  reader.take('NOT') ? negation(readNot(reader, scope)) : readComparison(reader, scope);

/** Operands of `and` or `or`: NOT goes to each of them, and makes the one the other. */
function joined(at: 0 | 2, word: 'and' | 'or', words: readonly string[], next: Read): Read {
  return (reader, scope) => {
    const nodes = [next(reader, scope)];
    while (words.some((one) => reader.take(one))) nodes.push(next(reader, scope));
    return allOf(nodes, at, word);
  };
}

function allOf(nodes: readonly Node[], at: 0 | 2, word: 'and' | 'or'): Node {
  const [first] = nodes;
  if (nodes.length === 1 && first) return first;
  const text = nodes.map((node) => wrapped(node, at + 1)).join(` ${word} `);
  const [level, other] = word === 'and' ? ([0, 'or'] as const) : ([2, 'and'] as const);
  return { text, level: at, negated: () => allOf(nodes.map(negation), level, other) };
}

const readAnd = joined(2, 'and', ['AND', '&&'], readNot);
const readXor = level(1, [[['XOR'], 'xor']], readAnd);
const readOr = joined(0, 'or', ['OR', '||'], readXor);

/** A query in brackets; nothing for what is none, or where its form is not known. */
function queryText(inside: Reader, { query }: Scope, exists = false): string | undefined {
  return query && (inside.sees('SELECT') || inside.sees('WITH')) ? query(inside.rest(), exists) : undefined;
}

function listed(reader: Reader, scope: Scope): string {
  return reader
    .parts()
    .map((part) => readAll(part, scope))
    .join(', ');
}

function readAll(reader: Reader, scope: Scope): string {
  const node = readOr(reader, scope);
  if (!reader.done()) reader.fail('an operator');
  return node.text;
}

/** Functions that the engine calls by another name when it writes them back, or has under several. */
const synonyms: Readonly<Record<string, string>> = {
  now: 'current_timestamp',
  localtime: 'current_timestamp',
  localtimestamp: 'current_timestamp',
  curdate: 'current_date',
  curtime: 'current_time',
  length: 'octet_length',
  character_length: 'char_length',
  lcase: 'lower',
  ucase: 'upper',
  substring: 'substr',
  mid: 'substr',
  ceil: 'ceiling',
  power: 'pow',
  day: 'dayofmonth',
};

/** Functions that are called without brackets. */
const bare = new Set(
  'CURRENT_TIMESTAMP CURRENT_DATE CURRENT_TIME LOCALTIME LOCALTIMESTAMP CURRENT_USER UTC_DATE UTC_TIME UTC_TIMESTAMP'.split(
    ' ',
  ),
);

const readPrimary: Read = (reader, scope) => {
  const token = reader.peek();
  if (!token) return reader.fail('an expression');
  const { text, kind, value } = token;
  if (kind === 'string') return { text: quoteString(reader.string()), level: whole };
  if (kind === 'number') {
    reader.next();
    return { text: number(text), level: whole };
  }
  if (kind === 'bits' || kind === 'variable') {
    reader.next();
    return { text, level: whole };
  }
  if (text === '(') {
    const inside = reader.brackets();
    const query = queryText(inside, scope);
    if (query !== undefined) return { text: `(${query})`, level: whole };
    const parts = inside.parts();
    const [first] = parts;
    if (parts.length > 1) return { text: `(${parts.map((part) => readAll(part, scope)).join(', ')})`, level: whole };
    if (!first) return reader.fail('an expression');
    const node = readOr(first, scope);
    if (!first.done()) first.fail(')');
    return node;
  }
  if (kind === 'operator') return reader.fail('an expression');
  // The character set that a string is in changes nothing of what it says, for those who write ASCII.
  if (kind === 'word' && /^_(?:utf8(?:mb[34])?|latin1|ascii)$/i.test(text) && reader.peek(1)?.kind === 'string') {
    reader.next();
    return { text: quoteString(reader.string()), level: whole };
  }
  if (kind === 'word' && value === 'CASE') return readCase(reader, scope);
  if (reader.take('NEXT', 'VALUE', 'FOR')) return { text: `nextval(${readName(reader, scope).text})`, level: whole };
  if (kind === 'word' && value === 'INTERVAL' && reader.peek(1)?.text !== '(') {
    reader.next();
    const amount = readOr(reader, scope);
    return { text: `interval ${wrapped(amount, 7)} ${reader.name().toLowerCase()}`, level: whole };
  }
  if (kind === 'word' && reader.peek(1)?.text === '(' && value !== 'IN') return readCall(reader, scope);
  if (kind === 'word' && bare.has(value)) {
    reader.next();
    const name = value.toLowerCase();
    return { text: `${synonyms[name] ?? name}()`, level: whole };
  }
  if (kind === 'word' && (value === 'TRUE' || value === 'FALSE')) {
    reader.next();
    return { text: value === 'TRUE' ? '1' : '0', level: whole };
  }
  if (kind === 'word' && (value === 'NULL' || value === 'DEFAULT' || value === 'MAXVALUE')) {
    reader.next();
    return { text: value.toLowerCase(), level: whole };
  }
  if (kind === 'word' && /^(?:DATE|TIME|TIMESTAMP)$/.test(value) && reader.peek(1)?.kind === 'string') {
    reader.next();
    return { text: `${value.toLowerCase()} ${quoteString(reader.string())}`, level: whole };
  }
  if (kind === 'word' && reservedWords.has(text.toLowerCase())) return reader.fail('an expression');
  return readName(reader, scope);
};

function number(text: string): string {
  return text.startsWith('.') ? `0${text}` : text;
}

function readName(reader: Reader, scope: Scope): Node {
  const parts = [reader.name()];
  while (reader.take('.')) parts.push(reader.take('*') ? '*' : reader.name());
  const { database } = scope;
  if (parts.length > 1 && database !== undefined && parts[0]?.toLowerCase() === database.toLowerCase()) parts.shift();
  // Names of the table itself go without it.
  const written = parts.map((part, at) => (at === parts.length - 1 ? columnOf(part, scope) : part));
  const owned = written.length === 1 ? scope.owners?.get((written[0] ?? '').toLowerCase()) : undefined;
  if (owned !== undefined) return { text: owned, level: whole };
  const text = written.map((part) => (part === '*' ? part : quoteIdentifier(part))).join('.');
  for (const [arrow, call] of [
    ['->>', 'json_unquote'],
    ['->', ''],
  ] as const) {
    if (!reader.take(arrow)) continue;
    const extract = `json_extract(${text}, ${quoteString(reader.string())})`;
    return { text: call === '' ? extract : `${call}(${extract})`, level: whole };
  }
  return { text, level: whole };
}

function readCase(reader: Reader, scope: Scope): Node {
  reader.expect('CASE');
  let text = 'case';
  if (!reader.sees('WHEN')) text += ` ${readOr(reader, scope).text}`;
  while (reader.take('WHEN')) {
    const condition = readOr(reader, scope).text;
    reader.expect('THEN');
    text += ` when ${condition} then ${readOr(reader, scope).text}`;
  }
  if (reader.take('ELSE')) text += ` else ${readOr(reader, scope).text}`;
  reader.expect('END');
  return { text: `${text} end`, level: whole };
}

function readCall(reader: Reader, scope: Scope): Node {
  const written = reader.name().toLowerCase();
  const name = synonyms[written] ?? written;
  const inside = reader.brackets();
  switch (name) {
    case 'exists': {
      const query = queryText(inside, scope, true) ?? inside.fail('a query');
      return comparison(`exists(${query})`, `not exists(${query})`);
    }
    case 'cast':
    case 'convert': {
      const value = readOr(inside, scope).text;
      if (name === 'cast') inside.expect('AS');
      else if (inside.take('USING'))
        return { text: `convert(${value} using ${inside.name().toLowerCase()})`, level: whole };
      else inside.expect(',');
      return { text: `cast(${value} as ${castType(inside)})`, level: whole };
    }
    case 'extract': {
      const unit = inside.name().toLowerCase();
      inside.expect('FROM');
      return { text: `extract(${unit} from ${readAll(inside, scope)})`, level: whole };
    }
    case 'date_add':
    case 'date_sub':
    case 'adddate':
    case 'subdate': {
      const [date, amount] = inside.parts();
      if (!date || !amount?.sees('INTERVAL')) return reader.fail('INTERVAL');
      const sign = name === 'date_add' || name === 'adddate' ? '+' : '-';
      return { text: `${readAll(date, scope)} ${sign} ${readAll(amount, scope)}`, level: 10 };
    }
    case 'mod': {
      const [a, b] = inside.parts();
      if (!a || !b) return reader.fail('two values');
      return { text: `${wrapped(readOr(a, scope), 11)} % ${wrapped(readOr(b, scope), 12)}`, level: 11 };
    }
    default:
      return { text: `${name}(${argumentsOf(name, inside, scope)})`, level: whole };
  }
}

function argumentsOf(name: string, inside: Reader, scope: Scope): string {
  return aggregateArguments(name, inside, (reader) => readOr(reader, scope).text) ?? listed(inside, scope);
}

function castType(inside: Reader): string {
  let text = '';
  for (let token = inside.next(); token; token = inside.next()) {
    const bracket = token.text === '(' || token.text === ')' || token.text === ',';
    text +=
      text === '' || bracket || text.endsWith('(') || text.endsWith(',')
        ? token.text.toLowerCase()
        : ` ${token.text.toLowerCase()}`;
  }
  return text
    .replace(/^signed integer$/, 'signed')
    .replace(/^unsigned integer$/, 'unsigned')
    .replace(/ charset utf8mb[34]$/, '');
}
