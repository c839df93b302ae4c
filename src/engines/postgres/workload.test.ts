import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findBinaries, majors } from '../../../test/servers/binaries.ts';
import { describeWithPostgres, withDatabase } from '../../../test/servers/postgres.ts';
import { type StartedServer, startPostgres } from '../../../test/servers/start.ts';
import type { Workload } from '../../catalog/workload.ts';
import type { Diagnostic } from '../../findings/error.ts';
import { connect } from './connect.ts';
import { introspect } from './introspect/index.ts';
import { readStatistics } from './statistics.ts';
import { readWorkload } from './workload.ts';

interface Read {
  readonly workload: Workload;
  readonly diagnostics: readonly Diagnostic[];
}

async function workloadOf(url: string): Promise<Read> {
  const connection = await connect(url);
  try {
    const read = await readWorkload(connection);
    // The transaction goes on whatever came of it.
    expect(await connection.query('select 1 as one')).toEqual([{ one: 1 }]);
    return read;
  } finally {
    await connection.close();
  }
}

for (const version of majors) {
  const binaries = findBinaries(version);
  describe.skipIf('why' in binaries)(`the workload of PostgreSQL ${version}`, () => {
    let server: StartedServer;
    let client: pg.Client;
    beforeAll(async () => {
      if (!('folder' in binaries)) return;
      server = await startPostgres(binaries.folder, {
        shared_preload_libraries: 'pg_stat_statements',
        'pg_stat_statements.track_planning': 'on',
      });
      client = new pg.Client({ connectionString: server.url });
      await client.connect();
      await client.query(`create schema monitoring; create extension pg_stat_statements schema monitoring;
        create table orders (id int primary key, customer text, total numeric); insert into orders select i, 'c' || i % 10, i from generate_series(1, 1000) i`);
    }, 60_000);
    afterAll(async () => {
      await client?.end();
      await server?.stop();
    });

    test('is told by query, the heaviest first, with what it cost', async () => {
      await client.query('select monitoring.pg_stat_statements_reset()');
      for (let i = 0; i < 5; i++) await client.query(`select * from orders where customer = 'c${i}' and total > ${i}`);
      await client.query(`select count(*) from orders a, orders b where a.total <> b.total`);
      await client.query(`with n as (select 1 as id) insert into orders select id + 5000, 'x', 1 from n`);
      await client.query(`update /* a comment */ orders set total = 5 where id = 3`);
      const { workload, diagnostics } = await workloadOf(server.url);
      expect(diagnostics).toEqual([]);
      const totals = workload.queries.map((query) => query.totalMilliseconds ?? 0);
      expect(totals).toEqual([...totals].sort((a, b) => b - a));
      expect(workload.queries.map((query) => query.sql).sort()).toEqual(
        [
          'update /* a comment */ orders set total = $1 where id = $2',
          'select * from orders where customer = $1 and total > $2',
          'select count(*) from orders a, orders b where a.total <> b.total',
          'with n as (select $1 as id) insert into orders select id + $2, $3, $4 from n',
        ].sort(),
      );
      const found = workload.queries.find((query) => query.sql.startsWith('select * from orders'));
      expect(found).toMatchObject({ calls: 5, user: 'postgres', temporaryPagesWritten: 0 });
      expect(found?.fingerprint).toMatch(/^-?\d+$/);
      expect(found?.rows).toBe(496);
      expect(found?.meanMilliseconds).toBeCloseTo((found?.totalMilliseconds ?? 0) / 5, 6);
      expect(found?.deviationMilliseconds).toBeGreaterThan(0);
      expect(found?.planningMilliseconds).toBeGreaterThan(0);
      expect(found?.pagesHit).toBeGreaterThan(0);
      if (version >= 14) expect(Date.parse(workload.since ?? '')).toBeGreaterThan(Date.now() - 3_600_000);
    });

    test('tells no utility statements, nothing of the system catalogs and nothing of relvar itself', async () => {
      await client.query('select monitoring.pg_stat_statements_reset()');
      await client.query(`create role keeper password 'hidden'; alter role keeper password 'hidden'; drop role keeper`);
      await client.query(`select 'hidden' as secret into made from orders; drop table made`);
      await client.query(`create table made as select 'hidden' as secret; drop table made`);
      await client.query(`explain select * from orders where customer = 'hidden'`);
      await client.query(`prepare one as select * from orders where customer = 'hidden'; execute one; deallocate one`);
      await client.query(
        `begin; declare c cursor for select * from orders where customer = 'hidden'; fetch c; rollback`,
      );
      await client.query(`copy (select * from orders where customer = 'hidden') to '/dev/null'`);
      await client.query(
        `select relname from pg_class; select * from pg_catalog.pg_type t join information_schema.tables on true limit 1`,
      );
      await client.query(`select set_config('work_mem', '8MB', false), 1 as hidden`);
      await client.query('select * from orders where pg_typeof(total)::text = customer');
      const connection = await connect(server.url);
      await introspect(connection);
      await readStatistics(connection);
      await connection.close();
      const { workload } = await workloadOf(server.url);
      expect(JSON.stringify(workload)).not.toContain('hidden');
      expect(workload.queries.map((query) => query.sql)).toContain(
        'select * from orders where pg_typeof(total)::text = customer',
      );
      const carried = workload.queries.filter((query) => query.sql === 'select * from orders where customer = $1');
      expect(carried.length).toBeGreaterThanOrEqual(2);
      if (version >= 17) expect(carried[0]?.countedSince).toMatch(/^\d{4}-\d\d-\d\dT/);
      // What utility statements plan may be counted by itself, without its constants.
      expect(workload.queries.filter((query) => !query.sql.startsWith('select * from orders'))).toEqual([]);
    });

    test('writes typed constants so that they can be planned', async () => {
      await client.query('select monitoring.pg_stat_statements_reset()');
      await client.query(
        `select id from orders where now() > timestamp with time zone '2024-01-01' + interval '1 day'`,
      );
      const { workload } = await workloadOf(server.url);
      const [query] = workload.queries;
      expect(query?.sql).toBe('select id from orders where now() > $1::timestamp with time zone + $2::interval');
      await client.query(`prepare planned as ${query?.sql}`);
    });

    test('adds up what several users did, and says what is hidden from one', async () => {
      await client.query(`select monitoring.pg_stat_statements_reset()`);
      await client.query(
        `create role other login; grant select on orders to other; grant usage on schema monitoring to other`,
      );
      const other = new pg.Client({ connectionString: server.url.replace('postgres@', 'other@') });
      await other.connect();
      for (const one of [client, client, other]) await one.query('select max(total) from orders');
      await client.query('select min(total) from orders');
      await other.end();
      const all = (await workloadOf(server.url)).workload.queries;
      expect(all.find((query) => query.sql.includes('max('))).toMatchObject({ calls: 3 });
      expect(all.find((query) => query.sql.includes('max('))).not.toHaveProperty('user');
      const own = await workloadOf(server.url.replace('postgres@', 'other@'));
      expect(own.workload.queries.map((query) => [query.sql, query.calls])).toEqual([
        ['select max(total) from orders', 1],
      ]);
      expect(own.diagnostics).toMatchObject([
        { code: 'workload-not-read', hint: 'grant pg_read_all_stats to the role' },
      ]);
      expect(own.diagnostics[0]?.message).toMatch(
        /^\d+ queries of other users could not be read: [1-9]\d* calls that took [\d.]+ s are missing here$/,
      );
      await client.query('revoke usage on schema monitoring from other');
      const none = await workloadOf(server.url.replace('postgres@', 'other@'));
      expect(none.workload.queries).toEqual([]);
      expect(none.diagnostics[0]?.message).toContain('may not be read');
      await client.query('drop owned by other; drop role other');
    });

    test('is read from the extension of an older server, too', async () => {
      const oldest = version >= 17 ? '1.8' : '1.4';
      await client.query(
        `drop extension pg_stat_statements; create extension pg_stat_statements version '${oldest}' schema monitoring`,
      );
      try {
        await client.query('select monitoring.pg_stat_statements_reset()');
        await client.query('select max(id) from orders where total > 7');
        const { workload, diagnostics } = await workloadOf(server.url);
        expect(diagnostics).toEqual([]);
        expect(workload).not.toHaveProperty('since');
        expect(workload.queries).toMatchObject([{ sql: 'select max(id) from orders where total > $1', calls: 1 }]);
      } finally {
        await client.query('drop extension pg_stat_statements; create extension pg_stat_statements schema monitoring');
      }
    });
  });
}

describeWithPostgres(majors, 'without pg_stat_statements', (server) => {
  test('there is no workload, and how to have one is said', () =>
    withDatabase(server, async (database) => {
      const absent = await workloadOf(database.url);
      expect(absent.workload).toEqual({ queries: [] });
      expect(absent.diagnostics).toMatchObject([
        {
          severity: 'note',
          code: 'workload-not-read',
          hint: expect.stringContaining('CREATE EXTENSION pg_stat_statements'),
        },
      ]);
      const [row] = await database.query(`select current_setting('shared_preload_libraries') as libraries`);
      if (String(row?.['libraries']).includes('pg_stat_statements')) return;
      await database.query('create extension pg_stat_statements');
      const asleep = await workloadOf(database.url);
      expect(asleep.workload).toEqual({ queries: [] });
      expect(asleep.diagnostics).toMatchObject([{ hint: expect.stringContaining('shared_preload_libraries') }]);
    }));
});
