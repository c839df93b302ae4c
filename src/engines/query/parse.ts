import type { QueryDialect } from './dialect.ts';
import { at, fault, type QueryReader, queryReader } from './expression.ts';
import { readDelete, readInsert, readUpdate } from './parse-change.ts';
import { opensSelect, readBody, readSelect, readWith } from './parse-select.ts';
import type { Statement } from './tree.ts';

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
