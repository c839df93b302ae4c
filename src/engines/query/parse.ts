import type { QueryDialect } from './dialect.ts';
import {
  aliasAt,
  at,
  expect,
  fault,
  isSelect,
  nameAt,
  type QueryReader,
  queryReader,
  readExpression,
  readList,
  readTerms,
  readWindow,
} from './expression.ts';
import type {
  CommonTable,
  Expression,
  ResultColumn,
  Select,
  SelectCore,
  SetOperator,
  Source,
  Statement,
} from './tree.ts';

/** Words that follow a table or a result and are no alias of it. */
const ends = new Set(
  (
    'FROM WHERE GROUP HAVING ORDER LIMIT WINDOW UNION INTERSECT EXCEPT ON USING JOIN LEFT RIGHT FULL INNER CROSS ' +
    'NATURAL OUTER INDEXED NOT SET RETURNING VALUES SELECT DEFAULT AS'
  ).split(' '),
);

function endsOf({ dialect }: QueryReader): ReadonlySet<string> {
  return dialect.noAliases.length === 0 ? ends : new Set([...ends, ...dialect.noAliases]);
}

/** Takes a statement apart. Throws a {@link SyntaxFault}. */
export function parse(sql: string, dialect: QueryDialect): Statement {
  const reader = queryReader(sql, dialect, readSelect);
  const statement = readStatement(reader);
  if (statement.kind === 'other') return statement;
  reader.take(';');
  if (reader.peek() !== undefined) throw fault(reader);
  return statement;
}

function readStatement(reader: QueryReader): Statement {
  const start = at(reader);
  const common = readWith(reader);
  const word = reader.peek()?.value;
  if (word === 'SELECT' || word === 'VALUES' || opensSelect(reader)) {
    return { kind: 'select', select: readBody(reader, start, common) };
  }
  if (word === 'INSERT' || word === 'REPLACE') return readInsert(reader, common);
  if (word === 'UPDATE') return readUpdate(reader, common);
  if (word === 'DELETE') return readDelete(reader, common);
  if (common.with.length > 0) throw fault(reader);
  return { kind: 'other' };
}

/** `(SELECT …)`, also in several brackets. */
function opensSelect(reader: QueryReader): boolean {
  if (!reader.dialect.bracketedSelects) return false;
  let ahead = 0;
  while (reader.peek(ahead)?.text === '(') ahead++;
  return ahead > 0 && isSelect(reader.peek(ahead));
}

interface With {
  readonly with: readonly CommonTable[];
  readonly recursive: boolean;
}

function readWith(reader: QueryReader): With {
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

function readNames(reader: QueryReader): readonly string[] {
  const names = [nameAt(reader)];
  while (reader.take(',')) names.push(nameAt(reader));
  expect(reader, ')');
  return names;
}

function readSelect(reader: QueryReader): Select {
  const start = at(reader);
  return readBody(reader, start, readWith(reader));
}

function readBody(reader: QueryReader, start: number, common: With): Select {
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

function takesModifier(reader: QueryReader): boolean {
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

function readResults(reader: QueryReader): readonly ResultColumn[] {
  const results: ResultColumn[] = [];
  do {
    const start = at(reader);
    const expression: Expression = reader.take('*') ? { kind: 'star', start, end: start + 1 } : readExpression(reader);
    const alias = expression.kind === 'star' ? undefined : aliasAt(reader, endsOf(reader));
    results.push({ expression, ...(alias === undefined ? {} : { alias }), start, end: expression.end });
  } while (reader.take(','));
  return results;
}

function readFrom(reader: QueryReader): readonly Source[] {
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

type Change = Extract<Statement, { readonly kind: 'insert' | 'update' | 'delete' }>;

function readTarget(reader: QueryReader): Source {
  const start = at(reader);
  const first = nameAt(reader);
  const second = reader.take('.') ? nameAt(reader) : undefined;
  const table = second ?? first;
  const alias = aliasAt(reader, endsOf(reader)) ?? table;
  const named = reader.peek(-1)?.end ?? start;
  reader.dialect.afterTable?.(reader);
  return {
    alias,
    named,
    table,
    ...(second === undefined ? {} : { schema: first }),
    join: undefined,
    natural: false,
    start,
    end: reader.peek(-1)?.end ?? start,
  };
}

function orConflict(reader: QueryReader): void {
  while (takesModifier(reader));
  if (reader.take('OR')) reader.next();
}

function readInsert(reader: QueryReader, common: With): Change {
  if (!reader.take('REPLACE')) expect(reader, 'INSERT');
  orConflict(reader);
  if (!reader.take('INTO') && !reader.dialect.changesJoin) throw fault(reader);
  const target = readTarget(reader);
  const values: Expression[] = [];
  let columns: readonly string[] = [];
  let select: Select | undefined;
  if (reader.dialect.changesJoin && reader.peek()?.value === 'SET') {
    const set = readSet(reader);
    columns = set.columns;
    values.push(...set.values);
  } else {
    if (reader.peek()?.text === '(' && !opensSelect(reader)) columns = readColumns(reader);
    select = reader.take('DEFAULT', 'VALUES') ? undefined : readSelect(reader);
  }
  if (reader.dialect.changesJoin && reader.take('ON', 'DUPLICATE', 'KEY', 'UPDATE'))
    values.push(...readAssignments(reader).values);
  while (reader.take('ON', 'CONFLICT')) {
    if (reader.take('(')) {
      readTerms(reader);
      expect(reader, ')');
    }
    if (reader.take('WHERE')) readExpression(reader);
    expect(reader, 'DO');
    if (reader.take('NOTHING')) continue;
    expect(reader, 'UPDATE');
    values.push(...readSet(reader).values);
    if (reader.take('WHERE')) values.push(readExpression(reader));
  }
  values.push(...readReturning(reader));
  return { kind: 'insert', ...common, target, columns, values, from: [], ...(select ? { select } : {}) };
}

function readColumns(reader: QueryReader): readonly string[] {
  expect(reader, '(');
  return reader.take(')') ? [] : readNames(reader);
}

interface Assignments {
  readonly columns: readonly string[];
  readonly values: readonly Expression[];
}

function readSet(reader: QueryReader): Assignments {
  expect(reader, 'SET');
  return readAssignments(reader);
}

function readAssignments(reader: QueryReader): Assignments {
  const columns: string[] = [];
  const values: Expression[] = [];
  do {
    if (reader.take('(')) columns.push(...readNames(reader));
    else columns.push(columnAt(reader));
    expect(reader, '=');
    values.push(readExpression(reader));
  } while (reader.take(','));
  return { columns, values };
}

/** A column that is assigned, whatever table it is told to be of. */
function columnAt(reader: QueryReader): string {
  let name = nameAt(reader);
  while (reader.dialect.changesJoin && reader.take('.')) name = nameAt(reader);
  return name;
}

function readReturning(reader: QueryReader): readonly Expression[] {
  return reader.take('RETURNING') ? readResults(reader).map(({ expression }) => expression) : [];
}

function readUpdate(reader: QueryReader, common: With): Change {
  expect(reader, 'UPDATE');
  orConflict(reader);
  if (reader.dialect.changesJoin) {
    const from = readFrom(reader);
    const { columns, values } = readSet(reader);
    const target = from.find(({ table }) => table !== undefined);
    if (!target) throw fault(reader);
    return { kind: 'update', ...common, target, columns, from, joined: true, ...readTail(reader, values) };
  }
  const target = readTarget(reader);
  const { columns, values } = readSet(reader);
  const from = reader.take('FROM') ? readFrom(reader) : [];
  return { kind: 'update', ...common, target, columns, from, ...readTail(reader, values) };
}

function readDelete(reader: QueryReader, common: With): Change {
  expect(reader, 'DELETE');
  if (reader.dialect.changesJoin) return readJoinedDelete(reader, common);
  expect(reader, 'FROM');
  const target = readTarget(reader);
  return { kind: 'delete', ...common, target, columns: [], from: [], ...readTail(reader, []) };
}

/** `DELETE a FROM a JOIN b`, `DELETE FROM a USING a JOIN b`, `DELETE FROM a WHERE`. */
function readJoinedDelete(reader: QueryReader, common: With): Change {
  while (takesModifier(reader));
  const named = reader.take('FROM') ? undefined : readDeleted(reader);
  if (named) expect(reader, 'FROM');
  let from = readFrom(reader);
  const first = named?.[0] ?? from[0]?.alias ?? '';
  if (reader.take('USING')) from = readFrom(reader);
  const target = from.find(({ alias, table }) => alias === first || table === first);
  if (!target) throw fault(reader);
  return { kind: 'delete', ...common, target, columns: [], from, joined: true, ...readTail(reader, []) };
}

function readDeleted(reader: QueryReader): readonly string[] {
  const names: string[] = [];
  do {
    names.push(columnAt(reader));
    reader.take('.', '*');
  } while (reader.take(','));
  return names;
}

function readTail(reader: QueryReader, values: readonly Expression[]): Pick<Change, 'where' | 'values'> {
  const where = reader.take('WHERE') ? readExpression(reader) : undefined;
  const rest: Expression[] = [...readReturning(reader)];
  if (reader.take('ORDER', 'BY')) rest.push(...readTerms(reader).map(({ expression }) => expression));
  if (reader.take('LIMIT')) {
    rest.push(readExpression(reader));
    if (reader.take('OFFSET') || reader.take(',')) rest.push(readExpression(reader));
  }
  return { ...(where ? { where } : {}), values: [...values, ...rest] };
}
