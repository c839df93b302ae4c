import { expect, test } from 'vitest';
import { majors } from '../../../test/servers/binaries.ts';
import { describeWithPostgres, type PostgresDatabase, withDatabase } from '../../../test/servers/postgres.ts';
import { connect } from './connect.ts';
import { readEnds } from './ends.ts';
import { introspect } from './introspect/index.ts';
import { readStatistics } from './statistics.ts';

const data = `
create schema "Odd ""One";
create table "Odd ""One"."T" ("at T" timestamptz, b numeric, c text, d int, e int, f text collate "C", g int);
insert into "Odd ""One"."T" select timestamptz '2024-01-01 00:00+02' + i * interval '1 day', i / 8.0, case when i % 2 = 0 then 'name ' || i end, i, i, 'x' || i, i
  from generate_series(1, 1000) i;
create index used_at on "Odd ""One"."T" ("at T" desc, b);
create index used_c on "Odd ""One"."T" (c);
create index unused on "Odd ""One"."T" (d);
create index partly on "Odd ""One"."T" (e) where e > 10;
create index expressed on "Odd ""One"."T" ((d + 1));
create index other_order on "Odd ""One"."T" (f collate "POSIX");
create index hashed on "Odd ""One"."T" using hash (g);
create table nothing (id int primary key);
analyze`;

async function use(database: PostgresDatabase): Promise<void> {
  const from = 'from "Odd ""One"."T"';
  await database.query('set enable_seqscan = off; set enable_bitmapscan = off');
  await database.query(`select "at T" ${from} order by "at T" limit 1; select c ${from} where c = 'name 4'; select id from nothing where id = 1;
    select e ${from} where e = 15; select d ${from} where d + 1 = 7; select f ${from} where f collate "POSIX" = 'x7'; select g ${from} where g = 1`);
  for (let patience = 0; patience < 100; patience++) {
    const [row] = await database.query(
      `select pg_stat_clear_snapshot(), count(*)::int as used from pg_stat_user_indexes where idx_scan > 0`,
    );
    if (row?.['used'] === 7) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the counters do not come');
}

async function scans(database: PostgresDatabase): Promise<Readonly<Record<string, number>>> {
  await database.query('select pg_stat_clear_snapshot()');
  const rows = await database.query('select indexrelname as name, idx_scan::int as scans from pg_stat_user_indexes');
  return Object.fromEntries(rows.map((row) => [String(row['name']), Number(row['scans'])]));
}

describeWithPostgres(majors, 'ends of indexes', (server) => {
  test('are read of those in use alone, through the index', () =>
    withDatabase(server, async (database) => {
      await database.query(data);
      await use(database);
      const before = await scans(database);
      const [tables] = await database.query('select sum(seq_scan)::int as scans from pg_stat_user_tables');
      const connection = await connect(database.url);
      try {
        const catalog = await introspect(connection);
        const { statistics } = await readStatistics(connection);
        const [session] = await connection.query(
          `select current_setting('statement_timeout') as t, current_setting('enable_sort') as s`,
        );
        const read = await readEnds(connection, catalog, statistics);
        expect(read.diagnostics).toEqual([]);
        const ends = Object.entries(read.statistics.indexes).flatMap(([name, one]) =>
          one.ends ? [[name, one.ends]] : [],
        );
        expect(Object.fromEntries(ends)).toEqual({
          '"Odd ""One".used_at': { least: '2024-01-01 22:00:00+00', greatest: '2026-09-26 22:00:00+00' },
          '"Odd ""One".used_c': { least: 'name 10', greatest: 'name 998' },
        });
        expect({ ...read.statistics, indexes: {} }).toEqual({ ...statistics, indexes: {} });
        expect(
          await connection.query(
            `select current_setting('statement_timeout') as t, current_setting('enable_sort') as s`,
          ),
        ).toEqual([session]);
      } finally {
        await connection.close();
      }
      await new Promise((resolve) => setTimeout(resolve, 1500));
      const after = await scans(database);
      for (const name of ['unused', 'partly', 'expressed', 'other_order', 'hashed'])
        expect([name, after[name]]).toEqual([name, before[name]]);
      expect(await database.query('select sum(seq_scan)::int as scans from pg_stat_user_tables')).toEqual([tables]);
    }));

  test('are not read without the right to, nor of what is locked; the rest is', () =>
    withDatabase(server, async (database) => {
      const role = `relvar_test_ends_${server.version}_${process.pid}`;
      await database.query(`create table open (id int primary key); create table closed (id int primary key); create table guarded (id int primary key);
        create table busy (id int primary key); insert into open select generate_series(1, 50); insert into busy values (1); insert into guarded values (1);
        insert into closed values (1); analyze; alter table guarded enable row level security;
        create role ${role} login; grant select on open, guarded, busy to ${role}`);
      const writer = await connect(database.url);
      try {
        const url = new URL(database.url);
        url.username = role;
        const connection = await connect(url.href);
        try {
          const catalog = await introspect(connection);
          const { statistics } = await readStatistics(connection);
          const used = Object.fromEntries(
            Object.entries(statistics.indexes).map(([name, one]) => [name, { ...one, scans: 1 }]),
          );
          await database.query('begin; lock table busy');
          const read = await readEnds(connection, catalog, { ...statistics, indexes: used });
          await database.query('rollback');
          expect(Object.values(read.statistics.indexes).filter((one) => one.ends)).toHaveLength(1);
          expect(read.statistics.indexes['public.open_pkey']?.ends).toEqual({ least: '1', greatest: '50' });
          expect(read.diagnostics).toMatchObject([
            { message: expect.stringMatching(/^the ends of 3 indexed columns were not read/) },
          ]);
        } finally {
          await connection.close();
        }
      } finally {
        await writer.close();
        await database.query(`drop owned by ${role}; drop role ${role}`);
      }
    }));
});
