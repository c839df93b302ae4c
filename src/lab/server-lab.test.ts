import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { embedded, resetDatabase } from '../../test/embedded.ts';
import { describeWithPostgres, type PostgresServer, withDatabase } from '../../test/servers/postgres.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Change } from '../catalog/change.ts';
import { noStatistics } from '../catalog/statistics.ts';
import { postgres } from '../engines/postgres/index.ts';
import type { Lab } from './lab.ts';
import { openServerLab } from './server-lab.ts';

const shop = `
  create table customers (id int primary key, email text not null, tags text[]);
  create table orders (id bigint primary key, customer_id int not null references customers, placed timestamptz not null, state text);
  create index orders_customer on orders (customer_id);
  create view late as select id from orders where state = 'late';`;

const catalogs = new Map<string, Promise<Catalog>>();

function catalogOf(sql: string): Promise<Catalog> {
  const read = async () => {
    await resetDatabase();
    const database = await embedded();
    await database.exec(sql);
    return await postgres.introspect(database);
  };
  const catalog = catalogs.get(sql) ?? read();
  catalogs.set(sql, catalog);
  return catalog;
}

async function asked(url: string, sql: string): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(sql);
    return rows.map((row) => row.name);
  } finally {
    await client.end();
  }
}

const scratchDatabases = (server: PostgresServer) =>
  asked(server.url, `select datname as name from pg_database where datname like 'relvar\\_lab\\_%' order by 1`);

async function databaseOf(lab: Lab): Promise<string> {
  const [row] = await lab.connection.query('select current_database() as name');
  return String(row?.['name']);
}

async function withLab<T>(url: string, sql: string, use: (lab: Lab) => Promise<T>): Promise<T> {
  const lab = await openServerLab(url, await catalogOf(sql));
  try {
    return await use(lab);
  } finally {
    await lab.close();
  }
}

const newIndex: Change = {
  kind: 'create index',
  table: { schema: 'public', name: 'orders' },
  name: 'orders_state',
  keys: [{ column: 'state' }, { column: 'placed', descending: true }],
  predicate: "state <> 'done'",
};

/** So that the planner of an empty table takes an index wherever there is one. */
const eager = { enable_seqscan: 'off' };

describeWithPostgres([13, 15, 17, 18], 'a lab on a server', (server) => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openServerLab(server.url, await catalogOf(shop));
  });
  afterAll(() => lab.close());

  test('is a database of its own, which is gone when it is closed', async () => {
    const lab = await openServerLab(server.url, await catalogOf(shop));
    const name = await databaseOf(lab);
    expect(name).toMatch(/^relvar_lab_[0-9a-f]{12}$/);
    expect(await scratchDatabases(server)).toContain(name);
    expect(lab.kind).toBe('server');
    expect(lab.name).toContain(`PostgreSQL ${server.version}`);
    const catalog = await lab.introspect();
    expect(catalog.tables.map((table) => table.name)).toEqual(['customers', 'orders']);
    expect(catalog.tables[1]?.indexes.map((index) => index.name)).toContain('orders_customer');
    expect(catalog.views.map((view) => view.name)).toEqual(['late']);
    await lab.close();
    await lab.close();
    expect(await scratchDatabases(server)).not.toContain(name);
  });

  test('leaves the database that the URL names alone', () =>
    withDatabase(server, async (database) => {
      await database.query('create table orders (mine text)');
      await database.query(`insert into orders values ('kept')`);
      const look = () =>
        database.query(
          `select relname, xmin::text from pg_class where relnamespace = 'public'::regnamespace order by 1`,
        );
      const before = await look();
      await withLab(database.url, shop, async (lab) => {
        expect(await databaseOf(lab)).not.toBe(database.name);
        await lab.suppose({ changes: [newIndex] }, [{ sql: 'select from orders' }]);
      });
      expect(await look()).toEqual(before);
      expect(await database.query('select mine from orders')).toEqual([{ mine: 'kept' }]);
    }));

  test('is refused to a role that may not create databases, in one line', async () => {
    const role = `relvar_test_plain_${process.pid}`;
    await asked(server.url, `create role ${role} login`);
    try {
      const url = new URL(server.url);
      url.username = role;
      const refusal = await openServerLab(url.href, await catalogOf(shop)).catch((error: unknown) => error);
      expect(refusal).toMatchObject({ code: 'lab-refused' });
      expect(String(refusal)).toContain(`the role ${role} may not create databases`);
      expect(String(refusal)).not.toContain('\n');
    } finally {
      // Refused to a role that owns a database.
      await asked(server.url, `drop role ${role}`);
    }
  });

  test('works for a role that is no superuser', async () => {
    const role = `relvar_test_creator_${process.pid}`;
    await asked(server.url, `create role ${role} login createdb`);
    try {
      const url = new URL(server.url);
      url.username = role;
      await withLab(url.href, shop, async (lab) => {
        const sql = 'select * from orders where customer_id = 7';
        const [hidden] = await lab.suppose({ without: ['public.orders_customer'] }, [{ sql, settings: eager }]);
        expect(JSON.stringify(hidden)).not.toContain('orders_customer');
        expect((await lab.plan({ sql, settings: eager })).json).toContain('orders_customer');
        const [, last] = await lab.suppose({ without: ['public.customers_pkey'] }, [
          { sql },
          { sql: 'select nonsense' },
        ]);
        expect(last).toMatchObject({ error: expect.stringContaining('nonsense') });
      });
    } finally {
      await asked(server.url, `drop role ${role}`);
    }
  });

  test('can stand beside another one', async () => {
    const catalog = await catalogOf(shop);
    const labs = await Promise.all([openServerLab(server.url, catalog), openServerLab(server.url, catalog)]);
    const names = await Promise.all(labs.map(databaseOf));
    expect(new Set(names).size).toBe(2);
    await labs[0].close();
    expect(await databaseOf(labs[1])).toBe(names[1]);
    await labs[1].close();
    const left = await scratchDatabases(server);
    expect(names.filter((name) => left.includes(name))).toEqual([]);
  });

  test('is dropped when the run is interrupted, and not made when it was before', async () => {
    const interruption = new AbortController();
    const lab = await openServerLab(server.url, await catalogOf(shop), interruption.signal);
    const name = await databaseOf(lab);
    const running = lab.connection.query('select pg_sleep(20)').catch((error: unknown) => error);
    interruption.abort();
    expect(await running).toMatchObject({ code: 'connection-lost' });
    await lab.close();
    expect(await scratchDatabases(server)).not.toContain(name);
    await expect(openServerLab(server.url, await catalogOf(shop), interruption.signal)).rejects.toMatchObject({
      name: 'AbortError',
    });
  });

  test('is dropped, too, when its connection broke', async () => {
    const lab = await openServerLab(server.url, await catalogOf(shop));
    const name = await databaseOf(lab);
    await asked(
      server.url,
      `select pg_terminate_backend(pid)::text as name from pg_stat_activity where datname = '${name}'`,
    );
    await expect(lab.plan({ sql: 'select 1' })).rejects.toMatchObject({ code: 'connection-lost' });
    await lab.close();
    expect(await scratchDatabases(server)).not.toContain(name);
  });

  test('drops what killed runs left behind, and nothing else', async () => {
    const names = ['old', 'young', 'used', 'unmarked'].map((what) => `relvar_lab_${what}${process.pid}`);
    const [old, young, used, unmarked] = names;
    const mark = (name: string | undefined, time: string) =>
      asked(server.url, `comment on database ${name} is 'scratch database of relvar, made ${time}'`);
    for (const name of names) await asked(server.url, `create database ${name} template template0`);
    const url = new URL(server.url);
    url.pathname = `/${used}`;
    const user = new pg.Client({ connectionString: url.href });
    await user.connect();
    try {
      await mark(old, '2024-02-29T12:00:00Z');
      await mark(used, '2024-02-29T12:00:00Z');
      await mark(young, new Date().toISOString());
      await withLab(server.url, shop, async () => {
        const left = await scratchDatabases(server);
        expect(names.filter((name) => left.includes(name))).toEqual([young, used, unmarked]);
      });
    } finally {
      await user.end();
      for (const name of names) await asked(server.url, `drop database if exists ${name}`);
    }
  });

  test('makes roles without login for a schema that names them, and drops them', async () => {
    const role = `relvar_test_tenant_${process.pid}`;
    const roles = () =>
      asked(server.url, `select rolname || rolcanlogin as name from pg_roles where rolname = '${role}'`);
    const sql = `create role ${role} login superuser; ${shop} grant select on orders to ${role};
      create policy own on orders to ${role} using (true);`;
    await catalogOf(sql);
    const database = await embedded();
    await database.exec(`drop table if exists orders, customers cascade; drop role if exists ${role}`);
    await withLab(server.url, sql, async (lab) => {
      expect(await roles()).toEqual([`${role}false`]);
      expect((await lab.introspect()).tables[1]?.policies[0]?.roles).toEqual([role]);
    });
    expect(await roles()).toEqual([]);
  });

  test('plans with values, without, and for any values', async () => {
    const sql = 'select * from orders where customer_id = $1 and state = $2;';
    const generic = await lab.plan({ sql, settings: eager });
    expect(generic.json).toContain('customer_id = $1');
    expect(generic.plan.root.totalCost).toBeGreaterThan(0);
    const sampled = await lab.plan({ sql, samples: ['42', null], settings: eager });
    expect(sampled.json).not.toContain('$1');
    const late = await lab.plan({ sql, samples: ['42', "it's"], settings: eager });
    expect(late.json).toContain(`(state = 'it''s'::text)`);
    expect((await lab.plan({ sql: 'select 1' })).plan.root.kind).toBe('Result');
    // Settings for one query do not stay.
    expect((await lab.plan({ sql: 'select * from customers' })).plan.root.kind).toBe('Seq Scan');
    expect(await lab.connection.query('select name from pg_prepared_statements')).toEqual([]);
  });

  test('plans one query after the other, however they are asked for', async () => {
    const [one, other, refused, supposed] = await Promise.all([
      lab.plan({ sql: 'select 1 as one', settings: { jit: 'off' } }),
      lab.plan({ sql: 'select * from orders where customer_id = $1', samples: ['1'], settings: eager }),
      lab.plan({ sql: 'select nonsense' }).catch((error: unknown) => error),
      lab.suppose({ without: ['public.orders_customer'] }, [
        { sql: 'select * from orders where customer_id = 1', settings: eager },
      ]),
    ]);
    expect(one.plan.root.kind).toBe('Result');
    expect(other.json).toContain('orders_customer');
    expect(refused).toMatchObject({ code: 'query-refused' });
    expect(JSON.stringify(supposed)).not.toContain('orders_customer');
  });

  test('says why a query is not planned, and where', async () => {
    await expect(lab.plan({ sql: 'select id,\n  colour from orders' })).rejects.toMatchObject({
      code: 'query-refused',
      message: 'line 2, column 3: column "colour" does not exist',
    });
    await expect(lab.plan({ sql: 'selec 1' })).rejects.toMatchObject({ code: 'query-refused' });
    await expect(lab.plan({ sql: 'select 1', settings: { work_mem: 'much' } })).rejects.toMatchObject({
      code: 'query-refused',
    });
    expect((await lab.plan({ sql: 'select 2' })).plan.root.kind).toBe('Result');
  });

  test('supposes indexes, and forgets them', async () => {
    const sql = "select * from orders where state = 'late' order by placed desc";
    const changes: readonly Change[] = [
      newIndex,
      {
        kind: 'create index',
        table: { schema: 'public', name: 'customers' },
        name: 'customers_tags',
        method: 'gin',
        keys: [{ column: 'tags' }],
      },
    ];
    const before = await lab.plan({ sql, settings: eager });
    const supposed = await lab.suppose({ changes }, [
      { sql, settings: eager },
      { sql: "select * from customers where tags @> '{a}'", settings: eager },
    ]);
    expect(JSON.stringify(supposed[0])).toMatch(/orders_state/);
    expect(JSON.stringify(supposed[1])).toContain('customers_tags');
    expect(await lab.plan({ sql, settings: eager })).toEqual(before);
    const [after] = (await lab.introspect()).tables.filter((table) => table.name === 'orders');
    expect(after?.indexes.map((index) => index.name)).not.toContain('orders_state');
    expect((await lab.introspect()).extensions.map((extension) => extension.name)).not.toContain('hypopg');
    // By hypopg where it is, whose indexes have names of their own.
    const byHypopg = JSON.stringify(supposed[0]).includes('<');
    const there = await asked(server.url, `select name from pg_available_extensions where name = 'hypopg'`);
    expect(byHypopg).toBe(there.length > 0);
    expect(lab.limits.some((limit) => limit.includes('hypopg is not installed'))).toBe(there.length === 0);
  });

  test('supposes that an index is not there, and other changes', async () => {
    const sql = 'select * from orders where customer_id = 7';
    const [without] = await lab.suppose({ without: ['public.orders_customer'] }, [{ sql, settings: eager }]);
    expect(JSON.stringify(without)).not.toContain('orders_customer');
    const [type] = await lab.suppose(
      { changes: [{ kind: 'drop column', table: { schema: 'public', name: 'orders' }, column: 'placed' }] },
      [{ sql: 'select placed from orders' }],
    );
    expect(type).toEqual({ error: 'line 1, column 8: column "placed" does not exist' });
    expect((await lab.plan({ sql, settings: eager })).json).toContain('orders_customer');
    await expect(lab.suppose({ without: ['public.nowhere'] }, [{ sql }])).rejects.toMatchObject({
      code: 'no-such-index',
    });
    await expect(
      lab.suppose({ changes: [{ ...newIndex, keys: [{ column: 'nothing' }] }] }, [{ sql }]),
    ).rejects.toMatchObject({ code: 'change-refused' });
    expect((await lab.plan({ sql, settings: eager })).json).toContain('orders_customer');
  });

  test('rehearses, and takes over settings', async () => {
    const [[rehearsal] = []] = await lab.rehearse([
      [{ sql: 'ALTER TABLE public.orders ALTER COLUMN customer_id TYPE bigint', transactional: true }],
    ]);
    expect(rehearsal?.rewritten).toEqual([{ schema: 'public', name: 'orders' }]);
    expect(rehearsal?.locks[0]).toMatchObject({ mode: 'ACCESS EXCLUSIVE', known: 'seen' });
    expect(await lab.believe(await lab.introspect(), { ...noStatistics, settings: { enable_seqscan: 'off' } })).toEqual(
      [],
    );
    expect((await lab.plan({ sql: 'select * from orders where customer_id = 7' })).json).toContain('orders_customer');
    expect(lab.can.sizes).toBe(false);
    expect(lab.limits.join()).toContain('its tables are empty');
  });
});

test('a lab wants the URL of a PostgreSQL server', async () => {
  for (const url of ['mysql://root:secret@127.0.0.1/shop', 'shop', 'postgres']) {
    const refusal = await openServerLab(url, await catalogOf(shop)).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'bad-url' });
    expect(String(refusal)).not.toContain('secret');
  }
  await expect(openServerLab('postgres://127.0.0.1:1/shop', await catalogOf(shop))).rejects.toMatchObject({
    code: 'connection-refused',
  });
});
