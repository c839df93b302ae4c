import { RelvarError } from '../../findings/error.ts';
import type { Connection, Row } from '../connection.ts';

/** How long to wait for a server to answer at all, and for one catalog query. */
const connectTimeout = 10_000;
const statementTimeout = 30_000;

/**
 * Opens a live database for reading: a read-only transaction with a statement and a lock timeout, under the name
 * `relvar`. The password never appears in an error.
 */
export async function connect(url: string): Promise<Connection> {
  const { default: pg } = await import('pg');
  const where = withoutSecret(url);
  let client: InstanceType<typeof pg.Client>;
  try {
    client = new pg.Client({
      connectionString: url,
      application_name: 'relvar',
      connectionTimeoutMillis: connectTimeout,
      // The session's own default wins over the database's; reading never needs more.
      options: `-c default_transaction_read_only=on -c statement_timeout=${statementTimeout} -c lock_timeout=2000`,
      types: { getTypeParser: (oid: number, format?: string) => textual.has(oid) ? String : pg.types.getTypeParser(oid, format as 'text') },
    });
  } catch (cause) {
    throw new RelvarError('bad-url', `${where} is not a database URL`, { hint: 'write postgres://user@host:5432/database', cause });
  }
  // A connection that breaks between queries must not end the process; the next query reports it.
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('begin transaction isolation level repeatable read read only');
  } catch (cause) {
    await client.end().catch(() => {});
    throw connectError(where, cause);
  }
  return {
    async query(sql, parameters) {
      try {
        const result = await client.query<Row>(sql, parameters as unknown[] | undefined);
        return result.rows;
      } catch (cause) {
        throw queryError(where, cause);
      }
    },
    async queryAll(statements) {
      try {
        const results: unknown = await client.query(statements.join(';\n'));
        // One statement gives a result, several an array of them; the driver's types know only the first.
        return (Array.isArray(results) ? results : [results]).map((result: { rows: Row[] }) => result.rows);
      } catch (cause) {
        throw queryError(where, cause);
      }
    },
    async exec(sql) {
      await client.query(sql);
    },
    async batch(statements) {
      for (const [completed, statement] of statements.entries()) {
        try {
          await client.query(statement);
        } catch (cause) {
          return { completed, error: { code: code(cause), message: message(cause) } };
        }
      }
      return { completed: statements.length };
    },
    async close() {
      await client.end();
    },
  };
}

/** int8, json and jsonb stay text, as from the embedded engine. */
const textual = new Set([20, 114, 3802]);

/** The URL as it may be shown: without password and without parameters, which can hold one. */
export function withoutSecret(url: string): string {
  try {
    const parsed = new URL(url);
    const user = parsed.username ? `${decodeURIComponent(parsed.username)}@` : '';
    return `${parsed.protocol}//${user}${parsed.host}${parsed.pathname}`;
  } catch {
    return `${url.split(':')[0]}://…`;
  }
}

function code(cause: unknown): string {
  return typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
}

function message(cause: unknown): string {
  if (cause instanceof AggregateError && cause.errors[0] instanceof Error) return cause.errors[0].message;
  return cause instanceof Error ? cause.message : String(cause);
}

function connectError(where: string, cause: unknown): RelvarError {
  const fail = (id: string, text: string, hint: string) => new RelvarError(id, `${where}: ${text}`, { hint, cause });
  switch (code(cause)) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return fail('host-not-found', 'no such host', 'check the host name in the URL');
    case 'ECONNREFUSED':
      return fail('connection-refused', 'nothing listens there', 'check host and port, and that the server runs');
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return fail('host-unreachable', 'the host does not answer', 'check the network, the port and the firewall');
    case '28P01':
    case '28000':
      return fail('login-refused', message(cause), 'check user and password, and pg_hba.conf');
    case '3D000':
      return fail('no-such-database', message(cause), 'check the name behind the last slash of the URL');
    case '42501':
      return fail('no-privilege', message(cause), 'grant CONNECT on the database to the role');
    case '53300':
      return fail('too-many-connections', message(cause), 'try again later, or raise max_connections');
    case '57P03':
      return fail('server-not-ready', message(cause), 'try again in a moment');
    default:
      if (/timeout/i.test(message(cause))) return fail('host-unreachable', 'the host does not answer', 'check the network, the port and the firewall');
      if (/SASL|password/i.test(message(cause))) return fail('login-refused', 'the server asks for a password and none was given', 'put it into the URL or PGPASSWORD');
      return fail('connection-failed', message(cause), 'check the URL, and that the server speaks the PostgreSQL protocol');
  }
}

function queryError(where: string, cause: unknown): RelvarError {
  const text = message(cause);
  switch (code(cause)) {
    case '42501':
      return new RelvarError('no-privilege', `${where}: ${text}`, { hint: 'the role must be able to read the system catalogs', cause });
    case '57014':
      return new RelvarError('statement-timeout', `${where}: a catalog query took over ${statementTimeout / 1000} s`, { hint: 'try again when the server is less busy', cause });
    case '55P03':
      return new RelvarError('lock-timeout', `${where}: a table is locked exclusively`, { hint: 'try again when the migration that holds it has ended', cause });
    case '57P01':
    case '57P02':
    case 'ECONNRESET':
    case 'EPIPE':
      return new RelvarError('connection-lost', `${where}: the server closed the connection`, { hint: 'try again', cause });
    default:
      if (/terminated|ended/i.test(text)) return new RelvarError('connection-lost', `${where}: the connection broke`, { hint: 'try again', cause });
      return new RelvarError('query-failed', `${where}: ${text}`, { cause });
  }
}
