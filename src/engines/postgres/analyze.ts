import { RelvarError } from '../../findings/error.ts';
import type { Connection } from '../connection.ts';
import { quoteLiteral } from './quote.ts';

/** A query to be planned or run on a live database. */
export interface LiveRequest {
  /** One statement that only reads; parameters are `$1`, `$2`… */
  readonly sql: string;
  /** How many parameters it has. */
  readonly parameters: number;
  /** Their values as text, null for NULL; absent: a plan for average ones. */
  readonly samples?: readonly (string | null)[];
  /** Run it and measure; else it is only planned. */
  readonly run: boolean;
}

/**
 * The query plan in the engine's own JSON form, by EXPLAIN in the connection's read-only transaction, which is rolled
 * back when the connection is closed. Where the query is run, the server throws its rows away.
 * @throws RelvarError `query-refused` with the engine's words, `statement-timeout`, `connection-lost`
 */
export async function explainLive(
  connection: Connection,
  { sql, parameters, samples, run }: LiveRequest,
): Promise<string> {
  const options = run ? 'ANALYZE, BUFFERS, SETTINGS, FORMAT JSON' : 'SETTINGS, FORMAT JSON';
  try {
    let statement = sql;
    if (parameters > 0) {
      const values = samples?.map((value) => (value === null ? 'NULL' : quoteLiteral(value)));
      await connection.exec(`SET LOCAL plan_cache_mode = force_${values ? 'custom' : 'generic'}_plan`);
      await connection.exec(`PREPARE relvar_query AS ${sql}`);
      statement = `EXECUTE relvar_query(${(values ?? Array.from({ length: parameters }, () => 'NULL')).join(', ')})`;
    }
    const rows = await connection.query(`EXPLAIN (${options}) ${statement}`);
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
