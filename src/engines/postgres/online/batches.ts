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

/** True where rows can be gone through in pieces: by a key, or by their place. */
export function canBatch(table: Table, event: 'UPDATE' | 'DELETE' = 'UPDATE'): boolean {
  return !hasRule(table, event);
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
  const own = quoteIdentifier(alias);
  const head =
    set === undefined
      ? `DELETE FROM ${quoteName(table)} AS ${own} USING held`
      : `UPDATE ${quoteName(table)} AS ${own} ${set} FROM held`;
  const meant = { alias, where, lock: set === undefined ? 'UPDATE' : 'NO KEY UPDATE' } as const;
  const sql = pieces({ table, way: wayThrough(table, own, batch.rows), ...meant }, ({ same, reached }) => [
    `changed AS (\n  ${head} WHERE ${same} AND ${reached} AND (${where})\n)`,
  ]);
  return worked(table, sql, batch);
}

function worked(table: Table, sql: string, batch: Situation['batch']): BatchesWork {
  return {
    kind: 'batches',
    table: { schema: table.schema, name: table.name },
    sql,
    total: `SELECT coalesce(sum(greatest(c.reltuples, 0)), 0)::bigint ${
      table.partitioning
        ? `FROM pg_partition_tree(${regclass(table)}) AS p JOIN pg_class AS c ON c.oid = p.relid WHERE p.isleaf`
        : `FROM pg_class AS c WHERE c.oid = ${regclass(table)}`
    }`,
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
  if (!keyOf(table)) throw new Error(`${table.name} has no key to go along`);
  const held = { columns, where: 'true', lock: 'SHARE' } as const;
  const way = wayThrough(table, 'target', batch.rows);
  return worked(table, pieces({ table, way, alias: 'target', ...held }, doing), batch);
}

/** An order of rows in which they are gone through. */
interface Way {
  /** Columns that tell rows apart, as an expression each. */
  readonly key: readonly string[];
  /** Which rows come after those that were gone through. */
  readonly after: string;
  /** Which rows are read at all, where no index leads to those of a piece. */
  readonly within?: string;
  /** How many rows a piece has at the most. */
  readonly rows: number;
  /** From where the next piece goes on, and how many rows this one had: columns of `piece` up to the place `reached`. */
  readonly ends: (named: readonly string[], reached: string) => string;
}

function wayThrough(table: Table, own: string, rows: number): Way {
  const key = keyOf(table);
  return key === undefined ? alongPages(table, own, rows) : alongKey(table, own, key, rows);
}

function alongKey({ columns }: Table, own: string, names: readonly string[], rows: number): Way {
  const key = names.map((name) => `${own}.${quoteIdentifier(name)}`);
  const types = names.map((name) => columns.find((column) => column.name === name)?.type.text ?? 'text');
  const last = types.map((type, at) => `($1::text[])[${at + 1}]::${type}`);
  return {
    key,
    after: `$1::text[] IS NULL OR (${key.join(', ')}) > (${last.join(', ')})`,
    rows,
    // A short piece is the last: what comes behind it later is as new rows are.
    ends: (named, reached) =>
      `CASE WHEN (SELECT count(*) FROM piece) = ${rows} OR (SELECT count(*) FROM piece WHERE ${reached}) < (SELECT count(*) FROM piece)
    THEN (SELECT ARRAY[${named.map((one) => `${one}::text`).join(', ')}] FROM piece WHERE ${reached} ORDER BY relvar_place DESC LIMIT 1) END AS last,
  (SELECT count(*) FROM piece WHERE ${reached}) AS rows`,
  };
}

/** So many pages of the heap, of each partition, are read for a piece. */
const pages = 100;

/**
 * By their places in the pages, of all partitions and children side by side: `$1` is the first of the pages that are read,
 * the place that was come to, and the round. A changed row moves on to where it needs no change any more, so each round
 * comes to an end. A row that somebody else changes meanwhile may move to a page before: the second round finds it.
 */
function alongPages(table: Table, own: string, rows: number): Way {
  const page = 'coalesce(($1::text[])[1]::bigint, 0)';
  const round = `coalesce(($1::text[])[4], '1')`;
  const start = (number: string) => `format('(%s,0)', ${number})`;
  const key = [`${own}.ctid`, `${own}.tableoid`];
  const within = `${own}.ctid >= ${start(page)}::tid AND ${own}.ctid < ${start(`${page} + ${pages}`)}::tid`;
  const size = `(WITH RECURSIVE tree(one) AS (SELECT ${regclass(table)}::oid UNION SELECT inhrelid FROM pg_inherits JOIN tree ON inhparent = one)
    SELECT max(pg_relation_size(one)) FROM tree)`;
  return {
    key,
    after: `${within} AND ($1::text[] IS NULL OR (${key.join(', ')}) > (($1::text[])[2]::tid, ($1::text[])[3]::oid))`,
    within,
    rows,
    ends: (named, reached) => `CASE
    WHEN (SELECT count(*) FROM piece WHERE ${reached}) < (SELECT count(*) FROM piece) OR (SELECT count(*) FROM piece) = ${rows}
      THEN (SELECT ARRAY[${[`${page}::text`, ...named.map((one) => `${one}::text`), round].join(', ')}] FROM piece WHERE ${reached} ORDER BY relvar_place DESC LIMIT 1)
    WHEN (${page} + ${pages}) * current_setting('block_size')::bigint < ${size}
      THEN ARRAY[(${page} + ${pages})::text, ${start(`${page} + ${pages}`)}, '0', ${round}]
    WHEN ${round} = '1' THEN ARRAY['0', '(0,0)', '0', '2'] END AS last,
  (SELECT count(*) FROM piece WHERE ${reached} AND ${round} = '1') AS rows`,
  };
}

interface Pieces {
  readonly table: Table;
  readonly way: Way;
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
function pieces({ table, way, alias, where, lock, columns = [] }: Pieces, doing: Doing): string {
  const own = quoteIdentifier(alias);
  const { key, rows } = way;
  const named = key.map((_, at) => `relvar_key_${at + 1}`);
  const from = `FROM ${quoteName(table)} AS ${own}`;
  const same = (of: string) =>
    [...key.map((one, at) => `${one} = ${of}.${named[at]}`), ...(way.within === undefined ? [] : [way.within])].join(
      ' AND ',
    );
  const first = '(SELECT min(relvar_place) FROM piece WHERE relvar_meant)';
  const before = (of: string) => `${of}.relvar_place < (SELECT relvar_end FROM reach)`;
  return `WITH piece AS MATERIALIZED (
  SELECT ${key.map((one, at) => `${one} AS ${named[at]}`).join(', ')}, (${where}) AS relvar_meant, row_number() OVER (ORDER BY ${key.join(', ')}) AS relvar_place
  ${from}
  WHERE ${way.after}
  ORDER BY ${key.join(', ')} LIMIT ${rows}
), first AS MATERIALIZED (
  SELECT relvar_place ${from}, piece WHERE ${same('piece')} AND relvar_place = ${first} FOR ${lock} OF ${own}
), held AS MATERIALIZED (
  SELECT ${['piece.*', ...columns.map((column) => `${own}.${column}`)].join(', ')} ${from}, piece
  WHERE ${same('piece')} AND relvar_meant AND (SELECT count(*) FROM first) < 2 FOR ${lock} OF ${own} SKIP LOCKED
), reach AS MATERIALIZED (
  SELECT coalesce(min(relvar_place), ${rows + 1}) AS relvar_end FROM piece
  WHERE relvar_meant AND relvar_place > ${first} AND NOT EXISTS (SELECT FROM held WHERE held.relvar_place = piece.relvar_place)
), ${doing({ same: same('held'), reached: before('held') }).join(', ')}
SELECT ${way.ends(named, before('piece'))}`;
}
