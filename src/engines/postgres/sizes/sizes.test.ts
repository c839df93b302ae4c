import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWithPostgres, withDatabase } from '../../../../test/servers/postgres.ts';
import type { Catalog } from '../../../catalog/catalog.ts';
import { qualified } from '../../../catalog/names.ts';
import type { Statistics } from '../../../catalog/statistics.ts';
import { postgres } from '../index.ts';

const rows = 200_000;

/** Tables of shapes that are met in practice, with as many rows, and indexes of all methods on them. */
const schema = `
create extension if not exists pg_trgm;
create extension if not exists pageinspect;
create table numbers (
  id bigint primary key, small smallint not null, even integer not null, few integer not null, half integer,
  random bigint not null, money numeric(12, 2) not null, flag boolean not null, ratio double precision not null,
  at timestamptz not null
);
insert into numbers select n, n % 7, n / 5, hashint8(n) % 50, case when n % 2 = 0 then (hashint8(n) % 1000)::int end,
  hashint8extended(n, 1), (hashint8(n) % 100000)::numeric / 100, n % 10 = 0, random(),
  '2024-01-01'::timestamptz + n * interval '1 minute' from generate_series(1, ${rows}) n;
create index numbers_few on numbers (few);
create index numbers_even on numbers (even);
create index numbers_half on numbers (half);
create index numbers_random on numbers (random);
create index numbers_money on numbers (money);
create index numbers_ratio on numbers (ratio);
create index numbers_few_at on numbers (few, at);
create index numbers_few_small on numbers (few, small);
create index numbers_even_include on numbers (even) include (at, few);
create index numbers_flag_at on numbers (at) where flag;
create index numbers_half_present on numbers (half) where half is not null;
create index numbers_few_full on numbers (few) with (fillfactor = 50);
create index numbers_day on numbers (date_trunc('day', at at time zone 'utc'));
create index numbers_at_brin on numbers using brin (at);
create index numbers_at_brin_fine on numbers using brin (at) with (pages_per_range = 4);
create index numbers_random_hash on numbers using hash (random);
create index numbers_few_hash on numbers using hash (few);
create index numbers_even_hash on numbers using hash (even);

create table texts (
  id uuid not null, email text not null, digest text not null, status varchar(20) not null, city text,
  code char(12) not null, body text not null
);
insert into texts select gen_random_uuid(), 'user' || hashint8(n) || '.' || n % 97 || '@example.' || (array['com','org','net'])[n % 3 + 1],
  md5(n::text), (array['pending','delivered','cancelled','shipped'])[n % 4 + 1],
  case when n % 3 > 0 then 'city ' || hashint8(n) % 3000 end, lpad((n * 7)::text, 12, '0'),
  repeat('lorem ipsum dolor ', (1 + abs(hashint8(n)) % 12)::int) from generate_series(1, ${rows}) n;
alter table texts add primary key (id);
create unique index texts_email on texts (email);
create index texts_lower on texts (lower(email));
create index texts_digest on texts (digest);
create index texts_status on texts (status);
create index texts_city on texts (city);
create index texts_status_city on texts (status, city);
create index texts_code on texts (code);
create index texts_email_hash on texts using hash (email);
create index texts_email_trgm on texts using gin (email gin_trgm_ops);

create table documents (
  id integer primary key, tags text[] not null, numbers integer[] not null, attributes jsonb not null, words tsvector not null,
  place point not null, span int4range not null
);
insert into documents select n,
  (select array_agg('tag' || floor(300 * random() ^ 2 + 0 * k)) from generate_series(1, 1 + n % 5) k),
  array[n % 100, hashint8(n) % 5000, hashint8(n + 1) % 20000],
  jsonb_build_object('colour', (array['red','green','blue'])[n % 3 + 1], 'size', n % 40, 'weight', hashint8(n) % 10000,
    'brand', 'brand ' || hashint8(n) % 200, 'active', n % 2 = 0),
  to_tsvector('simple', (select string_agg('w' || floor(20000 * random() ^ 3 + 0 * k), ' ') from generate_series(1, 20 + n % 2) k)),
  point(random() * 1000, random() * 1000), int4range((n * 10)::int, (n * 10 + hashint8(n) % 100 + 100)::int)
from generate_series(1, ${rows}) n;
create index documents_tags on documents using gin (tags);
create index documents_numbers on documents using gin (numbers);
create index documents_attributes on documents using gin (attributes);
create index documents_paths on documents using gin (attributes jsonb_path_ops);
create index documents_words on documents using gin (words);
create index documents_place on documents using gist (place);
create index documents_span on documents using gist (span);
create index documents_place_spgist on documents using spgist (place);

create collation folded (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
create table towns (
  id integer primary key, town integer not null, country integer not null, name text collate folded not null, code char(3) not null,
  network cidr not null, visits integer not null, day date not null, data jsonb not null
);
create statistics towns_country (ndistinct) on town, country from towns;
insert into towns select n, t, t / 30, 'Town ' || t % 500, 'T' || t % 90, ('10.' || t % 200 || '.0.0/16')::cidr,
  exp(9 * (hashint8(n)::float8 / 4294967296 + 0.5))::int, '2020-01-01'::date + n / 90,
  jsonb_build_object('kind', (array['a','b','c'])[n % 3 + 1], 'note', md5(n::text)) || case when n % 5 = 0 then '{"late": true}'::jsonb else '{}' end
from generate_series(1, 100000) n, lateral (select abs(hashint8(n * 7)) % 3000 as t) one;
create index towns_both on towns (country, town);
create index towns_name on towns (name);
create index towns_code on towns (code);
create index towns_network on towns (network);
create index towns_visits on towns (visits);
create index towns_day on towns (id, day);
create index towns_late on towns (day) where data ? 'late';
create index towns_kind on towns ((data ->> 'kind'));
create index towns_trgm on towns using gist (name gist_trgm_ops);

create table wide (id integer primary key, a text not null, b text, long text not null);
insert into wide select n, repeat('x', 50 + n % 100), case when n % 2 = 0 then repeat('y', 200) end,
  (select string_agg(md5((n * 100 + k)::text), '') from generate_series(1, 120) k) from generate_series(1, 3000) n;
analyze;
vacuum analyze;
`;

describeWithPostgres([18], 'sizes', (server) => {
  let catalog: Catalog;
  let statistics: Statistics;
  let release: (() => void) | undefined;

  beforeAll(async () => {
    await new Promise<void>((resolve, reject) => {
      withDatabase(server, async (database) => {
        for (const statement of schema.split(/;\s*\n/)) if (statement.trim() !== '') await database.query(statement);
        const connection = await postgres.connect(database.url);
        catalog = await postgres.introspect(connection);
        statistics = (await postgres.readStatistics(connection)).statistics;
        await connection.close();
        resolve();
        await new Promise<void>((done) => {
          release = done;
        });
      }).catch(reject);
    });
  }, 300_000);
  afterAll(() => release?.());

  /** The model's pages and the server's, of every index of a method. */
  function compared(method: string) {
    return catalog.tables.flatMap((table) => {
      const known = statistics.tables[qualified(table)];
      return table.indexes
        .filter((index) => index.method === method)
        .map((index) => {
          const real = statistics.indexes[qualified({ schema: table.schema, name: index.name })];
          if (!known?.pages || !real?.pages) throw new Error(`no statistics of ${index.name}`);
          const { pages, height, rows, columns } = postgres.sizes.index({
            table,
            index,
            rows: known.rows,
            columns: known.columns,
            heapPages: known.pages,
            context: postgres.sizes.context(catalog, statistics, table),
          });
          return { name: index.name, error: pages / real.pages - 1, height, real, rows, columns };
        });
    });
  }

  function errorsAbove(limit: number, method: string): readonly string[] {
    const all = compared(method);
    expect(all).not.toEqual([]);
    return all
      .filter((one) => Math.abs(one.error) > limit)
      .map((one) => `${one.name}: ${(one.error * 100).toFixed(1)}%`);
  }

  test('tables are as large as the server makes them, to 3%', () => {
    const errors = catalog.tables.flatMap((table) => {
      const known = statistics.tables[qualified(table)];
      if (!known?.pages) throw new Error(`no statistics of ${table.name}`);
      const error = postgres.sizes.heap({ table, rows: known.rows, columns: known.columns }).pages / known.pages - 1;
      return Math.abs(error) > 0.03 ? [`${table.name}: ${(error * 100).toFixed(1)}%`] : [];
    });
    expect(errors).toEqual([]);
  });

  test('B-trees of all shapes, to 10%', () => {
    expect(errorsAbove(0.1, 'btree')).toEqual([]);
  });

  test('hash, SP-GiST and BRIN indexes, to 10%', () => {
    for (const method of ['hash', 'spgist', 'brin']) expect(errorsAbove(0.1, method)).toEqual([]);
  });

  test('GiST indexes, to 10% where values differ, and to 40% where they repeat', () => {
    expect(errorsAbove(0.1, 'gist').filter((one) => !one.startsWith('towns_trgm'))).toEqual([]);
    expect(errorsAbove(0.4, 'gist')).toEqual([]);
  });

  test('GIN indexes on arrays, documents, words and trigrams, to 30%', () => {
    expect(errorsAbove(0.3, 'gin')).toEqual([]);
  });

  test('B-trees are as high as the meta page says, but at a level’s edge', () => {
    const all = compared('btree');
    expect(all.filter((one) => one.real.height === undefined)).toEqual([]);
    const wrong = all.filter((one) => one.height !== one.real.height);
    expect(wrong.filter((one) => Math.abs((one.height ?? 0) - (one.real.height ?? 0)) > 1)).toEqual([]);
    expect(wrong.length / all.length).toBeLessThan(0.1);
  });

  test('from the pages alone, heights are the same, but at a level’s edge', () => {
    const all = compared('btree').filter((one) => (one.real.pages ?? 0) > 400);
    for (const { real } of all) expect(postgres.sizes.height(real.pages ?? 0, 8)).toBe(real.height);
  });

  test('a partial index has the rows that its predicate keeps', () => {
    const partial = compared('btree').filter((one) => /flag_at|present/.test(one.name));
    expect(partial.length).toBe(2);
    for (const { rows: kept, real } of partial) expect(Math.abs(kept / (real.rows ?? 0) - 1)).toBeLessThan(0.05);
  });

  test('keys that are expressions have the names that the server gives them', () => {
    for (const { columns, real } of compared('btree')) {
      expect(Object.keys(columns ?? {})).toEqual(Object.keys(real.columns ?? {}));
    }
  });
});
