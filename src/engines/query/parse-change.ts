import { aliasAt, at, expect, fault, nameAt, type QueryReader, readExpression, readTerms } from './expression.ts';
import {
  endsOf,
  opensSelect,
  readFrom,
  readNames,
  readResults,
  readSelect,
  takesModifier,
  type With,
} from './parse-select.ts';
import type { Expression, Select, Source, Statement } from './tree.ts';

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

export function readInsert(reader: QueryReader, common: With): Change {
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

export function readUpdate(reader: QueryReader, common: With): Change {
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

export function readDelete(reader: QueryReader, common: With): Change {
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
