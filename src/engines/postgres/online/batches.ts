import type { Table } from '../../../catalog/table.ts';
import type { BatchesWork, Situation } from '../../procedure.ts';
import { quoteIdentifier, quoteLiteral, quoteName } from '../quote.ts';

/** Rows of a table, and what is done to them. */
export interface Piece {
  readonly table: Table;
  /** What conditions and values call the table; `target` when absent. */
  readonly alias?: string;
  /** What is done to the rows of a piece: `SET a = b`; nothing to delete them. */
  readonly set?: string;
  /** Which of them. */
  readonly where: string;
}

/** So many pages of the heap at a time, where there is no key to go by. */
const pages = 500;

/** True where rows can be gone through in pieces: by a key, or by their place. */
export function canBatch(table: Table, event: 'UPDATE' | 'DELETE' = 'UPDATE'): boolean {
  return (table.partitioning === undefined || keyOf(table) !== undefined) && !hasRule(table, event);
}

/** True where each row is met once though it is changed: along a key that the change leaves as it is. */
export function canChangeOnce(table: Table, assigned: readonly string[]): boolean {
  const key = keyOf(table);
  return key !== undefined && !key.some((column) => assigned.includes(column)) && canBatch(table);
}

/**
 * Of a relation with rules the engine rewrites no change inside WITH, which a piece is (RewriteQuery in
 * src/backend/rewrite/rewriteHandler.c), or makes another one of it.
 */
function hasRule({ rules }: Table, event: 'UPDATE' | 'DELETE'): boolean {
  return rules.some(({ definition }) => new RegExp(`\\sON ${event} TO `).test(definition));
}

/** All rows in pieces along the primary key or another key without nulls; along the pages where there is none. */
export function inBatches(
  { table, alias = 'target', set, where }: Piece,
  { batch }: Pick<Situation, 'batch'>,
): BatchesWork {
  const key = keyOf(table);
  const sql =
    key === undefined
      ? alongPages({ table, alias, ...(set === undefined ? {} : { set }), where })
      : alongKey(table, alias, key, set, where, batch.rows);
  return worked(table, sql, batch);
}

function worked(table: Table, sql: string, batch: Situation['batch']): BatchesWork {
  return {
    kind: 'batches',
    table: { schema: table.schema, name: table.name },
    sql,
    total:
      `SELECT coalesce(sum(greatest(c.reltuples, 0)), 0)::bigint FROM pg_partition_tree(${regclass(table)}) AS p JOIN pg_class AS c ON c.oid = p.relid`.replace(
        /FROM pg_partition_tree.*/,
        table.partitioning
          ? `FROM pg_partition_tree(${regclass(table)}) AS p JOIN pg_class AS c ON c.oid = p.relid WHERE p.isleaf`
          : `FROM pg_class AS c WHERE c.oid = ${regclass(table)}`,
      ),
    rowsPerBatch: batch.rows,
    pauseMilliseconds: batch.pauseMilliseconds,
  };
}

const regclass = (table: Table) => `${quoteLiteral(quoteName(table))}::regclass`;

/** Columns of a key that every row has. */
export function keyOf(table: Table): readonly string[] | undefined {
  if (table.primaryKey) return table.primaryKey.columns;
  const nullable = new Set(table.columns.filter((column) => column.nullable).map((column) => column.name));
  const unique = table.indexes.find(
    (index) =>
      index.unique &&
      index.valid &&
      index.predicate === undefined &&
      index.keys.every((key) => key.column !== undefined && !nullable.has(key.column)),
  );
  return unique?.keys.flatMap((key) => key.column ?? []);
}

function alongKey(
  table: Table,
  alias: string,
  key: readonly string[],
  set: string | undefined,
  where: string,
  rows: number,
): string {
  const own = quoteIdentifier(alias);
  const meant = { where, lock: set === undefined ? 'UPDATE' : 'NO KEY UPDATE' } as const;
  return pieces({ table, key, rows, alias, ...meant }, ({ same, reached }) => {
    const head =
      set === undefined
        ? `DELETE FROM ${quoteName(table)} AS ${own} USING held`
        : `UPDATE ${quoteName(table)} AS ${own} ${set} FROM held`;
    return [`changed AS (\n  ${head} WHERE ${same} AND ${reached} AND (${where})\n)`];
  });
}

/** What is done with the rows of a piece: expressions with names, after `held`. */
export type Doing = (piece: {
  /** Joins the rows of `held` to those of the table. */
  readonly same: string;
  /** Which rows of `held` the piece comes to. */
  readonly reached: string;
}) => readonly string[];

/**
 * All rows of a table in pieces along its key, for something else than a change of them: no row that a piece holds is
 * changed or deleted meanwhile. `columns` are those of `held`.
 */
export function walked(
  table: Table,
  columns: readonly string[],
  { batch }: Pick<Situation, 'batch'>,
  doing: Doing,
): BatchesWork {
  const key = keyOf(table);
  if (!key) throw new Error(`${table.name} has no key to go along`);
  const held = { columns, where: 'true', lock: 'SHARE' } as const;
  return worked(table, pieces({ table, key, rows: batch.rows, alias: 'target', ...held }, doing), batch);
}

interface Pieces {
  readonly table: Table;
  readonly key: readonly string[];
  readonly rows: number;
  readonly alias: string;
  /** Which rows are meant. */
  readonly where: string;
  readonly lock: 'UPDATE' | 'NO KEY UPDATE' | 'SHARE';
  /** What is read of the rows that are held, besides their places. */
  readonly columns?: readonly string[];
}

/**
 * Nobody who holds a row and waits for another may meet a piece that does the same: the first row that is meant is waited
 * for while nothing is held, the others are taken as far as nobody has them. A piece comes to the first that somebody has;
 * the next one begins with it, and waits for it.
 */
function pieces({ table, key, rows, alias, where, lock, columns = [] }: Pieces, doing: Doing): string {
  const own = quoteIdentifier(alias);
  const keys = key.map((name) => `${own}.${quoteIdentifier(name)}`);
  const named = key.map((_, at) => `relvar_key_${at + 1}`);
  const types = key.map((name) => table.columns.find((column) => column.name === name)?.type.text ?? 'text');
  const last = types.map((type, at) => `($1::text[])[${at + 1}]::${type}`);
  const from = `FROM ${quoteName(table)} AS ${own}`;
  const same = (of: string) => keys.map((one, at) => `${one} = ${of}.${named[at]}`).join(' AND ');
  const first = '(SELECT min(relvar_place) FROM piece WHERE relvar_meant)';
  const before = (of: string) => `${of}.relvar_place < (SELECT relvar_end FROM reach)`;
  return `WITH piece AS MATERIALIZED (
  SELECT ${keys.map((one, at) => `${one} AS ${named[at]}`).join(', ')}, (${where}) AS relvar_meant, row_number() OVER (ORDER BY ${keys.join(', ')}) AS relvar_place
  ${from}
  WHERE $1::text[] IS NULL OR (${keys.join(', ')}) > (${last.join(', ')})
  ORDER BY ${keys.join(', ')} LIMIT ${rows}
), first AS MATERIALIZED (
  SELECT relvar_place ${from}, piece WHERE ${same('piece')} AND relvar_place = ${first} FOR ${lock} OF ${own}
), held AS MATERIALIZED (
  SELECT ${['piece.*', ...columns.map((column) => `${own}.${column}`)].join(', ')} ${from}, piece
  WHERE ${same('piece')} AND relvar_meant AND (SELECT count(*) FROM first) < 2 FOR ${lock} OF ${own} SKIP LOCKED
), reach AS MATERIALIZED (
  SELECT coalesce(min(relvar_place), ${rows + 1}) AS relvar_end FROM piece
  WHERE relvar_meant AND relvar_place > ${first} AND NOT EXISTS (SELECT FROM held WHERE held.relvar_place = piece.relvar_place)
), ${doing({ same: same('held'), reached: before('held') }).join(', ')}
SELECT (SELECT ARRAY[${named.map((one) => `${one}::text`).join(', ')}] FROM piece WHERE ${before('piece')} ORDER BY relvar_place DESC LIMIT 1) AS last,
  (SELECT count(*) FROM piece WHERE ${before('piece')}) AS rows`;
}

/** A changed row moves to a later page, where it needs no change any more: so the pages come to an end. */
function alongPages({ table, alias = 'target', set, where }: Piece): string {
  const own = quoteIdentifier(alias);
  const place = `coalesce(($1::text[])[1]::bigint, 0)`;
  const from = (pagesOn: number) => `format('(%s,0)', ${place} + ${pagesOn})::tid`;
  const head =
    set === undefined ? `DELETE FROM ${quoteName(table)} AS ${own}` : `UPDATE ${quoteName(table)} AS ${own} ${set}`;
  return `WITH changed AS (
  ${head} WHERE ${own}.ctid >= ${from(0)} AND ${own}.ctid < ${from(pages)} AND (${where}) RETURNING 1
)
SELECT CASE WHEN ${place} * current_setting('block_size')::bigint < pg_relation_size(${regclass(table)})
    THEN ARRAY[(${place} + ${pages})::text] END AS last,
  (SELECT count(*) FROM changed) AS rows`;
}
