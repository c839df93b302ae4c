import { expect, test } from 'vitest';
import { featureSql } from '../../../../test/features.ts';
import { majors } from '../../../../test/servers/binaries.ts';
import { describeWithPostgres, type PostgresDatabase, withDatabase } from '../../../../test/servers/postgres.ts';
import type { Connection, Limits } from '../../connection.ts';
import { connect } from '../connect.ts';
import { introspect } from './index.ts';

const limits: Limits = { connect: 10_000, statement: 30_000, lock: 300 };

async function live<T>(url: string, use: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await connect(url, limits);
  return await use(connection).finally(() => connection.close());
}

const tables = (count: number) => `do $$ begin
  create table if not exists parents (id int primary key, name text not null);
  for i in 1..${count} loop
    execute format('create table t%s (id int primary key generated always as identity, parent int references parents, state text default %L check (state <> %L),
      price numeric(12, 2) not null, made timestamptz not null default now(), note varchar(200), unique (parent, state))', i, 'new', '');
    execute format('create index on t%s (lower(note)) where price > 0', i);
  end loop; end $$`;

async function loaded(database: PostgresDatabase, version: number): Promise<void> {
  for (const feature of ['constraints', 'partitions', 'views', 'triggers'] as const) {
    await database.query(`create schema ${feature}; set search_path = ${feature}, public`);
    // Without the roles that the loader would make.
    await database.query(featureSql(feature, version).replace(/^grant .*$/gm, ''));
  }
}

describeWithPostgres(majors, 'reading a live schema', (server) => {
  test('takes three round trips, whatever the number of tables', () =>
    withDatabase(server, async (database) => {
      const trips = async () =>
        await live(database.url, async (connection) => {
          let count = 0;
          const catalog = await introspect({
            ...connection,
            query: (...given) => {
              count++;
              return connection.query(...given);
            },
            queryAll: (given) => {
              count++;
              return connection.queryAll(given);
            },
            exec: () => Promise.reject(new Error('not asked for')),
          });
          return [catalog.tables.length, count];
        });
      await database.query(tables(1));
      expect(await trips()).toEqual([2, 3]);
      await database.query('drop table t1');
      await database.query(tables(100));
      expect(await trips()).toEqual([101, 3]);
    }));

  test('locks nothing for longer than a moment, and reads no table', () =>
    withDatabase(server, async (database) => {
      await loaded(database, server.version);
      // Loading has scanned, and what is counted is written down late.
      const settled = async () => {
        for (let last = -1; ; ) {
          const [row] = await database.query(
            `select pg_stat_clear_snapshot(), sum(seq_scan)::int as scans, sum(idx_scan)::int as found from pg_stat_user_tables`,
          );
          if (Number(row?.['scans']) > 0 && row?.['scans'] === last) return row;
          last = Number(row?.['scans']);
          await new Promise((resolve) => setTimeout(resolve, 1100));
        }
      };
      const before = await settled();
      const held = await live(database.url, async (connection) => {
        await introspect(connection);
        return await connection.query(
          `select relation::regclass::text as name, mode from pg_locks where pid = pg_backend_pid() and locktype = 'relation' and relation >= 16384 and mode <> 'AccessShareLock'`,
        );
      });
      expect(held).toEqual([]);
      expect(await settled()).toEqual(before);
    }));

  test('needs no privilege on anything', () =>
    withDatabase(server, async (database) => {
      const role = `relvar_test_none_${server.version}_${process.pid}`;
      await loaded(database, server.version);
      await database.query(`revoke all on schema public from public; create role ${role} login nosuperuser`);
      try {
        const url = new URL(database.url);
        url.username = role;
        const all = await live(database.url, introspect);
        expect(await live(url.href, introspect)).toEqual({ ...all, reader: role });
      } finally {
        await database.query(`drop role ${role}`);
      }
    }));

  test('says which table is locked, and does not hang', () =>
    withDatabase(server, async (database) => {
      await loaded(database, server.version);
      await database.query('begin; lock table constraints.amounts in access exclusive mode');
      const started = performance.now();
      await live(database.url, async (connection) => {
        await expect(introspect(connection)).rejects.toMatchObject({
          code: 'lock-timeout',
          message: expect.stringMatching(/locked exclusively: constraints\.amounts by process \d+$/),
        });
        expect(performance.now() - started).toBeLessThan(10_000);
        await database.query('rollback');
        expect((await introspect(connection)).tables.length, 'the connection goes on').toBeGreaterThan(10);
      });
    }));

  test('says that the schema was changed meanwhile, or leaves out what is gone', () =>
    withDatabase(server, async (database) => {
      await loaded(database, server.version);
      const changes = [
        'drop index partitions.only_here',
        'drop view views.listed',
        'drop table constraints.bookings',
        'drop schema triggers cascade',
      ];
      for (const change of changes) {
        await live(database.url, async (connection) => {
          await connection.query('select count(*) from pg_class');
          await database.query(change);
          const result = await introspect(connection).catch((error: unknown) => error);
          if (result instanceof Error) expect(result).toMatchObject({ code: 'schema-changed' });
        });
      }
    }));
});

describeWithPostgres([18], 'a large schema', (server) => {
  test('of 1 900 tables is read in seconds', () =>
    withDatabase(server, async (database) => {
      // In parts: a transaction can hold only so many locks.
      for (let part = 0; part < 19; part++) {
        await database.query(`create schema s${part}; set search_path = s${part}`);
        await database.query(tables(100));
      }
      const started = performance.now();
      const catalog = await live(database.url, introspect);
      const seconds = (performance.now() - started) / 1000;
      expect(catalog.tables).toHaveLength(1919);
      expect(catalog.tables.flatMap((table) => table.columns)).toHaveLength(11_438);
      expect(seconds).toBeLessThan(15);
    }));
});
