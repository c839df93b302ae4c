import type { Connection } from '../../engines/connection.ts';
import { quoteLiteral } from '../../engines/postgres/quote.ts';
import { RelvarError } from '../../findings/error.ts';
import type { PlanRequest } from '../lab.ts';
import { setting } from './settings.ts';

/** How a statement is asked for its plan. */
export interface Asking {
  /** Planner settings for this query, over the request's own. */
  readonly settings?: Readonly<Record<string, string>>;
  /** True inside a transaction that must go on, whatever becomes of the query. */
  readonly inTransaction?: boolean;
  /** True for every node's output, too. */
  readonly verbose?: boolean;
}

/**
 * The plan of one statement in the engine's own JSON form, without running it: one round trip.
 * @throws RelvarError `query-refused` with the engine's words and position
 */
export async function explain(connection: Connection, request: PlanRequest, asking: Asking = {}): Promise<string> {
  const sql = request.sql.replace(/[\s;]+$/, '');
  if (sql.includes(';') || sql === '') await refuseSeveral(connection, sql, asking);
  const prepared = request.samples !== undefined;
  const settings = { ...request.settings, ...asking.settings };
  const before = Object.entries(settings).map(([name, value]) => setting(name, value, true));
  if (asking.inTransaction) before.unshift('SAVEPOINT relvar_plan');
  const verbose = asking.verbose ? ', VERBOSE' : '';
  const [prefix, statements] = prepared
    ? withSamples(sql, request.samples, verbose)
    : withoutSamples(sql, `${verbose}${/\$\d/.test(sql) ? ', GENERIC_PLAN' : ''}`);
  const after = asking.inTransaction ? ['ROLLBACK TO SAVEPOINT relvar_plan'] : [];
  if (prepared) after.push('DEALLOCATE relvar_plan');
  // A setting for one query needs a transaction: several statements at once are one.
  const all = [...before, ...statements, ...after];
  const offset = all.slice(0, before.length).reduce((sum, one) => sum + one.length + 2, prefix.length);
  try {
    const results = await connection.queryAll(all);
    const row = results.find((rows) => rows[0]?.['QUERY PLAN'] !== undefined)?.[0];
    if (!row) throw new Error('no plan came back');
    return String(row['QUERY PLAN']);
  } catch (error) {
    if (asking.inTransaction) await connection.exec('ROLLBACK TO SAVEPOINT relvar_plan');
    if (prepared) await connection.exec('DEALLOCATE ALL');
    throw refused(error, sql, offset);
  }
}

/**
 * What follows a semicolon would be run, not planned: the extended protocol takes one statement only, so the engine
 * itself says whether the semicolon is inside a constant.
 */
async function refuseSeveral(connection: Connection, sql: string, asking: Asking): Promise<void> {
  const prefix = 'EXPLAIN (GENERIC_PLAN) ';
  if (sql === '') throw new RelvarError('query-refused', 'there is no statement in it');
  try {
    if (asking.inTransaction) await connection.exec('SAVEPOINT relvar_plan');
    await connection.query(prefix + sql, []);
  } catch (error) {
    if (asking.inTransaction) await connection.exec('ROLLBACK TO SAVEPOINT relvar_plan');
    if (error instanceof Error && error.message.includes('multiple commands')) {
      throw new RelvarError('query-refused', 'there are several statements in it', {
        hint: 'give one statement at a time',
        cause: error,
      });
    }
    throw refused(error, sql, prefix.length);
  }
}

function withoutSamples(sql: string, options: string): readonly [string, readonly string[]] {
  const prefix = `EXPLAIN (FORMAT JSON${options}) `;
  return [prefix, [`${prefix}${sql}\n`]];
}

/** The engine itself finds out the parameters' types, and plans with the values. */
function withSamples(
  sql: string,
  samples: readonly (string | null)[] = [],
  verbose = '',
): readonly [string, readonly string[]] {
  const values = samples.map((value) => (value === null ? 'NULL' : quoteLiteral(value))).join(', ');
  const prefix = 'PREPARE relvar_plan AS ';
  return [
    prefix,
    [
      `${prefix}${sql}\n`,
      setting('plan_cache_mode', 'force_custom_plan', true),
      `EXPLAIN (FORMAT JSON${verbose}) EXECUTE relvar_plan${values === '' ? '' : `(${values})`}`,
    ],
  ];
}

/** What a driver threw, as the error for the reader; the position is that in the statement. */
function refused(error: unknown, sql: string, offset: number): unknown {
  if (!(error instanceof Error && 'code' in error)) return error;
  const { message, hint, position } = error as Error & { readonly hint?: string; readonly position?: string };
  const at = position === undefined ? 0 : Number(position) - offset;
  const where = at >= 1 && at <= sql.length ? `${place(sql, at)}: ` : '';
  return new RelvarError('query-refused', `${where}${message}`, { ...(hint ? { hint } : {}), cause: error });
}

function place(sql: string, position: number): string {
  const before = sql.slice(0, position - 1).split('\n');
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}
