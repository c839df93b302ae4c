import {
  aliasAt,
  at,
  expect,
  isSelect,
  nameAt,
  type QueryReader,
  readExpression,
  readList,
  readTerms,
  readWindow,
} from './expression.ts';
import type { CommonTable, Expression, ResultColumn, Select, SelectCore, SetOperator, Source } from './tree.ts';

/** Words that follow a table or a result and are no alias of it. */
const ends = new Set(
  (
    'FROM WHERE GROUP HAVING ORDER LIMIT WINDOW UNION INTERSECT EXCEPT ON USING JOIN LEFT RIGHT FULL INNER CROSS ' +
    'NATURAL OUTER INDEXED NOT SET RETURNING VALUES SELECT DEFAULT AS'
  ).split(' '),
);

export function endsOf({ dialect }: QueryReader): ReadonlySet<string> {
  return dialect.noAliases.length === 0 ? ends : new Set([...ends, ...dialect.noAliases]);
}

export function opensSelect(reader: QueryReader): boolean {
  if (!reader.dialect.bracketedSelects) return false;
  let ahead = 0;
  while (reader.peek(ahead)?.text === '(') ahead++;
  return ahead > 0 && isSelect(reader.peek(ahead));
}

export interface With {
  readonly with: readonly CommonTable[];
  readonly recursive: boolean;
}

export function readWith(reader: QueryReader): With {
  if (!reader.take('WITH')) return { with: [], recursive: false };
  const recursive = reader.take('RECURSIVE');
  const tables: CommonTable[] = [];
  do {
    const name = nameAt(reader);
    const columns = reader.take('(') ? readNames(reader) : undefined;
    expect(reader, 'AS');
    const not = reader.take('NOT', 'MATERIALIZED');
    const materialized = not ? false : reader.take('MATERIALIZED') ? true : undefined;
    expect(reader, '(');
    const select = readSelect(reader);
    expect(reader, ')');
    tables.push({
      name,
      ...(columns ? { columns } : {}),
      ...(materialized === undefined ? {} : { materialized }),
      select,
    });
  } while (reader.take(','));
  return { with: tables, recursive };
}

export function readNames(reader: QueryReader): readonly string[] {
  const names = [nameAt(reader)];
  while (reader.take(',')) names.push(nameAt(reader));
  expect(reader, ')');
  return names;
}

export function readSelect(reader: QueryReader): Select {
  const start = at(reader);
  return readBody(reader, start, readWith(reader));
}

export function readBody(reader: QueryReader, start: number, common: With): Select {
  const cores = [readCore(reader)];
  const operators: SetOperator[] = [];
  for (let operator = setOperator(reader); operator; operator = setOperator(reader)) {
    operators.push(operator);
    cores.push(readCore(reader));
  }
  const order = reader.take('ORDER', 'BY') ? readTerms(reader) : [];
  let limit = reader.take('LIMIT') ? readExpression(reader) : undefined;
  let offset: Expression | undefined;
  if (limit && reader.take('OFFSET')) offset = readExpression(reader);
  else if (limit && reader.take(',')) {
    // LIMIT offset, count.
    offset = limit;
    limit = readExpression(reader);
  }
  const locking = reader.dialect.afterSelect?.(reader) ?? false;
  return {
    ...common,
    cores,
    operators,
    order,
    ...(locking ? { locking } : {}),
    ...(limit ? { limit } : {}),
    ...(offset ? { offset } : {}),
    start,
    end: reader.peek(-1)?.end ?? start,
  };
}

function setOperator(reader: QueryReader): SetOperator | undefined {
  if (reader.take('UNION')) return reader.take('ALL') ? 'union all' : 'union';
  if (reader.take('INTERSECT')) return 'intersect';
  return reader.take('EXCEPT') ? 'except' : undefined;
}

function readCore(reader: QueryReader): SelectCore {
  const start = at(reader);
  const span = () => ({ start, end: reader.peek(-1)?.end ?? start });
  const nothing = { distinct: false, results: [], from: [], group: [], windows: [] };
  if (opensSelect(reader)) {
    expect(reader, '(');
    const select = readSelect(reader);
    expect(reader, ')');
    const inner: Source = { alias: undefined, select, join: undefined, natural: false, named: start, ...span() };
    const star: Expression = { kind: 'star', ...span() };
    return { ...nothing, results: [{ expression: star, ...span() }], from: [inner], ...span() };
  }
  if (reader.take('VALUES')) {
    const rows: Expression[] = [];
    let width = 0;
    do {
      expect(reader, '(');
      const row = readList(reader);
      width = row.length;
      rows.push(...row);
    } while (reader.take(','));
    return { ...nothing, windows: rows, values: width, ...span() };
  }
  expect(reader, 'SELECT');
  let distinct = false;
  for (;;) {
    if (reader.take('DISTINCT') || reader.take('DISTINCTROW')) distinct = true;
    else if (!reader.take('ALL') && !takesModifier(reader)) break;
  }
  const results = readResults(reader);
  const from = reader.take('FROM') ? readFrom(reader) : [];
  const where = reader.take('WHERE') ? readExpression(reader) : undefined;
  const group = reader.take('GROUP', 'BY') ? readSome(reader) : [];
  reader.dialect.afterGroup?.(reader);
  const having = reader.take('HAVING') ? readExpression(reader) : undefined;
  const windows: Expression[] = [];
  if (reader.take('WINDOW')) {
    do {
      nameAt(reader);
      expect(reader, 'AS');
      windows.push(...readWindow(reader));
    } while (reader.take(','));
  }
  return {
    distinct,
    results,
    from,
    ...(where ? { where } : {}),
    group,
    ...(having ? { having } : {}),
    windows,
    ...span(),
  };
}

export function takesModifier(reader: QueryReader): boolean {
  const token = reader.peek();
  const isModifier = token?.kind === 'word' && reader.dialect.modifiers.has(token.value);
  if (isModifier) reader.next();
  return isModifier;
}

function readSome(reader: QueryReader): readonly Expression[] {
  const items = [readExpression(reader)];
  while (reader.take(',')) items.push(readExpression(reader));
  return items;
}

export function readResults(reader: QueryReader): readonly ResultColumn[] {
  const results: ResultColumn[] = [];
  do {
    const start = at(reader);
    const expression: Expression = reader.take('*') ? { kind: 'star', start, end: start + 1 } : readExpression(reader);
    const alias = expression.kind === 'star' ? undefined : aliasAt(reader, endsOf(reader));
    results.push({ expression, ...(alias === undefined ? {} : { alias }), start, end: expression.end });
  } while (reader.take(','));
  return results;
}

export function readFrom(reader: QueryReader): readonly Source[] {
  const sources = [readSource(reader, undefined, false)];
  for (;;) {
    const natural = reader.take('NATURAL');
    const join = joinAt(reader);
    if (!join) return sources;
    sources.push(readSource(reader, join, natural));
  }
}

function joinAt(reader: QueryReader): Source['join'] {
  if (reader.take(',')) return 'cross';
  for (const [word, join] of [
    ['LEFT', 'left'],
    ['RIGHT', 'right'],
    ['FULL', 'full'],
  ] as const) {
    if (reader.take(word)) {
      reader.take('OUTER');
      expect(reader, 'JOIN');
      return join;
    }
  }
  if (reader.take('CROSS', 'JOIN')) return 'cross';
  if (reader.dialect.joinWords.some((word) => reader.take(word))) return 'inner';
  if (reader.take('INNER', 'JOIN') || reader.take('JOIN')) return 'inner';
  return undefined;
}

function readSource(reader: QueryReader, join: Source['join'], natural: boolean): Source {
  const start = at(reader);
  const what = readWhat(reader);
  const alias = aliasAt(reader, endsOf(reader)) ?? what.table;
  const named = reader.peek(-1)?.end ?? start;
  reader.dialect.afterTable?.(reader);
  const on = reader.take('ON') ? readExpression(reader) : undefined;
  const using = reader.take('USING', '(') ? readNames(reader) : undefined;
  return {
    ...what,
    alias,
    join,
    natural,
    named,
    ...(on ? { on } : {}),
    ...(using ? { using } : {}),
    start,
    end: reader.peek(-1)?.end ?? start,
  };
}

function readWhat(reader: QueryReader): Pick<Source, 'schema' | 'table' | 'items' | 'select' | 'inner'> {
  if (reader.take('(')) {
    if (isSelect(reader.peek())) {
      const select = readSelect(reader);
      expect(reader, ')');
      return { select };
    }
    const inner = readFrom(reader);
    expect(reader, ')');
    return { inner };
  }
  const first = nameAt(reader);
  const second = reader.take('.') ? nameAt(reader) : undefined;
  const name = second === undefined ? { table: first } : { schema: first, table: second };
  if (!reader.take('(')) return name;
  return { ...name, items: reader.take(')') ? [] : readList(reader) };
}
