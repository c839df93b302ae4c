import { dollarQuoted, quoteIdentifier, quoteLiteral } from '../../engines/postgres/quote.ts';
import type { Pool } from './pools.ts';
import type { MadeDatabase, MadeRow } from './rows.ts';
import { type Copy, type Scratch, scratchSchema } from './scratch.ts';

/** Answers a query with its rows as a list in JSON, or with the error after a `!`: no error ends the transaction. */
export const answerFunction = `
CREATE FUNCTION pg_temp.relvar_answer(query text) RETURNS text LANGUAGE plpgsql AS ${dollarQuoted(`
DECLARE answer text[];
BEGIN
  EXECUTE 'SELECT array_agg(row_to_json(made_rows)::text) FROM (' || query || ') AS made_rows' INTO answer;
  RETURN coalesce(to_json(answer)::text, '[]');
EXCEPTION WHEN OTHERS THEN
  RETURN '!' || SQLERRM;
END`)}`;

/** What a query was answered. */
export type Answer = { readonly rows: readonly string[] } | { readonly error: string };

/** What the function above gave. */
export function answerOf(value: unknown): Answer {
  const text = String(value);
  if (text.startsWith('!')) return { error: text.slice(1) };
  // A list of texts, each a row: the function wrote it.
  return { rows: JSON.parse(text) as readonly string[] };
}

/** Statements that leave the rows of a database in the copies, but for those that a constraint refuses. */
export function fillStatements(
  { copies }: Scratch,
  pools: ReadonlyMap<Copy, readonly Pool[]>,
  database: MadeDatabase,
): readonly string[] {
  return [
    `SET LOCAL timezone = ${quoteLiteral(database.timeZone)}`,
    ...copies.toReversed().map((copy) => `DELETE FROM ${scratchSchema}.${copy.name}`),
    ...copies.flatMap((copy) => insertBlock(copy, pools.get(copy) ?? [], database.rows.get(copy) ?? [])),
  ];
}

/** All rows at once, for speed; one by one where one of them is refused. */
function insertBlock(copy: Copy, columns: readonly Pool[], rows: readonly MadeRow[]): readonly string[] {
  if (rows.length === 0 || columns.length === 0) return [];
  const names = columns.map((pool) => quoteIdentifier(pool.column.name)).join(', ');
  const into = `INSERT INTO ${scratchSchema}.${copy.name} (${names}) OVERRIDING SYSTEM VALUE VALUES `;
  const tuples = rows.map(
    (row) =>
      `(${row.map((value, at) => (value === null ? 'NULL' : `${quoteLiteral(value)}::${columns[at]?.column.type.text}`)).join(', ')})`,
  );
  const all = `${into}${tuples.join(', ')} ON CONFLICT DO NOTHING`;
  const single = tuples.map(
    (tuple) => `  BEGIN ${into}${tuple} ON CONFLICT DO NOTHING; EXCEPTION WHEN OTHERS THEN NULL; END;`,
  );
  return [`DO ${dollarQuoted(`BEGIN\n${all};\nEXCEPTION WHEN OTHERS THEN\n${single.join('\n')}\nEND`)}`];
}
