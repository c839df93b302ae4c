import { expect, test } from 'vitest';
import { majors } from '../../../test/servers/binaries.ts';
import { describeWithPostgres, type PostgresDatabase, withDatabase } from '../../../test/servers/postgres.ts';
import type { Connection } from '../connection.ts';
import { arrayElements } from './array-text.ts';
import { connect } from './connect.ts';
import { readStatistics } from './statistics.ts';

const data = `
create schema "Odd Schema";
create table orders (id serial primary key, state text, tags int[], "no te" text, city text, body text);
insert into orders (state, tags, "no te", city, body)
  select (array['new', 'it''s "odd", {really}', 'a\\b', ''])[1 + i % 4], array[i % 3, i % 2], case when i % 4 = 0 then 'x' end,
    'city ' || i % 1000, (select string_agg(md5(i::text || j), '') from generate_series(1, 100) j) from generate_series(1, 2000) i;
create index orders_city on orders (city);
create table "Odd Schema"."Empty, one" (id int);
create table never_analysed (id int primary key) with (autovacuum_enabled = off);
insert into never_analysed select generate_series(1, 1000);
create table grown (id int) with (autovacuum_enabled = off);
insert into grown select generate_series(1, 1000);
create table parts (id int not null, at date not null) partition by range (at);
create table parts_1 partition of parts for values from ('2024-01-01') to ('2024-02-01');
create table parts_2 partition of parts for values from ('2024-02-01') to ('2024-03-01') partition by list (id);
create table parts_2_rest partition of parts_2 default;
insert into parts select i, '2024-01-15' from generate_series(1, 300) i;
insert into parts select i % 5, '2024-02-15' from generate_series(1, 700) i;
create materialized view cities as select city, count(*) as orders from orders group by city;
create sequence unused;
alter table orders set (autovacuum_enabled = off)`;

/** Each in its own transaction, and counted by the server before it goes on. */
async function prepare(database: PostgresDatabase): Promise<void> {
  await database.query(data);
  await database.query('analyze');
  await database.query('insert into grown select generate_series(1, 9000)');
  await database.query('delete from orders where id <= 100');
  await database.query('update orders set city = city where id <= 150');
  await database.query('set enable_seqscan = off');
  for (let i = 0; i < 3; i++) await database.query(`select * from orders where city = 'city 5'`);
  await database.query('reset enable_seqscan');
  for (let i = 0; i < 2; i++) await database.query('select count(*) from orders');
  await database.query('drop table never_analysed');
  await database.query('create table never_analysed (id int primary key) with (autovacuum_enabled = off)');
  await database.query('insert into never_analysed select generate_series(1, 1000)');
}

/** Counters reach their place a moment after the transaction that they count. */
async function counted(database: PostgresDatabase): Promise<void> {
  for (let patience = 0; patience < 100; patience++) {
    const [row] = await database.query(
      `select pg_stat_clear_snapshot(), coalesce(sum(n_live_tup), 0)::int as live from pg_stat_user_tables where relname = 'never_analysed'`,
    );
    const [orders] = await database.query(
      `select n_dead_tup::int as dead, seq_scan::int as scans, idx_scan::int as found from pg_stat_user_tables where relname = 'orders'`,
    );
    if (
      row?.['live'] === 1000 &&
      Number(orders?.['dead']) >= 100 &&
      Number(orders?.['scans']) >= 2 &&
      Number(orders?.['found']) >= 3
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the counters do not come');
}

async function live<T>(url: string, use: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await connect(url);
  return await use(connection).finally(() => connection.close());
}

describeWithPostgres(majors, 'statistics', (server) => {
  test('count since the reset of their counters, and where there was none since the server or the cluster began', () =>
    withDatabase(server, async (database) => {
      const read = async () => (await live(database.url, readStatistics)).statistics;
      const before = await read();
      const [told] = await database.query(
        'select stats_reset is null as never from pg_stat_database where datname = current_database()',
      );
      expect(before.countersNeverReset ?? false).toBe(told?.['never']);
      expect(Date.parse(before.countersSince ?? '')).toBeLessThanOrEqual(Date.parse(before.takenAt ?? ''));
      await database.query('select pg_stat_reset()');
      // The counters of older servers are written by a process of their own, a moment later.
      await expect.poll(async () => (await read()).countersNeverReset, { timeout: 20_000 }).toBeUndefined();
      await expect
        .poll(async () => Date.parse((await read()).countersSince ?? '') >= Date.parse(before.takenAt ?? ''), {
          timeout: 20_000,
        })
        .toBe(true);
    }));

  test('are what direct queries say', () =>
    withDatabase(server, async (database) => {
      await prepare(database);
      await counted(database);
      const { statistics, diagnostics } = await live(database.url, readStatistics);
      expect(diagnostics).toEqual([]);
      const orders = statistics.tables['public.orders'];
      if (!orders) throw new Error(Object.keys(statistics.tables).join());
      const [real] =
        await database.query(`select pg_relation_size('orders')::int as bytes, pg_total_relation_size('orders')::int as total,
        pg_indexes_size('orders')::int as indexes, count(*)::int as rows from orders`);
      expect(orders).toMatchObject({
        origin: 'observed',
        bytes: real?.['bytes'],
        pages: Number(real?.['bytes']) / 8192,
      });
      // The free space and visibility maps are not counted.
      expect(Math.abs((orders.totalBytes ?? 0) - Number(real?.['total']))).toBeLessThan(12 * 8192);
      expect(orders.rows).toBeGreaterThanOrEqual(1900);
      expect(orders.rows).toBeLessThan(2200);
      expect(orders).toMatchObject({ inserted: 2000, deleted: 100, updated: 50 });
      // Some are cleared away on the way.
      expect(orders.deadRows).toBeGreaterThanOrEqual(100);
      expect(orders.sequentialScans).toBeGreaterThanOrEqual(2);
      expect(orders.indexScans).toBeGreaterThanOrEqual(3);
      expect(orders.modifiedSinceAnalyze).toBeGreaterThanOrEqual(150);
      expect(orders.lastAnalyze).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      expect(orders).not.toHaveProperty('lastVacuum');
      expect(orders.frozenAge).toBeGreaterThan(0);
      expect(statistics.indexes['public.orders_city']).toMatchObject({ bytes: expect.any(Number), rows: 2000 });
      expect(statistics.indexes['public.orders_city']?.scans).toBeGreaterThanOrEqual(3);
      if (server.version >= 16) expect(statistics.indexes['public.orders_city']?.lastScan).toMatch(/Z$/);
      expect(Object.keys(statistics.indexes).filter((name) => name.includes('toast'))).toEqual([]);
    }));

  test('tell columns with their common values, whatever is in them', () =>
    withDatabase(server, async (database) => {
      await prepare(database);
      const { columns = {} } = (await live(database.url, readStatistics)).statistics.tables['public.orders'] ?? {};
      expect(columns['id']).toMatchObject({ nullFraction: 0, distinct: -1, averageWidth: 4 });
      expect(columns['id']?.correlation).toBeCloseTo(1, 3);
      expect(columns['id']?.histogram?.[0]).toBe('1');
      expect(columns['id']?.histogram?.at(-1)).toBe('2000');
      expect(columns['id']).not.toHaveProperty('commonValues');
      const states = columns['state']?.commonValues ?? [];
      expect(states.map((one) => one.value).sort()).toEqual(['', 'a\\b', `it's "odd", {really}`, 'new'].sort());
      for (const state of states) expect(state.fraction).toBeCloseTo(0.25, 2);
      expect(columns['tags']?.commonValues?.map((one) => one.value).sort()).toEqual([
        '{0,0}',
        '{0,1}',
        '{1,0}',
        '{1,1}',
        '{2,0}',
        '{2,1}',
      ]);
      expect(columns['no te']?.nullFraction).toBeCloseTo(0.75, 2);
      expect(columns['city']?.distinct).toBeLessThan(0);
    }));

  test('know tables that were never analysed, that are empty, that have grown, and partitioned ones', () =>
    withDatabase(server, async (database) => {
      await prepare(database);
      await counted(database);
      const { tables } = (await live(database.url, readStatistics)).statistics;
      expect(tables['public.never_analysed']).toMatchObject({ rows: 1000, columns: {} });
      expect(tables['"Odd Schema"."Empty, one"']).toMatchObject({ rows: 0, bytes: 0, totalBytes: 0, columns: {} });
      expect(tables['public.grown']?.rows, 'as dense as before, on more pages').toBeGreaterThanOrEqual(9000);
      expect(tables['public.cities']?.rows).toBe(1000);
      expect(tables['public.parts_2_rest']).toMatchObject({ rows: 700, pages: 4 });
      expect(tables['public.parts']).toMatchObject({ origin: 'observed', rows: 1000 });
      expect(tables['public.parts']).not.toHaveProperty('bytes');
      expect(tables['public.parts_2']?.rows).toBe(700);
      expect(tables['public.parts']?.columns['at']?.commonValues?.map((one) => one.value)).toEqual([
        '2024-02-15',
        '2024-01-15',
      ]);
    }));

  test('tell the server, its settings and the last values of sequences', () =>
    withDatabase(server, async (database) => {
      await prepare(database);
      await database.query(`select setval('unused', 7, false); alter database ${database.name} set work_mem = '7MB'`);
      const { statistics } = await live(database.url, readStatistics);
      expect(statistics.serverVersion).toMatch(new RegExp(`^${server.version}\\.`));
      expect(statistics.standby).toBe(false);
      expect(Date.parse(statistics.takenAt ?? '')).toBeGreaterThan(Date.now() - 600_000);
      expect(Date.parse(statistics.countersSince ?? '')).toBeLessThanOrEqual(Date.now());
      expect(statistics.settings).toMatchObject({
        block_size: '8192',
        work_mem: '7168kB',
        random_page_cost: '4',
        enable_mergejoin: 'on',
        server_encoding: 'UTF8',
        jit_above_cost: '100000',
        from_collapse_limit: '8',
        default_statistics_target: '100',
      });
      // 8 kB is the unit of this one, of which SET knows nothing.
      const [cache] = await database.query(
        `select setting::int8 * 8 || 'kB' as size from pg_settings where name = 'effective_cache_size'`,
      );
      expect(statistics.settings['effective_cache_size']).toBe(cache?.['size']);
      expect(statistics.settings['statement_timeout'], 'not that of our own session').toBe('0');
      for (const [name, value] of Object.entries(statistics.settings)) {
        const [known] = await database.query('select context from pg_settings where name = $1', [name]);
        if (known?.['context'] !== 'user') continue;
        await database.query(`select set_config($1, $2, false)`, [name, value]);
        const [now] = await database.query('select setting = reset_val as same from pg_settings where name = $1', [
          name,
        ]);
        // The setting of the database came after this connection.
        expect([name, now?.['same']]).toEqual([name, name !== 'work_mem']);
      }
      expect(statistics.sequences).toEqual({ 'public.orders_id_seq': { lastValue: 2000n }, 'public.unused': {} });
    }));

  test('are read without rights, and tell what is missing', () =>
    withDatabase(server, async (database) => {
      const role = `relvar_test_poor_${server.version}_${process.pid}`;
      await prepare(database);
      await database.query(`create role ${role} login; alter table parts enable row level security; grant select on parts, parts_1 to ${role};
        grant select (id) on grown to ${role}; revoke all on schema public from public`);
      try {
        const url = new URL(database.url);
        url.username = role;
        const { statistics, diagnostics } = await live(url.href, readStatistics);
        expect(diagnostics.map((one) => one.message)).toEqual([
          'the column statistics of 6 tables could not be read: "Odd Schema"."Empty, one", public.cities, public.never_analysed and 3 more',
          'the column statistics of 1 table could not be read: public.parts',
          'the last value of 2 sequences could not be read: public.orders_id_seq, public.unused',
        ]);
        expect(diagnostics[0]?.hint?.includes('pg_read_all_data')).toBe(server.version >= 14);
        expect(statistics.tables['public.orders']).toMatchObject({ rows: expect.any(Number), columns: {} });
        expect(Object.keys(statistics.tables['public.grown']?.columns ?? {})).toEqual(['id']);
        expect(statistics.sequences).toEqual({});
      } finally {
        await database.query(`drop owned by ${role}; drop role ${role}`);
      }
    }));

  test('are read while tables are locked, and without locks that are kept', () =>
    withDatabase(server, async (database) => {
      await prepare(database);
      await database.query(
        'begin; lock table orders in access exclusive mode; lock table never_analysed in access exclusive mode',
      );
      await live(database.url, async (connection) => {
        const { statistics } = await readStatistics(connection);
        expect(statistics.tables['public.orders']?.pages).toBeGreaterThan(0);
        expect(statistics.tables['public.grown']?.rows).toBeGreaterThanOrEqual(9000);
        const locks = await connection.query(
          `select distinct mode from pg_locks where pid = pg_backend_pid() and locktype = 'relation' and relation >= 16384`,
        );
        expect(locks.map((row) => row['mode']).filter((mode) => mode !== 'AccessShareLock')).toEqual([]);
      });
      await database.query('rollback');
    }));

  test('tell sizes as they were analysed and as they are', () =>
    withDatabase(server, async (database) => {
      await prepare(database);
      await counted(database);
      await database.query('vacuum (analyze) orders');
      await database.query('insert into orders (state) select null from generate_series(1, 5000)');
      const { tables, indexes } = (await live(database.url, readStatistics)).statistics;
      const [then] = await database.query(
        `select relpages, reltuples, relallvisible from pg_class where oid = 'orders'::regclass`,
      );
      expect(tables['public.orders']).toMatchObject({
        analyzedPages: then?.['relpages'],
        analyzedRows: then?.['reltuples'],
        allVisiblePages: then?.['relallvisible'],
      });
      expect(then?.['relallvisible']).toBeGreaterThan(0);
      expect(tables['public.orders']?.pages).toBeGreaterThan(Number(then?.['relpages']));
      expect(indexes['public.orders_city']?.pages).toBeGreaterThan(indexes['public.orders_city']?.analyzedPages ?? 1e9);
      expect(tables['public.never_analysed']).not.toHaveProperty('analyzedRows');
      expect(tables['public.never_analysed']).not.toHaveProperty('allVisiblePages');
    }));

  test('tell elements of arrays, text searches and ranges', () =>
    withDatabase(server, async (database) => {
      await database.query(`create table kinds (tags text[], words tsvector, during tsrange, spread int4range);
        insert into kinds select case when i % 10 > 0 then array['a', 'b, "c"', 'd' || i % 3] end, to_tsvector('simple', 'x y z' || i % 4),
          tsrange('2024-01-01', timestamp '2024-01-01' + i * interval '1 hour'), case when i % 5 = 0 then 'empty' else int4range(i, i + 7) end
          from generate_series(1, 1000) i;
        set datestyle = 'German'; analyze kinds`);
      await database.query(`alter database ${database.name} set datestyle = 'German'`);
      const columns = (await live(database.url, readStatistics)).statistics.tables['public.kinds']?.columns ?? {};
      const tags = columns['tags']?.elements;
      expect(tags?.values).toEqual(['a', 'b, "c"', 'd0', 'd1', 'd2']);
      // Least, greatest, and the share of null elements follow.
      expect(tags?.fractions).toHaveLength(5 + 3);
      expect(tags?.fractions[0]).toBeCloseTo(1, 2);
      expect(tags?.fractions.at(-1)).toBe(0);
      expect(tags?.counts?.at(-1)).toBeCloseTo(3, 2);
      expect(columns['words']?.elements?.values).toEqual(['x', 'y', 'z0', 'z1', 'z2', 'z3']);
      expect(columns['words']?.elements).not.toHaveProperty('counts');
      if (server.version < 17) expect(columns['spread']).not.toHaveProperty('ranges');
      else {
        expect(columns['spread']?.ranges?.emptyFraction).toBeCloseTo(0.2, 2);
        expect(columns['spread']?.ranges?.lengths?.every((length) => length === 7)).toBe(true);
        expect(columns['during']?.ranges?.bounds?.[0], 'written as ISO 8601 whatever the session').toMatch(
          /^\["2024-01-01 00:00:00","2024-01-01 0\d:00:00"\)$/,
        );
      }
    }));

  test('tell parents alone and with their children, and expressions of indexes', () =>
    withDatabase(server, async (database) => {
      await database.query(`create table parent (a int); create table child () inherits (parent);
        insert into parent select 1 from generate_series(1, 100); insert into child select i from generate_series(1, 900) i;
        create index parent_twice on parent (((a * 2)::text), a); create index parent_text on parent ((a::text || 'x'))`);
      await database.query('analyze');
      const { tables, indexes } = (await live(database.url, readStatistics)).statistics;
      expect(tables['public.parent']?.columns['a']?.distinct).toBe(1);
      expect(Math.abs(tables['public.parent']?.inheritedColumns?.['a']?.distinct ?? 0)).not.toBe(1);
      expect(tables['public.child']).not.toHaveProperty('inheritedColumns');
      expect(Object.keys(indexes['public.parent_twice']?.columns ?? {})).toEqual(['text']);
      expect(indexes['public.parent_text']?.columns?.['expr']?.commonValues).toEqual([{ value: '1x', fraction: 1 }]);
    }));

  test('tell what is known of columns together', () =>
    withDatabase(server, async (database) => {
      const expressions = server.version >= 14;
      await database.query(`create table places (gone int, city text, zip text, "is it" bool, at date);
        alter table places drop column gone;
        insert into places select 'city ' || i % 10, 'zip ' || i % 20, case when i % 4 > 0 then i % 2 = 0 end, date '2024-01-01' + i from generate_series(1, 2000) i;
        create statistics trio on zip, city, "is it" from places;
        ${expressions ? 'create statistics months on city, (extract(month from at)), (lower(zip)) from places;' : ''}
        create statistics never on zip, at from places;
        create table parted (a int, b int) partition by range (a); create table parted_1 partition of parted for values from (0) to (10);
        insert into parted select i % 10, i % 5 from generate_series(1, 1000) i; create statistics of_parted (ndistinct) on a, b from parted`);
      await database.query('analyze places, parted');
      await database.query('drop statistics never; create statistics never on zip, at from places');
      const { multivariate = {} } = (await live(database.url, readStatistics)).statistics;
      expect(Object.keys(multivariate).sort()).toEqual(
        ['public.trio', ...(expressions ? ['public.months'] : []), 'public.of_parted'].sort(),
      );
      const trio = multivariate['public.trio'];
      expect(trio?.distinct).toContainEqual({ columns: ['city', 'zip'], distinct: 20 });
      expect(trio?.distinct).toContainEqual({ columns: ['city', 'zip', 'is it'], distinct: 20 });
      expect(trio?.dependencies).toContainEqual({ columns: ['zip'], determines: 'city', degree: 1 });
      expect(trio?.dependencies).toContainEqual({
        columns: ['city', 'is it'],
        determines: 'zip',
        degree: expect.any(Number),
      });
      const one = trio?.commonValues?.find(({ values }) => values[1] === 'zip 4');
      expect(one).toEqual({
        values: ['city 4', 'zip 4', null],
        fraction: expect.closeTo(0.05, 3),
        baseFraction: expect.any(Number),
      });
      expect(one?.baseFraction).toBeLessThan(0.02);
      expect(multivariate['public.of_parted']?.distinct).toEqual([{ columns: ['a', 'b'], distinct: 10 }]);
      if (!expressions) return;
      const months = multivariate['public.months'];
      const [month = '', lower = ''] = Object.keys(months?.expressions ?? {});
      expect([month, lower]).toEqual([expect.stringContaining('at)'), 'lower(zip)']);
      expect(months?.expressions?.[lower]).toMatchObject({ nullFraction: 0, distinct: 20 });
      expect(months?.expressions?.[lower]?.commonValues?.map(({ value }) => value)).toContain('zip 7');
      expect(months?.distinct).toContainEqual({ columns: ['city', lower], distinct: 20 });
      expect(months?.distinct).toContainEqual({ columns: [month, lower], distinct: expect.any(Number) });
      expect(months?.dependencies).toContainEqual({ columns: [lower], determines: 'city', degree: 1 });
    }));

  test('tell what meta pages of indexes say to a superuser who has pageinspect', () =>
    withDatabase(server, async (database) => {
      await database.query(`create schema tools; create extension pageinspect schema tools;
        create table "T t" (id int primary key, b int); insert into "T t" select i, i from generate_series(1, 100000) i;
        create table empty (id int primary key); create unlogged table fast (id int primary key); create index on "T t" using hash (b);
        create table lists (a int[]); insert into lists select array[i, i + 1] from generate_series(1, 1000) i; create index on lists using gin (a);
        insert into lists select array[i, i + 1] from generate_series(1, 1000) i`);
      const { indexes } = (await live(database.url, readStatistics)).statistics;
      expect(indexes['public."T t_pkey"']?.height).toBe(1);
      expect(indexes['public.empty_pkey']?.height).toBe(0);
      expect(indexes['public.fast_pkey']?.height).toBe(0);
      expect(indexes['public."T t_b_idx"']).not.toHaveProperty('height');
      expect(indexes['public.lists_a_idx']?.counts).toMatchObject({ entries: 1001, pendingPages: expect.any(Number) });
      expect(indexes['public.lists_a_idx']?.counts?.pendingPages).toBeGreaterThan(0);
      const role = `relvar_test_plain_${server.version}_${process.pid}`;
      await database.query(`create role ${role} login; grant usage on schema tools to ${role}`);
      try {
        const url = new URL(database.url);
        url.username = role;
        const { statistics } = await live(url.href, readStatistics);
        expect(statistics.indexes['public.empty_pkey']).not.toHaveProperty('height');
      } finally {
        await database.query(`drop owned by ${role}; drop role ${role}`);
      }
    }));

  test('of hundreds of sequences', () =>
    withDatabase(server, async (database) => {
      await database.query(
        `do $$ begin for i in 1..1100 loop execute format('create sequence s%s', i); end loop; end $$; select nextval('s1100')`,
      );
      let trips = 0;
      const { statistics } = await live(database.url, (connection) =>
        readStatistics({
          ...connection,
          query: (...given) => {
            trips++;
            return connection.query(...given);
          },
          queryAll: (given) => {
            trips++;
            return connection.queryAll(given);
          },
        }),
      );
      expect(Object.keys(statistics.sequences)).toHaveLength(1100);
      expect(statistics.sequences['public.s1100']).toEqual({ lastValue: 1n });
      expect(trips).toBe(3);
    }));
});

test('array elements', () => {
  expect(arrayElements('{}')).toEqual([]);
  expect(arrayElements('{1,2}')).toEqual(['1', '2']);
  expect(arrayElements('{a b,"NULL",NULL,""}')).toEqual(['a b', 'NULL', '']);
  expect(arrayElements(String.raw`{"a,b","\"","\\","{1,2}",'}`)).toEqual(['a,b', '"', '\\', '{1,2}', "'"]);
  expect(arrayElements('[0:1]={7,8}')).toEqual(['7', '8']);
});
