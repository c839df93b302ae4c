import type { QueryDialect, QueryToken } from './dialect.ts';
import type { Expression, Select } from './tree.ts';

/** A statement does not read on: where, and what stands there. */
export class SyntaxFault extends Error {
  readonly position: number;
  constructor(message: string, position: number) {
    super(message);
    this.position = position;
  }
}

/** A reader of a statement, with what reads a sub-query in it. */
export interface QueryReader {
  readonly dialect: QueryDialect;
  readonly length: number;
  peek(ahead?: number): QueryToken | undefined;
  next(): QueryToken | undefined;
  /** Takes the words when they come next, in capitals. */
  take(...words: readonly string[]): boolean;
  /** Takes a name. */
  name(): string | undefined;
  /** The text from one place to the end of the token before the present one. */
  since(start: number): string;
  select(): Select;
  /** Numbers the next `?`. */
  nextParameter(): number;
}

/** @param select reads a sub-query at the reader's place */
export function queryReader(sql: string, dialect: QueryDialect, select: (reader: QueryReader) => Select): QueryReader {
  const list = dialect.tokens(sql);
  let place = 0;
  let parameters = 0;
  const is = (token: QueryToken | undefined, word: string): boolean =>
    token !== undefined && (token.kind === 'word' || token.kind === 'operator') && token.value === word;
  const reader: QueryReader = {
    dialect,
    length: sql.length,
    peek: (ahead = 0) => list[place + ahead],
    next: () => list[place++],
    take(...words) {
      if (!words.every((word, ahead) => is(list[place + ahead], word))) return false;
      place += words.length;
      return true;
    },
    name() {
      const name = identifierOf(list[place]);
      if (name !== undefined) place++;
      return name;
    },
    since: (start) => sql.slice(start, list[place - 1]?.end ?? start),
    select: () => select(reader),
    nextParameter: () => ++parameters,
  };
  return reader;
}

/** The identifier that a token stands for; nothing for one that cannot be one. Strings are taken too, as aliases. */
function identifierOf(token: QueryToken | undefined): string | undefined {
  if (token?.kind === 'word') return token.text;
  return token?.kind === 'name' || token?.kind === 'string' ? token.value : undefined;
}

export function fault(reader: QueryReader): SyntaxFault {
  const token = reader.peek();
  return token
    ? new SyntaxFault(`near ${JSON.stringify(token.text)}: syntax error`, token.start)
    : new SyntaxFault('incomplete input', reader.length);
}

export function expect(reader: QueryReader, ...words: readonly string[]): void {
  if (!reader.take(...words)) throw fault(reader);
}

export function nameAt(reader: QueryReader): string {
  const name = reader.name();
  if (name === undefined) throw fault(reader);
  return name;
}

/** Where the present token begins, or the text ends. */
export function at(reader: QueryReader): number {
  return reader.peek()?.start ?? reader.length;
}

/** Reads an expression. Throws a {@link SyntaxFault}. */
export function readExpression(reader: QueryReader, least = 0): Expression {
  let left = readFirst(reader);
  for (;;) {
    const token = reader.peek();
    const operator = token && (token.kind === 'word' || token.kind === 'operator') ? token.value : '';
    const strength = reader.dialect.binding[operator];
    if (strength === undefined || strength < least) return left;
    const next = readOperator(reader, left, operator, strength);
    if (!next) return left;
    left = next;
  }
}

function readOperator(
  reader: QueryReader,
  left: Expression,
  operator: string,
  strength: number,
): Expression | undefined {
  const end = () => endOf(reader);
  const { start } = left;
  if (operator === 'NOT' && !isNegation(reader.peek(1))) return undefined;
  reader.next();
  const negated = operator === 'NOT';
  const word = negated ? (reader.next()?.value ?? '') : operator;
  switch (word) {
    case 'ISNULL':
      return { kind: 'null test', negated: false, items: [left], start, end: end() };
    case 'NOTNULL':
    case 'NULL':
      return { kind: 'null test', negated: true, items: [left], start, end: end() };
    case 'COLLATE':
      return { kind: 'collate', collation: nameAt(reader), items: [left], start, end: end() };
    case 'BETWEEN': {
      const low = readExpression(reader, strength + 1);
      expect(reader, 'AND');
      return { kind: 'between', negated, items: [left, low, readExpression(reader, strength + 1)], start, end: end() };
    }
    case 'IN':
      return { ...readIn(reader, left, negated), start, end: end() };
    case 'IS':
      return readIs(reader, left, strength);
    default: {
      const right = readExpression(reader, strength + 1);
      if (word === 'LIKE' && reader.take('ESCAPE')) readExpression(reader, strength + 1);
      const name = reader.dialect.sameOperator[word] ?? word;
      const operand: Expression = { kind: 'binary', operator: name, items: [left, right], start, end: end() };
      return negated ? { kind: 'unary', operator: 'NOT', items: [operand], start, end: end() } : operand;
    }
  }
}

/** Whether a NOT belongs to what follows it: `x NOT LIKE`, `x NOT NULL`. */
function isNegation(token: QueryToken | undefined): boolean {
  return (
    token?.kind === 'word' &&
    ['LIKE', 'GLOB', 'MATCH', 'REGEXP', 'RLIKE', 'BETWEEN', 'IN', 'NULL'].includes(token.value)
  );
}

export function endOf(reader: QueryReader): number {
  return reader.peek(-1)?.end ?? 0;
}

function readIs(reader: QueryReader, left: Expression, strength: number): Expression {
  const not = reader.take('NOT');
  // IS DISTINCT FROM is IS NOT.
  const distinct = reader.take('DISTINCT', 'FROM');
  const negated = not !== distinct;
  const right = readExpression(reader, strength + 1);
  const span = { start: left.start, end: right.end };
  if (right.kind === 'constant' && right.value === null) return { kind: 'null test', negated, items: [left], ...span };
  return { kind: 'binary', operator: negated ? 'IS NOT' : 'IS', items: [left, right], ...span };
}

type In = Extract<Expression, { readonly kind: 'in' }>;

function readIn(reader: QueryReader, value: Expression, negated: boolean): Omit<In, 'start' | 'end'> {
  if (reader.take('(')) {
    if (isSelect(reader.peek())) {
      const select = reader.select();
      expect(reader, ')');
      return { kind: 'in', negated, items: [value], select };
    }
    const list = reader.take(')') ? [] : readList(reader);
    return { kind: 'in', negated, items: [value, ...list] };
  }
  // `x IN table`: all its rows.
  nameAt(reader);
  if (reader.take('.')) nameAt(reader);
  if (reader.take('(') && !reader.take(')')) readList(reader);
  return { kind: 'in', negated, items: [value] };
}

/** Expressions up to the closing bracket, which is taken. */
export function readList(reader: QueryReader): readonly Expression[] {
  const items = [readExpression(reader)];
  while (reader.take(',')) items.push(readExpression(reader));
  expect(reader, ')');
  return items;
}

export function isSelect(token: QueryToken | undefined): boolean {
  return token?.kind === 'word' && ['SELECT', 'VALUES', 'WITH'].includes(token.value);
}

function readFirst(reader: QueryReader): Expression {
  const token = reader.peek();
  const start = at(reader);
  if (!token) throw fault(reader);
  const own = reader.dialect.first?.(reader, start);
  if (own) return own;
  const span = () => ({ start, end: endOf(reader) });
  if (token.kind === 'operator') return readBracketOrSign(reader, token);
  if (token.kind === 'number' || token.kind === 'string' || token.kind === 'blob') {
    reader.next();
    return { kind: 'constant', value: token.value, ...span() };
  }
  if (token.kind === 'variable') {
    reader.next();
    const written = /^[?$](\d+)$/.exec(token.text)?.[1];
    return { kind: 'parameter', number: written === undefined ? reader.nextParameter() : Number(written), ...span() };
  }
  if (token.kind === 'word') {
    const special = readWord(reader, token, start);
    if (special) return special;
  }
  return readName(reader, start);
}

function readBracketOrSign(reader: QueryReader, token: QueryToken): Expression {
  const { start } = token;
  if (reader.take('(')) {
    if (isSelect(reader.peek())) {
      const select = reader.select();
      expect(reader, ')');
      return { kind: 'sub-query', select, start, end: endOf(reader) };
    }
    const items = readList(reader);
    const [only] = items;
    const span = { start, end: endOf(reader) };
    return items.length === 1 && only ? { ...only, ...span } : { kind: 'row', items, ...span };
  }
  if (token.text === '-' || token.text === '+' || token.text === '~') {
    reader.next();
    const operand = readExpression(reader, reader.dialect.signBinds);
    const span = { start, end: operand.end };
    if (operand.kind === 'constant' && operand.value !== null && token.text === '-') {
      return { kind: 'constant', value: `-${operand.value}`, ...span };
    }
    return { kind: 'unary', operator: token.text, items: [operand], ...span };
  }
  throw fault(reader);
}

/** Words that begin an expression and are no names. */
function readWord(reader: QueryReader, token: QueryToken, start: number): Expression | undefined {
  const span = () => ({ start, end: endOf(reader) });
  switch (token.value) {
    case 'NULL':
      reader.next();
      return { kind: 'constant', value: null, ...span() };
    case 'TRUE':
    case 'FALSE':
      reader.next();
      return { kind: 'constant', value: token.value === 'TRUE' ? '1' : '0', ...span() };
    case 'CURRENT_TIMESTAMP':
    case 'CURRENT_DATE':
    case 'CURRENT_TIME':
      reader.next();
      return { kind: 'call', name: token.text, items: [], star: false, distinct: false, window: false, ...span() };
    case 'NOT': {
      reader.next();
      const operand = readExpression(reader, reader.dialect.notBinds);
      return { kind: 'unary', operator: 'NOT', items: [operand], ...span() };
    }
    case 'EXISTS': {
      if (reader.peek(1)?.text !== '(') return undefined;
      reader.take('EXISTS', '(');
      const select = reader.select();
      expect(reader, ')');
      return { kind: 'exists', select, ...span() };
    }
    case 'CASE':
      return readCase(reader, start);
    case 'CAST': {
      if (!reader.take('CAST', '(')) return undefined;
      const operand = readExpression(reader);
      expect(reader, 'AS');
      const from = at(reader);
      for (let depth = 0; reader.peek() !== undefined; ) {
        const text = reader.peek()?.text;
        if (text === ')' && depth === 0) break;
        depth += text === '(' ? 1 : text === ')' ? -1 : 0;
        reader.next();
      }
      const type = reader.since(from);
      expect(reader, ')');
      return { kind: 'cast', type, items: [operand], ...span() };
    }
    default:
      return undefined;
  }
}

function readCase(reader: QueryReader, start: number): Expression {
  expect(reader, 'CASE');
  const items: Expression[] = [];
  if (reader.peek()?.value !== 'WHEN') items.push(readExpression(reader));
  while (reader.take('WHEN')) {
    items.push(readExpression(reader));
    expect(reader, 'THEN');
    items.push(readExpression(reader));
  }
  if (reader.take('ELSE')) items.push(readExpression(reader));
  expect(reader, 'END');
  return { kind: 'case', items, start, end: endOf(reader) };
}

/** Words that cannot stand where a value is. */
const noValue = new Set(
  'SELECT FROM WHERE GROUP ORDER HAVING LIMIT UNION INTERSECT EXCEPT ON SET VALUES AND OR WHEN THEN ELSE END AS'.split(
    ' ',
  ),
);

/** A column, or a call of a function. */
function readName(reader: QueryReader, start: number): Expression {
  const token = reader.peek();
  if (token?.kind === 'word' && noValue.has(token.value)) throw fault(reader);
  const names = [nameAt(reader)];
  if (reader.peek()?.text === '(' && token?.kind !== 'string') return readCall(reader, names[0] ?? '', start);
  while (reader.take('.')) {
    if (reader.take('*')) return { kind: 'star', table: names.at(-1) ?? '', start, end: endOf(reader) };
    names.push(nameAt(reader));
  }
  const table = names.at(-2);
  return {
    kind: 'column',
    name: names.at(-1) ?? '',
    ...(table === undefined ? {} : { table }),
    start,
    end: endOf(reader),
  };
}

function readCall(reader: QueryReader, name: string, start: number): Expression {
  expect(reader, '(');
  const distinct = reader.take('DISTINCT');
  const items: Expression[] = [];
  const star = reader.take('*');
  if (reader.dialect.unitFunctions.has(name.toLowerCase())) {
    reader.next();
    if (!reader.take('FROM')) expect(reader, ',');
  }
  if (!star && reader.peek()?.text !== ')') {
    do items.push(readExpression(reader));
    while (reader.take(','));
    if (reader.take('ORDER', 'BY')) readTerms(reader);
    reader.dialect.afterArguments?.(reader, items);
  }
  expect(reader, ')');
  if (reader.take('FILTER', '(')) {
    expect(reader, 'WHERE');
    items.push(readExpression(reader));
    expect(reader, ')');
  }
  const window = reader.take('OVER');
  if (window && reader.peek()?.text === '(') items.push(...readWindow(reader));
  else if (window) nameAt(reader);
  return { kind: 'call', name, items, star, distinct, window, start, end: endOf(reader) };
}

/** The expressions of a window in brackets. */
export function readWindow(reader: QueryReader): readonly Expression[] {
  expect(reader, '(');
  const items: Expression[] = [];
  const first = reader.peek();
  if (first?.kind !== 'operator' && !/^(?:PARTITION|ORDER|ROWS|RANGE|GROUPS)$/.test(first?.value ?? '')) nameAt(reader);
  if (reader.take('PARTITION', 'BY')) {
    do items.push(readExpression(reader));
    while (reader.take(','));
  }
  if (reader.take('ORDER', 'BY')) items.push(...readTerms(reader).map(({ expression }) => expression));
  // The frame.
  for (let depth = 0; reader.peek() !== undefined; ) {
    const text = reader.peek()?.text;
    if (text === ')' && depth === 0) break;
    depth += text === '(' ? 1 : text === ')' ? -1 : 0;
    reader.next();
  }
  expect(reader, ')');
  return items;
}

/** The terms of an ORDER BY. */
export function readTerms(reader: QueryReader) {
  const terms: {
    readonly expression: Expression;
    readonly descending: boolean;
    readonly nullsFirst: boolean;
    readonly start: number;
    readonly end: number;
  }[] = [];
  do {
    const expression = readExpression(reader);
    const descending = reader.take('DESC');
    if (!descending) reader.take('ASC');
    // Null is the least of all values.
    const nullsFirst = reader.take('NULLS', 'FIRST') || (!reader.take('NULLS', 'LAST') && !descending);
    terms.push({ expression, descending, nullsFirst, start: expression.start, end: expression.end });
  } while (reader.take(','));
  return terms;
}

/** The name that a word or a quoted text stands for as an alias; nothing where none stands. */
export function aliasAt(reader: QueryReader, ends: ReadonlySet<string>): string | undefined {
  if (reader.take('AS')) return nameAt(reader);
  const token = reader.peek();
  if (token?.kind === 'word' && ends.has(token.value)) return undefined;
  const name = identifierOf(token);
  if (name !== undefined) reader.next();
  return name;
}
