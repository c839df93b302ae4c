import { createServer, type Socket } from 'node:net';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { findBinaries } from '../../../test/servers/binaries.ts';
import { describeWithPostgres, withDatabase } from '../../../test/servers/postgres.ts';
import { type StartedServer, startPostgres } from '../../../test/servers/start.ts';
import { RelvarError } from '../../findings/error.ts';
import type { Connection, Limits } from '../connection.ts';
import { connect, withoutSecret } from './connect.ts';

const secret = 'S3cret-parameter';
const quick: Limits = { connect: 700, statement: 30_000, lock: 2_000 };

/** The error that a URL is refused with; whatever it is, no secret stands anywhere in it. */
async function refusal(url: string): Promise<{ readonly code: string; readonly text: string }> {
  const error: unknown = await connect(url, quick).then(
    (connection) => connection.close(),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof RelvarError)) throw new Error(`not refused: ${inspect(error)}`);
  expect(inspect(error, { depth: 10, showHidden: true }) + error.stack).not.toContain(secret);
  expect(error.hint).toBeTruthy();
  return { code: error.code, text: `${error.message} — ${error.hint}` };
}

/** Serves connections on a free port; `talk` gets each. */
async function listener(talk: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    talk(socket);
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return await new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
}

describe('a URL as it may be shown', () => {
  test.each([
    [
      'postgres://anna:S3cret@db.example.com:5433/app?sslmode=require&options=-c%20x%3DS3cret',
      'postgres://anna@db.example.com:5433/app',
    ],
    ['postgresql://db/app', 'postgresql://db/app'],
    ['postgres:///app?host=/run/postgresql&password=S3cret', 'postgres:///app'],
    ['postgres://anna:S3cret@/app?host=/run/postgresql', 'postgres://anna@localhost/app'],
    ['postgres://anna:S3cret@[::1]/app', 'postgres://anna@[::1]/app'],
    ['postgres://an%20na:S3cret%2F@db/my%20app', 'postgres://an na@db/my app'],
    ['postgres://anna:S3cret/x@db/app', 'postgres://…'],
    ['postgres://anna:12/S3cret@db/app', 'postgres://…'],
    ['postgres://anna:12#S3cret@db/app', 'postgres://…'],
    ['postgres://anna:12?S3cret@db/app', 'postgres://…'],
    ['postgres://anna:%zzS3cret@db/app', 'postgres://…'],
    ['anna:S3cret@db', 'postgres://…'],
    ['S3cret', 'postgres://…'],
  ])('%s', (url, shown) => {
    expect(withoutSecret(url)).toBe(shown);
  });
});

describe('what cannot be connected to is told in one line', () => {
  test.each([
    [`postgres://anna:${secret}/x@db/app`],
    [`postgres://anna:12#${secret}@db/app`],
    [`postgres://anna:${secret}@127.0.0.1:99999/app`],
    [`postgres://anna:${secret}@127.0.0.1/app?sslmode=verify-full&sslrootcert=/no/such/file`],
  ])('a URL that is none: %s', async (url) => {
    expect((await refusal(url)).code).toBe('bad-url');
  });

  test('no such host', async () => {
    const { code, text } = await refusal(`postgres://anna:${secret}@no-such-host.invalid/app?options=-c%20a=${secret}`);
    expect(code).toMatch(/host-not-found|host-unreachable/);
    expect(text).toMatch(/^postgres:\/\/anna@no-such-host\.invalid\/app: /);
  });

  test('a closed port', async () => {
    const port = await listener((socket) => socket.destroy());
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect((await refusal(`postgres://anna:${secret}@127.0.0.1:1/app`)).code).toBe('connection-refused');
    expect((await refusal(`postgres://anna:${secret}@127.0.0.1:${port}/app`)).code).toBe('not-postgres');
  });

  test('no such socket', async () => {
    expect((await refusal(`postgres://anna:${secret}@/app?host=/no/such/folder`)).code).toBe('connection-refused');
  });

  test('a listener that says nothing', async () => {
    const port = await listener(() => {});
    const { code, text } = await refusal(`postgres://anna:${secret}@127.0.0.1:${port}/app`);
    expect([code, text]).toEqual(['not-postgres', expect.stringContaining('does not answer')]);
  });

  test.each([
    ['a web server', 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'],
    ['an SSH server', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['MySQL or MariaDB', 'J\0\0\0\n8.0.36\0'],
    ['what listens there', 'nonsense that nobody understands\n'],
  ])('%s', async (name, greeting) => {
    const port = await listener((socket) => socket.once('data', () => socket.end(greeting)));
    const { code, text } = await refusal(`postgres://anna:${secret}@127.0.0.1:${port}/app`);
    expect([code, text]).toEqual(['not-postgres', expect.stringContaining(name)]);
  });

  test('a server that is too old, through which the login says nothing that a pooler refuses', async () => {
    let startup = '';
    const port = await listener((socket) => {
      socket.once('data', (data) => {
        startup = data.subarray(8).toString();
        socket.write(Buffer.concat([message('R', int32(0)), message('Z', Buffer.from('I'))]));
        socket.once('data', () => socket.write(answers()));
      });
    });
    const { code, text } = await refusal(`postgres://anna:${secret}@127.0.0.1:${port}/app`);
    expect([code, text]).toEqual(['server-too-old', expect.stringContaining('PostgreSQL 12.4')]);
    const names = startup.split('\0').filter((_, at) => at % 2 === 0);
    expect(names.filter((name) => name !== '').sort()).toEqual([
      'application_name',
      'client_encoding',
      'database',
      'user',
    ]);
  });
});

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function message(type: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
}

/** What PostgreSQL 12 would answer to the four statements that begin the transaction. */
function answers(): Buffer {
  const names = ['number', 'version'];
  const fields = names.map((name) =>
    Buffer.concat([Buffer.from(`${name}\0`), Buffer.alloc(6), int32(25), Buffer.alloc(8)]),
  );
  const values = ['120004', '12.4'].map((value) => Buffer.concat([int32(value.length), Buffer.from(value)]));
  const two = Buffer.from([0, 2]);
  const done = message('C', Buffer.from('SELECT 1\0'));
  return Buffer.concat([
    ...[done, done, done],
    message('T', Buffer.concat([two, ...fields])),
    message('D', Buffer.concat([two, ...values])),
    done,
    message('Z', Buffer.from('T')),
  ]);
}

const binaries = findBinaries(18);

// The server is the test's own: roles and who must give a password are the whole cluster's.
describe.skipIf('why' in binaries)('a login', () => {
  let server: StartedServer;
  const url = (role: string, database = 'postgres', rest = '') =>
    server.url.replace('//postgres@', `//${role}@`).replace(/\/postgres$/, `/${database}${rest}`);

  beforeAll(async () => {
    server = await startPostgres('folder' in binaries ? binaries.folder : '');
    const { default: pg } = await import('pg');
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    try {
      await client.query(
        `create role relvar_password login password '${secret}'; create role limited login connection limit 0; create role outsider login`,
      );
      await client.query('create database closed');
      await client.query('revoke connect on database closed from public');
    } finally {
      await client.end();
    }
  });
  afterAll(() => server?.stop());

  test.each([
    ['a wrong password', 'relvar_password:wrong', 'postgres', 'login-refused', 'password authentication failed'],
    ['no password', 'relvar_password', 'postgres', 'login-refused', 'asks for a password'],
    ['no such role', 'nobody_here', 'postgres', 'login-refused', 'role "nobody_here" does not exist'],
    ['no such database', 'postgres', 'no_such', 'no-such-database', 'database "no_such" does not exist'],
    ['no privilege', 'outsider', 'closed', 'no-privilege', 'permission denied for database "closed"'],
    ['too many connections', 'limited', 'postgres', 'too-many-connections', 'too many connections for role'],
  ])('%s', async (_, role, database, code, text) => {
    expect(await refusal(url(role, database, `?options=-c%20x.y=${secret}`))).toEqual({
      code,
      text: expect.stringContaining(text),
    });
  });

  test('with the right password', async () => {
    const connection = await connect(url(`relvar_password:${secret}`));
    expect(await connection.query('select current_user as name')).toEqual([{ name: 'relvar_password' }]);
    await connection.close();
  });

  test('encrypted, where the server cannot', async () => {
    expect((await refusal(url('postgres', 'postgres', '?sslmode=require'))).code).toBe('no-encryption');
    const connection = await connect(url('postgres', 'postgres', '?sslmode=prefer'));
    await connection.close();
  });
});

describeWithPostgres([13, 15, 17, 18], 'a connection', (server) => {
  const using = async (
    use: (connection: Connection, write: (sql: string) => Promise<unknown>, url: string) => Promise<void>,
    rest = '',
  ) =>
    withDatabase(server, async (database) => {
      const connection = await connect(`${database.url}${rest}`, { connect: 10_000, statement: 1_000, lock: 200 });
      await use(connection, database.query, database.url).finally(() => connection.close());
    });

  test('can read and not write', () =>
    using(async (connection, write) => {
      await write('create table t (a int)');
      expect(
        await connection.query('select count(*)::int as tables from pg_class where relname = $1', ['pg_class']),
      ).toEqual([{ tables: 1 }]);
      await expect(connection.exec('insert into t values (1)')).rejects.toMatchObject({
        code: 'query-failed',
        message: expect.stringContaining('read-only transaction'),
      });
    }));

  test('tells how far a batch came', () =>
    using(async (connection) => {
      const result = await connection.batch(['select 1', 'create table t (a int)', 'select 2']);
      expect(result).toMatchObject({ completed: 1, error: { code: '25006' } });
    }));

  test('gives rows of several queries', () =>
    using(async (connection) => {
      expect(
        await connection.queryAll(['select 1 as a', 'select 2::int8 as b where false', 'select 3::int8 as c']),
      ).toEqual([[{ a: 1 }], [], [{ c: '3' }]]);
    }));

  test('has timeouts, and keeps what the URL says', () =>
    using(async (connection) => {
      const [row] =
        await connection.query(`select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock,
        current_setting('work_mem') as memory, current_setting('application_name') as name`);
      expect(row).toEqual({ statement: '1s', lock: '100ms', memory: '9MB', name: 'relvar' });
      await expect(connection.query('select pg_sleep(5)')).rejects.toMatchObject({ code: 'statement-timeout' });
    }, '?options=-c%20work_mem%3D9MB%20-c%20lock_timeout%3D100%20-c%20statement_timeout%3D5000'));

  test('leaves nothing in the session that a pooler would pass on', () =>
    using(async (connection) => {
      await connection.exec('commit');
      const [row] = await connection.query(
        `select current_setting('statement_timeout') as statement, current_setting('default_transaction_read_only') as reading`,
      );
      expect(row).toEqual({ statement: '0', reading: 'off' });
    }));

  test('says who locks what it waits for', () =>
    using(async (connection, write) => {
      await write('create table "Busy" (a int check (a > 0))');
      await write('begin; lock table "Busy" in access exclusive mode');
      await expect(connection.query('select * from "Busy"')).rejects.toMatchObject({
        code: 'lock-timeout',
        message: expect.stringMatching(/locked exclusively: "Busy" by process \d+$/),
      });
      await write('rollback');
      // What comes after is read in a new transaction, read-only as before.
      expect(await connection.query('select current_setting($1) as reading', ['transaction_read_only'])).toEqual([
        { reading: 'on' },
      ]);
    }));

  test('that is cut off midway', () =>
    using(async (connection, write) => {
      const [row] = await connection.query('select pg_backend_pid() as pid');
      await write(`select pg_terminate_backend(${row?.['pid']})`);
      await expect(connection.query('select 1')).rejects.toMatchObject({ code: 'connection-lost' });
      await expect(connection.queryAll(['select 1'])).rejects.toMatchObject({ code: 'connection-lost' });
    }));

  test('that is cut off during a query', () =>
    using(async (connection, write) => {
      const [row] = await connection.query('select pg_backend_pid() as pid');
      const sleeping = expect(connection.query('select pg_sleep(0.9)')).rejects.toMatchObject({
        code: 'connection-lost',
      });
      await write(`select pg_terminate_backend(${row?.['pid']})`);
      await sleeping;
    }));
});
