import type { QualifiedName } from '../../../catalog/names.ts';
import { inventedName } from '../../../catalog/object-name.ts';
import type { Table } from '../../../catalog/table.ts';
import type { WrittenColumn } from '../../migration-action.ts';
import type { SaferContext, SaferStatement } from '../../migration-reading.ts';
import { quoteIdentifier, quoteLiteral, quoteName } from '../quote.ts';
import { transactional } from '../render/layout.ts';
import { renderChange } from '../render.ts';
import { batchLoop } from './batch-loop.ts';

const serials: Readonly<Record<string, string>> = {
  smallserial: 'smallint',
  serial2: 'smallint',
  serial: 'integer',
  serial4: 'integer',
  bigserial: 'bigint',
  serial8: 'bigint',
};

/**
 * A serial or identity column on a table with rows: the sequence and the column in an instant, numbers for the rows that
 * are there in batches, then NOT NULL by way of a check. Constraints of the column are left to the caller. Nothing for a
 * table that cannot be gone through in pieces.
 */
export function numberedColumn(
  column: WrittenColumn,
  table: QualifiedName,
  known: Table | undefined,
  { traits }: SaferContext,
): readonly SaferStatement[] | undefined {
  const own = quoteIdentifier(column.column);
  const pieces =
    known && batchLoop({ table: known, alias: known.name, set: `SET ${own} = DEFAULT`, where: `${own} IS NULL` });
  if (!pieces) return undefined;
  const type = serials[column.type.toLowerCase()] ?? column.type;
  const suffix = column.identity ? 'numbers' : 'seq';
  const sequence = quoteName({
    schema: table.schema,
    name: inventedName([table.name, column.column], suffix, traits.identifierBytes),
  });
  const head = `ALTER TABLE ${quoteName(table)}`;
  return [
    transactional(`CREATE SEQUENCE ${sequence} AS ${type}`),
    transactional(`${head} ADD COLUMN ${own} ${type}`),
    transactional(`${head} ALTER COLUMN ${own} SET DEFAULT nextval(${quoteLiteral(sequence)})`),
    ...(column.identity ? [] : [transactional(`ALTER SEQUENCE ${sequence} OWNED BY ${quoteName(table)}.${own}`)]),
    ...pieces,
    ...renderChange({ kind: 'set not null', table, column: column.column }, traits),
    ...(column.identity ? [identityInPlace(column, table, sequence)] : []),
  ];
}

/** The identity goes on where the sequence has come to, under a lock that is held for an instant. */
function identityInPlace(column: WrittenColumn, table: QualifiedName, sequence: string): SaferStatement {
  const own = quoteIdentifier(column.column);
  const head = `ALTER TABLE ${quoteName(table)} ALTER COLUMN ${own}`;
  const generated = column.identity === 'always' ? 'ALWAYS' : 'BY DEFAULT';
  const statements = [
    `${head} DROP DEFAULT`,
    `${head} ADD GENERATED ${generated} AS IDENTITY`,
    `SELECT setval(pg_get_serial_sequence(${quoteLiteral(quoteName(table))}, ${quoteLiteral(column.column)}), nextval(${quoteLiteral(sequence)}), false)`,
    `DROP SEQUENCE ${sequence}`,
  ];
  return {
    sql: ['BEGIN', ...statements, 'COMMIT'].join(';\n'),
    transactional: false,
    tries: statements.map(transactional),
  };
}
