import type { Dialect } from '../flavour.ts';
import { quoteIdentifier } from '../quote.ts';
import { listed, queryText, readAll, readCall, readCase, synonyms } from './call.ts';
import { reservedWords } from './keywords.ts';
import { allOf, columnOf, comparison, type Node, negation, type Read, type Scope, whole, wrapped } from './node.ts';
import { NotUnderstood, type Reader, readerOf } from './reader.ts';
import { quoteString, type Token, tokens } from './tokens.ts';

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

/** The one form of an expression, as {@link canonicalExpression} has it; nothing where it cannot be read as one. */
export function wholeExpression(sql: string, dialect: Dialect, scope: Scope = { columns: [] }): string | undefined {
  const reader = readerOf(sql, dialect);
  try {
    const { text } = readOr(reader, scope);
    return reader.done() ? text : undefined;
  } catch (error) {
    if (error instanceof NotUnderstood) return undefined;
    throw error;
  }
}

/** The names that stand where columns do in an expression; nothing where it cannot be read as one. */
export function namesIn(sql: string, dialect: Dialect): readonly string[] | undefined {
  const names = new Set<string>();
  return wholeExpression(sql, dialect, { columns: [], named: (name) => names.add(name) }) === undefined
    ? undefined
    : [...names];
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

function plainToken(token: Token, scope: Scope): string {
  if (token.kind === 'name') return quoteIdentifier(columnOf(token.value, scope));
  if (token.kind === 'string') return quoteString(token.value);
  if (token.kind !== 'word') return token.text;
  return scope.columns.some((one) => one.toLowerCase() === token.text.toLowerCase())
    ? quoteIdentifier(columnOf(token.text, scope))
    : token.text.toLowerCase();
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
    test = `in (${queryText(inside, scope) ?? listed(inside, scope, readOr)})`;
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

const readAnd = joined(2, 'and', ['AND', '&&'], readNot);
const readXor = level(1, [[['XOR'], 'xor']], readAnd);
const readOr = joined(0, 'or', ['OR', '||'], readXor);

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
    if (parts.length > 1)
      return { text: `(${parts.map((part) => readAll(part, scope, readOr)).join(', ')})`, level: whole };
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
  if (kind === 'word' && value === 'CASE') return readCase(reader, scope, readOr);
  if (reader.take('NEXT', 'VALUE', 'FOR')) return { text: `nextval(${readName(reader, scope).text})`, level: whole };
  if (kind === 'word' && value === 'INTERVAL' && reader.peek(1)?.text !== '(') {
    reader.next();
    const amount = readOr(reader, scope);
    return { text: `interval ${wrapped(amount, 7)} ${reader.name().toLowerCase()}`, level: whole };
  }
  if (kind === 'word' && reader.peek(1)?.text === '(' && value !== 'IN') return readCall(reader, scope, readOr);
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
  const last = parts.at(-1) ?? '*';
  if (last !== '*') scope.named?.(last);
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
