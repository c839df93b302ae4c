import type { Connection as Client } from 'mysql2/promise';
import { RelvarError } from '../../findings/error.ts';
import { codeOf, messageOf } from '../cause.ts';
import type { BatchResult, Connection, Limits, Row, Value } from '../connection.ts';
import { connectError, queryError } from './connect-error.ts';

const usualLimits: Limits = { connect: 10_000, statement: 30_000, lock: 2_000 };

/**
 * Opens a live database for reading: one read-only transaction, with timeouts for statements and locks. The password and
 * the URL's parameters never appear in an error.
 */
export async function connect(url: string, given: Partial<Limits> = {}): Promise<Connection> {
  const limits: Limits = { ...usualLimits, ...given };
  const where = shown(url);
  const client = await logIn(url, where, limits);
  const connection = connectionOf(client, where);
  try {
    await begin(connection, where, limits);
  } catch (cause) {
    await connection.close();
    throw cause;
  }
  return connection;
}

/** Opens a database that is ours to write in; what the server says of a statement is thrown as the driver throws it. */
export async function connectForWriting(url: string, limits: Limits = usualLimits): Promise<Connection> {
  const where = shown(url);
  return connectionOf(await logIn(url, where, limits), where, false);
}

async function begin(connection: Connection, where: string, limits: Limits): Promise<void> {
  const [row] = await connection.query('SELECT version() AS version, database() AS name');
  if (row?.['name'] === null || row?.['name'] === undefined) {
    throw new RelvarError('no-database', `${where}: the URL names no database`, {
      hint: 'put its name behind the last slash: mysql://user@host/database',
    });
  }
  const seconds = Math.max(1, Math.round(limits.statement / 1000));
  const mariadb = /mariadb/i.test(String(row['version']));
  for (const sql of [
    mariadb ? `SET SESSION max_statement_time = ${seconds}` : `SET SESSION max_execution_time = ${limits.statement}`,
    `SET SESSION lock_wait_timeout = ${Math.max(1, Math.round(limits.lock / 1000))}`,
    // Names are quoted, and definitions whole, whatever the server's own mode.
    "SET SESSION sql_mode = '', SESSION sql_quote_show_create = 1",
    'SET NAMES utf8mb4',
    'START TRANSACTION READ ONLY',
  ]) {
    await connection.exec(sql);
  }
}

/** The URL as it may be shown: without password and parameters. */
export function shown(url: string): string {
  const [, scheme = 'mysql', user, host = '', path = ''] =
    /^([a-z]+):\/\/(?:([^@/:]*)(?::[^@]*)?@)?([^/?#]*)(\/[^?#]*)?/i.exec(url) ?? [];
  return `${scheme}://${user ? `${user}@` : ''}${host}${path}`;
}

async function logIn(url: string, where: string, limits: Limits): Promise<Client> {
  const { createConnection } = await import('mysql2/promise');
  const options = optionsOf(url, where);
  try {
    const client = await createConnection({
      ...options,
      connectTimeout: limits.connect,
      multipleStatements: true,
      // It is a mode of the session, which programs keep, and nobody's but the driver's.
      flags: ['-IGNORE_SPACE'],
      dateStrings: true,
      supportBigNumbers: true,
      bigNumberStrings: false,
      // Every text as it is: conversions are the reader's.
      charset: 'utf8mb4',
    });
    // One that ends between two statements is told by the next one.
    client.on('error', () => {});
    return client;
  } catch (cause) {
    throw connectError(where, cause);
  }
}

function optionsOf(url: string, where: string) {
  let parsed: URL;
  let [user, password, database]: readonly string[] = [];
  try {
    parsed = new URL(url.replace(/^mariadb:/i, 'mysql:'));
    [user = '', password = '', database = ''] = [parsed.username, parsed.password, parsed.pathname.slice(1)].map(
      decodeURIComponent,
    );
  } catch (cause) {
    throw new RelvarError('bad-url', `${where} is no URL`, {
      hint: 'write it as mysql://user:password@host:3306/database; in a password, write @ as %40, / as %2F, # as %23, ? as %3F, % as %25',
      cause,
    });
  }
  const { hostname, port, searchParams } = parsed;
  const socket = searchParams.get('socket') ?? searchParams.get('socketPath');
  const mode = (searchParams.get('ssl-mode') ?? searchParams.get('sslmode') ?? '').toLowerCase();
  return {
    ...(socket === null ? { host: hostname.replace(/^\[(.*)\]$/, '$1') || '127.0.0.1' } : { socketPath: socket }),
    ...(port === '' ? {} : { port: Number(port) }),
    user: user || 'root',
    ...(password === '' ? {} : { password }),
    ...(database === '' ? {} : { database }),
    ...(/^(?:require|required|verify)/.test(mode) ? { ssl: { rejectUnauthorized: mode.startsWith('verify') } } : {}),
  };
}

function connectionOf(client: Client, where: string, translated = true): Connection {
  const run = async (sql: string, parameters?: readonly unknown[]): Promise<unknown> => {
    try {
      // Parameters are what the caller binds: text, numbers, null.
      const [rows] = parameters ? await client.query(sql, [...parameters]) : await client.query(sql);
      return rows;
    } catch (cause) {
      throw translated ? queryError(where, cause) : cause;
    }
  };
  return {
    query: async (sql, parameters) => rowsOf(await run(sql, parameters)),
    async queryAll(statements) {
      if (statements.length === 0) return [];
      if (statements.length === 1) return [rowsOf(await run(statements[0] ?? ''))];
      const sets = await run(statements.join(';\n'));
      return (Array.isArray(sets) ? sets : []).map(rowsOf);
    },
    exec: async (sql) => {
      await run(sql);
    },
    batch: (statements) => batch(client, statements),
    async close() {
      await client.end().catch(() => client.destroy());
    },
  };
}

/** A result of a statement that gives no rows is no list. */
function rowsOf(result: unknown): readonly Row[] {
  return Array.isArray(result) ? result.map(rowOf) : [];
}

function rowOf(row: unknown): Row {
  // The driver's values: numbers, texts, null, and bytes for what is binary.
  const entries = Object.entries(row as Readonly<Record<string, unknown>>);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, Buffer.isBuffer(value) ? value.toString('utf8') : (value as Value)]),
  );
}

async function batch(client: Client, statements: readonly string[]): Promise<BatchResult> {
  for (const [completed, sql] of statements.entries()) {
    try {
      await client.query(sql);
    } catch (cause) {
      return { completed, error: { code: codeOf(cause), message: messageOf(cause) } };
    }
  }
  return { completed: statements.length };
}
