import { endOf, expect, nameAt, type QueryReader, readExpression, readList } from '../../query/expression.ts';
import type { Expression } from '../../query/tree.ts';

/** Functions of the present moment, which need no brackets. */
const moments = new Set(
  'CURRENT_TIMESTAMP CURRENT_DATE CURRENT_TIME LOCALTIME LOCALTIMESTAMP UTC_DATE UTC_TIME UTC_TIMESTAMP CURRENT_USER'.split(
    ' ',
  ),
);

/** Reads an expression that only MySQL and MariaDB have; nothing where none begins. */
export function firstOf(reader: QueryReader, start: number): Expression | undefined {
  const token = reader.peek();
  const next = reader.peek(1);
  if (!token) return undefined;
  const call = (name: string, items: readonly Expression[] = []): Expression => ({
    kind: 'call',
    name,
    items,
    star: false,
    distinct: false,
    window: false,
    start,
    end: endOf(reader),
  });
  const constant = (value: string | null): Expression => ({ kind: 'constant', value, start, end: endOf(reader) });
  if (token.kind === 'variable' && token.text.startsWith('@')) {
    reader.next();
    if (reader.take(':=')) return call('set', [readExpression(reader)]);
    return call('variable');
  }
  if (token.kind === 'operator' && token.text === '!') {
    reader.next();
    const operand = readExpression(reader, reader.dialect.signBinds);
    return { kind: 'unary', operator: 'NOT', items: [operand], start, end: operand.end };
  }
  if (token.kind !== 'word') return undefined;
  const isLiteralWord = /^(?:DATE|TIME|TIMESTAMP|_\w+)$/.test(token.value);
  if (isLiteralWord && (next?.kind === 'string' || next?.kind === 'blob')) {
    reader.next();
    return constant(reader.next()?.value ?? null);
  }
  switch (token.value) {
    case 'INTERVAL': {
      if (next?.text === '(' && reader.peek(2)?.kind !== 'number') return undefined;
      reader.next();
      const amount = readExpression(reader);
      nameAt(reader);
      return call('interval', [amount]);
    }
    case 'BINARY': {
      reader.next();
      const operand = readExpression(reader, reader.dialect.signBinds);
      return { kind: 'cast', type: 'binary', items: [operand], start, end: operand.end };
    }
    case 'MATCH':
      return next?.text === '(' ? match(reader, start) : undefined;
    case 'CONVERT': {
      if (next?.text !== '(') return undefined;
      reader.take('CONVERT', '(');
      const operand = readExpression(reader);
      if (!reader.take('USING')) expect(reader, ',');
      return { kind: 'cast', type: untilBracket(reader), items: [operand], start, end: endOf(reader) };
    }
    case 'VALUES': {
      if (next?.text !== '(') return undefined;
      reader.take('VALUES', '(');
      nameAt(reader);
      while (reader.take('.')) nameAt(reader);
      expect(reader, ')');
      return call('values');
    }
    case 'DEFAULT':
      if (next?.text === '(') return undefined;
      reader.next();
      return constant(null);
    case 'BOTH':
    case 'LEADING':
    case 'TRAILING':
      if (next?.text === ',' || next?.text === '.' || next?.text === ')') return undefined;
      reader.next();
      reader.take('FROM');
      return readExpression(reader);
    default:
      break;
  }
  if (!moments.has(token.value)) return undefined;
  reader.next();
  if (reader.take('(') && !reader.take(')')) readList(reader);
  return call(token.value.toLowerCase());
}

/** `MATCH (a, b) AGAINST ('words' IN BOOLEAN MODE)`. */
function match(reader: QueryReader, start: number): Expression {
  reader.take('MATCH', '(');
  const columns = readList(reader);
  expect(reader, 'AGAINST', '(');
  // The words of the mode begin as an operator does.
  const words = readExpression(reader, 5);
  untilBracket(reader);
  const span = { start, end: endOf(reader) };
  const [only] = columns;
  const left: Expression = columns.length === 1 && only ? only : { kind: 'row', items: columns, ...span };
  return { kind: 'binary', operator: 'MATCH', items: [left, words], ...span };
}

/** What stands up to the closing bracket, which is taken. */
function untilBracket(reader: QueryReader): string {
  const from = reader.peek()?.start ?? reader.length;
  for (let depth = 0; reader.peek() !== undefined; ) {
    const text = reader.peek()?.text;
    if (text === ')' && depth === 0) break;
    depth += text === '(' ? 1 : text === ')' ? -1 : 0;
    reader.next();
  }
  const inside = reader.since(from);
  expect(reader, ')');
  return inside;
}
