import { RelvarError } from '../../findings/error.ts';
import type { Connection } from '../connection.ts';
import { quoteLiteral } from './quote.ts';

/** A query to be run on a live database. */
export interface LiveRequest {
  /** One statement that only reads; parameters are `$1`, `$2`… */
  readonly sql: string;
  /** Values of the parameters as text, null for NULL. */
  readonly samples: readonly (string | null)[];
}

/**
 * Runs a query under EXPLAIN ANALYZE in the connection's own read-only transaction, and gives the plan in the engine's
 * JSON form. The server throws its rows away, and the transaction is rolled back when the connection is closed.
 * @throws RelvarError `query-refused` with the engine's words, `statement-timeout`, `connection-lost`
 */
export async function analyzeLive(connection: Connection, { sql, samples }: LiveRequest): Promise<string> {
  const values = samples.map((value) => (value === null ? 'NULL' : quoteLiteral(value)));
  try {
    let statement = sql;
    if (values.length > 0) {
      await connection.exec('SET LOCAL plan_cache_mode = force_custom_plan');
      await connection.exec(`PREPARE relvar_query AS ${sql}`);
      statement = `EXECUTE relvar_query(${values.join(', ')})`;
    }
    const rows = await connection.query(`EXPLAIN (ANALYZE, BUFFERS, SETTINGS, FORMAT JSON) ${statement}`);
    const plan = rows[0]?.['QUERY PLAN'];
    return typeof plan === 'string' ? plan : JSON.stringify(plan);
  } catch (cause) {
    throw refused(cause);
  }
}

/** What the connection takes for its own trouble is here the query's. */
function refused(cause: unknown): unknown {
  if (!(cause instanceof RelvarError)) return cause;
  switch (cause.code) {
    case 'statement-timeout':
      return new RelvarError('statement-timeout', 'the query took longer than it may', {
        hint: 'allow it more with --timeout 5min, or leave --analyze out',
        cause,
      });
    case 'query-failed':
    case 'no-privilege':
    case 'schema-changed': {
      const said = cause.cause instanceof Error ? cause.cause.message : cause.message;
      return new RelvarError('query-refused', `the database refuses the query: ${said}`, { cause });
    }
    default:
      return cause;
  }
}
