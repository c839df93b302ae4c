import type { Connection } from '../../engines/connection.ts';
import { quoteLiteral } from '../../engines/postgres/quote.ts';
import { RelvarError } from '../../findings/error.ts';
import type { PlanRequest } from '../lab.ts';

/**
 * The plan of one statement in the engine's own JSON form, without running it. In a transaction; what it does there is
 * undone.
 * @throws RelvarError `query-refused` with the engine's words and position
 */
export async function explainQuery(connection: Connection, request: PlanRequest, major: number): Promise<string> {
  await connection.exec('SAVEPOINT relvar_query');
  try {
    for (const [name, value] of Object.entries(request.settings ?? {})) {
      await refusing(request.sql, 0, () => connection.query('SELECT set_config($1, $2, true)', [name, value]));
    }
    return await explainIn(connection, { ...request, sql: request.sql.replace(/[\s;]+$/, '') }, major);
  } finally {
    await connection.exec('ROLLBACK TO SAVEPOINT relvar_query; DEALLOCATE ALL');
  }
}

async function explainIn(connection: Connection, { sql, samples }: PlanRequest, major: number): Promise<string> {
  if (samples === undefined && major >= 16) {
    const prefix = 'EXPLAIN (FORMAT JSON, GENERIC_PLAN) ';
    return planOf(await refusing(sql, prefix.length, () => connection.query(`${prefix}${sql}\n`)));
  }
  // Before 16 there is no other way to a generic plan, and values get their types from the statement.
  const prefix = 'PREPARE relvar_query AS ';
  const mode = samples === undefined ? 'force_generic_plan' : 'force_custom_plan';
  await refusing(sql, prefix.length, () => connection.exec(`${prefix}${sql}\n`));
  const [row] = await connection.query(
    `SELECT cardinality(parameter_types) AS count, set_config('plan_cache_mode', '${mode}', true)
    FROM pg_prepared_statements WHERE name = 'relvar_query'`,
  );
  const count = Number(row?.['count']);
  if (samples !== undefined && samples.length < count) {
    throw new RelvarError(
      'query-refused',
      `the query has ${count} parameters, and ${samples.length} values were given`,
    );
  }
  const values = Array.from({ length: count }, (_, at) => literal(samples?.[at])).join(', ');
  const execute = `EXPLAIN (FORMAT JSON) EXECUTE relvar_query${values === '' ? '' : `(${values})`}`;
  return planOf(await refusing(sql, undefined, () => connection.query(execute)));
}

const literal = (value: string | null | undefined) =>
  value === undefined || value === null ? 'NULL' : quoteLiteral(value);

function planOf(rows: readonly Readonly<Record<string, unknown>>[]): string {
  return String(rows[0]?.['QUERY PLAN']);
}

/** What the server says of a statement becomes an error for the reader; `offset` is where the query begins in it. */
async function refusing<T>(sql: string, offset: number | undefined, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    if (!(cause instanceof Error) || cause instanceof RelvarError || !('code' in cause)) throw cause;
    // The driver's DatabaseError.
    const { message, hint, position } = cause as Error & { readonly hint?: string; readonly position?: string };
    const at = offset === undefined || position === undefined ? 0 : Number(position) - offset;
    const where = at >= 1 && at <= sql.length ? `${place(sql, at)}: ` : '';
    throw new RelvarError('query-refused', `${where}${message}`, { ...(hint ? { hint } : {}), cause });
  }
}

function place(sql: string, position: number): string {
  const before = sql.slice(0, position - 1).split('\n');
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}
