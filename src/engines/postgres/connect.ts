import { Socket } from 'node:net';
import { RelvarError } from '../../findings/error.ts';
import { codeOf, messageOf } from '../cause.ts';
import type { BatchResult, Connection, EngineError, Limits, Row } from '../connection.ts';
import { connectError, type Greeting, queryError, tooOld } from './connect-error.ts';

const usualLimits: Limits = { connect: 10_000, statement: 30_000, lock: 2_000 };

/**
 * Opens a live database for reading: one read-only transaction with a snapshot of its own, a statement and a lock
 * timeout, under the name `relvar`. What is set is set by SQL and for the transaction alone, so that it works through
 * poolers, leaves nothing behind in them, and does not replace what the URL's own `options` say.
 *
 * The password and the URL's parameters never appear in an error.
 */
export async function connect(url: string, given: Partial<Limits> = {}): Promise<Connection> {
  const limits: Limits = { ...usualLimits, ...given };
  const where = withoutSecret(url);
  const client = await logIn(url, where, limits);
  const lost = (cause: unknown) => queryError(where, cause, limits.statement);
  try {
    await begin(client, where, limits);
  } catch (cause) {
    await end(client);
    throw cause instanceof RelvarError ? cause : lost(cause);
  }
  const run = async (sql: string, parameters?: readonly unknown[]): Promise<unknown> => {
    try {
      return await client.query(sql, parameters && [...parameters]);
    } catch (cause) {
      throw codeOf(cause) === '55P03' ? await lockedError(client, where, limits, cause) : lost(cause);
    }
  };
  return {
    query: async (sql, parameters) => rowSets(await run(sql, parameters)).at(-1) ?? [],
    queryAll: async (statements) => rowSets(await run(statements.join(';\n'))),
    exec: async (sql) => {
      await run(sql);
    },
    batch: (statements) => batch(client, statements),
    close: () => end(client),
  };
}

/**
 * Opens a database that is ours to write in, each statement a transaction of its own until one begins one. A broken
 * connection and a login that fails are RelvarErrors; what the server says of a statement is thrown as the driver
 * throws it.
 */
export async function connectForWriting(url: string, limits: Limits = usualLimits): Promise<Connection> {
  const where = withoutSecret(url);
  const client = await logIn(url, where, limits);
  const unlessLost = (cause: unknown) => {
    const error = queryError(where, cause, limits.statement);
    return error.code === 'connection-lost' ? error : cause;
  };
  const run = async (sql: string, parameters?: readonly unknown[]): Promise<unknown> => {
    try {
      return await client.query(sql, parameters && [...parameters]);
    } catch (cause) {
      throw unlessLost(cause);
    }
  };
  const connection: Connection = {
    query: async (sql, parameters) => rowSets(await run(sql, parameters)).at(-1) ?? [],
    queryAll: async (statements) => rowSets(await run(statements.join(';\n'))),
    exec: async (sql) => {
      await run(sql);
    },
    batch: async (statements) => {
      for (const [completed, statement] of statements.entries()) {
        try {
          await client.query(statement);
        } catch (cause) {
          if (unlessLost(cause) !== cause) throw unlessLost(cause);
          return { completed, error: engineError(cause) };
        }
      }
      return { completed: statements.length };
    },
    close: () => end(client),
  };
  try {
    await connection.exec(`SET statement_timeout = ${limits.statement}; SET lock_timeout = ${limits.lock}`);
    return connection;
  } catch (cause) {
    await connection.close();
    throw cause;
  }
}

/** The same server's other database; the rest of the URL stays. Nothing for what is no URL. */
export function urlOfDatabase(url: string, database: string): string | undefined {
  const parsed = parsedUrl(url);
  if (parsed) parsed.pathname = `/${encodeURIComponent(database)}`;
  return parsed?.href;
}

function engineError(cause: unknown): EngineError {
  // The driver's DatabaseError; anything else has none of these fields.
  const { detail, hint, position } = cause as { detail?: string; hint?: string; position?: string };
  return {
    code: codeOf(cause),
    message: messageOf(cause),
    ...(detail === undefined ? {} : { detail }),
    ...(hint === undefined ? {} : { hint }),
    ...(position === undefined ? {} : { position: Number(position) }),
  };
}

/** The part of the driver's client that is used, whose types know only results of single statements. */
interface Client {
  connect(): Promise<unknown>;
  query(sql: string, parameters?: unknown[]): Promise<unknown>;
  end(): Promise<void>;
  readonly socket: Socket;
}

/** Connects as the URL says; `sslmode=prefer` and `allow` try once more without encryption, as psql does. */
async function logIn(url: string, where: string, limits: Limits): Promise<Client> {
  const target = driverUrl(url);
  if (target === undefined) throw badUrl(where);
  const encrypted = target.searchParams.get('sslmode');
  try {
    return await openClient(target, where, limits);
  } catch (error) {
    const refused = error instanceof RelvarError && error.code === 'no-encryption';
    if (!refused || (encrypted !== 'prefer' && encrypted !== 'allow')) throw error;
    target.searchParams.set('sslmode', 'disable');
    return await openClient(target, where, limits);
  }
}

async function openClient(target: URL, where: string, limits: Limits): Promise<Client> {
  const { default: pg } = await import('pg');
  const socket = new Socket();
  const greeting: Greeting = watched(socket);
  let client: InstanceType<typeof pg.Client>;
  try {
    client = new pg.Client({
      connectionString: target.href,
      application_name: 'relvar',
      connectionTimeoutMillis: limits.connect,
      // When the network is gone the server's own timeout does not reach us.
      query_timeout: limits.statement * 4,
      keepAlive: true,
      stream: () => socket,
      types: { getTypeParser: (oid: number) => (textual.has(oid) ? String : pg.types.getTypeParser(oid, 'text')) },
    });
  } catch (cause) {
    throw badUrl(where, cause);
  }
  // A connection that breaks between queries must not end the process; the next query reports it.
  client.on('error', () => {});
  const opened: Client = Object.assign(client, { socket });
  try {
    await client.connect();
  } catch (cause) {
    await end(opened);
    throw connectError(where, cause, greeting);
  }
  return opened;
}

/** int8, json and jsonb stay text, as from the embedded engine. */
const textual = new Set([20, 114, 3802]);

/** Notes whether somebody answers, and the first bytes that come. */
function watched(socket: Socket): Greeting {
  const greeting: Greeting = { connected: false, bytes: undefined };
  socket.once('connect', () => {
    greeting.connected = true;
    socket.once('data', (data: Buffer) => {
      greeting.bytes = data.subarray(0, 100);
    });
  });
  return greeting;
}

/** A limit that the role or the URL sets lower than ours stays. */
const lower = (name: string, limit: number) =>
  `select set_config(name, case when setting::int between 1 and ${limit} then setting else '${limit}' end, true) from pg_settings where name = '${name}'`;

async function begin(client: Client, where: string, limits: Limits): Promise<void> {
  const results = await client.query(
    [
      'begin transaction isolation level repeatable read read only',
      lower('statement_timeout', limits.statement),
      lower('lock_timeout', limits.lock),
      `select current_setting('server_version_num')::int as number, current_setting('server_version') as version`,
    ].join(';\n'),
  );
  const server = rowSets(results).at(-1)?.[0];
  if (Number(server?.['number']) < 130000) throw tooOld(where, String(server?.['version']));
}

/** Who stands in the way: the transaction has failed, so another one looks. */
async function lockedError(client: Client, where: string, limits: Limits, cause: unknown): Promise<RelvarError> {
  const hint = 'try again when the migration that holds the lock has ended';
  let names: readonly string[] = [];
  try {
    await client.query('rollback');
    await begin(client, where, limits);
    const rows = rowSets(await client.query(lockHolders)).at(-1) ?? [];
    names = rows.map((row) => `${String(row['name'])} by process ${String(row['pid'])}`);
  } catch {
    // Then it is told without names.
  }
  const what = names.length === 0 ? 'a table is locked exclusively' : `locked exclusively: ${names.join(', ')}`;
  return new RelvarError('lock-timeout', `${where}: ${what}`, { hint, cause });
}

const lockHolders = `select relation::regclass::text as name, pid from pg_locks
  where locktype = 'relation' and mode = 'AccessExclusiveLock' and granted and pid <> pg_backend_pid() and relation >= 16384
    and database = (select oid from pg_database where datname = current_database()) order by 1 limit 5`;

async function batch(client: Client, statements: readonly string[]): Promise<BatchResult> {
  for (const [completed, statement] of statements.entries()) {
    try {
      await client.query(statement);
    } catch (cause) {
      return { completed, error: { code: codeOf(cause), message: messageOf(cause) } };
    }
  }
  return { completed: statements.length };
}

/** One result or several, as the driver hands them over for one statement or several. */
function rowSets(results: unknown): readonly (readonly Row[])[] {
  const list = Array.isArray(results) ? results : [results];
  return list.map((result: { readonly rows?: readonly Row[] }) => result.rows ?? []);
}

/** Says goodbye, but waits no longer than a moment: the other side may be gone. */
async function end(client: Client): Promise<void> {
  const patience = new Promise<void>((resolve) => setTimeout(resolve, 1000).unref());
  await Promise.race([client.end().catch(() => {}), patience]);
  client.socket.destroy();
}

/**
 * The URL for the driver, or nothing when it is none. `sslmode` shall mean what it means to psql: `require` encrypts
 * and does not ask who signed the certificate.
 */
function driverUrl(url: string): URL | undefined {
  const parsed = parsedUrl(url);
  if (parsed?.searchParams.has('sslmode') && !parsed.searchParams.has('uselibpqcompat')) {
    parsed.searchParams.set('uselibpqcompat', 'true');
  }
  return parsed;
}

/** Nothing, too, where a password with unescaped characters would be taken for something else. */
function parsedUrl(url: string): URL | undefined {
  let parsed: URL;
  try {
    // The host may be left to the parameter `host`.
    parsed = new URL(url.replace(/^(\w+:\/\/[^/?#]*@)(?=\/)/, '$1localhost'));
    decodeURIComponent(parsed.username + parsed.password + parsed.pathname);
  } catch {
    return undefined;
  }
  return parsed.pathname.includes('@') || parsed.hash.includes('@') || parsed.search.includes('@') ? undefined : parsed;
}

function badUrl(where: string, cause?: unknown): RelvarError {
  const path = codeOf(cause) === 'ENOENT' ? ': a certificate or key that it names is not there' : '';
  return new RelvarError('bad-url', `${where} is not a database URL${path}`, {
    hint: 'write postgres://user@host:5432/database; in a password, write @ as %40, / as %2F, # as %23, ? as %3F, % as %25',
  });
}

/** The URL as it may be shown: without password and without parameters, which can hold one. */
export function withoutSecret(url: string): string {
  const parsed = parsedUrl(url);
  if (!parsed) return `${/^[a-z]+(?=:\/\/)/i.exec(url)?.[0] ?? 'postgres'}://…`;
  const user = parsed.username === '' ? '' : `${decodeURIComponent(parsed.username)}@`;
  return `${parsed.protocol}//${user}${parsed.host}${decodeURIComponent(parsed.pathname)}`;
}
