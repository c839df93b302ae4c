import { beforeEach, describe, expect, test } from 'vitest';
import { embedded, resetDatabase } from '../../../test/embedded.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import { noStatistics, type Statistics, type TableStatistics } from '../../catalog/statistics.ts';
import { parseRows, withVolumes } from '../../config/volumes.ts';
import { parseVolumes } from '../../config/volumes-file.ts';
import { postgres } from '../../engines/postgres/index.ts';
import { type Derived, derive } from './derive.ts';

const options = { sizes: postgres.sizes, traits: postgres.traits('18'), now: new Date('2026-06-01T00:00:00Z') };

beforeEach(resetDatabase);

async function catalogOf(sql: string): Promise<Catalog> {
  const database = await embedded();
  await database.exec(sql);
  return postgres.introspect(database);
}

async function derived(sql: string, rows = '', statistics: Statistics = noStatistics): Promise<Derived> {
  const catalog = await catalogOf(sql);
  const declared = rows === '' ? statistics : withVolumes(catalog, statistics, parseRows([rows]), 'public').statistics;
  return derive(catalog, declared, options);
}

function rowsOf({ statistics }: Derived): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(statistics.tables).map(([name, table]) => [name.replace('public.', ''), table.rows]),
  );
}

const shop = `
create table users (id bigint generated always as identity primary key, email text not null unique);
create table orders (id bigint generated always as identity primary key, user_id bigint not null references users);
create table order_items (
  id bigint primary key, order_id bigint not null references orders on delete cascade, product_id bigint not null
);
create table products (id bigint primary key, name text not null, price numeric(10, 2) not null, created_at timestamptz);
create table profiles (user_id bigint primary key references users);
create table countries (code char(2) primary key, name text not null);
create table tags (id bigint primary key, name text not null);
create table product_tags (product_id bigint references products, tag_id bigint references tags, primary key (product_id, tag_id));
create table audit_log (id bigint primary key, entry text);
create table things (id bigint primary key, description text, weight numeric, made_at timestamptz);
`;

describe('rows', () => {
  test('follow from one number, upwards and downwards', async () => {
    const result = await derived(shop, 'orders=50M');
    expect(rowsOf(result)).toEqual({
      users: 5_000_000,
      orders: 50_000_000,
      order_items: 150_000_000,
      products: 10_000,
      profiles: 5_000_000,
      countries: 250,
      tags: 1000,
      product_tags: 20_000,
      audit_log: 50_000_000,
      things: 10_000,
    });
    expect(result.reasons.get('public.order_items')?.rows).toBe('3 per order: order_items references orders');
    expect(result.reasons.get('public.users')?.rows).toBe('10 per user: orders references users');
    expect(result.reasons.get('public.orders')?.rows).toBe('declared');
    expect(result.statistics.tables['public.orders']?.origin).toBe('declared');
    expect(result.statistics.tables['public.users']?.origin).toBe('derived');
  });

  test('are no more than 1G where only guesses lead to them', async () => {
    const names = Array.from({ length: 20 }, (_, at) => `level_${String.fromCharCode(97 + at)}`);
    const chain = names.map((name, at) =>
      at === 0
        ? `create table ${name} (id bigint primary key, weight numeric)`
        : `create table ${name} (id bigint primary key, weight numeric, parent_id bigint not null references ${names[at - 1]})`,
    );
    const result = await derived(chain.join(';'));
    expect(Math.max(...Object.values(rowsOf(result)))).toBe(1_000_000_000);
    expect(result.reasons.get('public.level_t')?.rows).toBe('level_t references level_s: no more than 1G are presumed');
    await resetDatabase();
    expect(rowsOf(await derived(chain.slice(0, 2).join(';'), 'level_a=5G'))['level_b']).toBe(15_000_000_000);
  });

  test('of partitions follow from the table above: by the span of time, nothing in the future', async () => {
    const result = await derived(
      `create table events (id bigint, at timestamptz not null) partition by range (at);
       create table events_2025 partition of events for values from ('2025-01-01') to ('2026-01-01');
       create table events_2026 partition of events for values from ('2026-01-01') to ('2027-01-01');
       create table events_2027 partition of events for values from ('2027-01-01') to ('2028-01-01');
       create table events_rest partition of events default;
       create table jobs (id bigint) partition by hash (id);
       create table jobs_0 partition of jobs for values with (modulus 2, remainder 0);
       create table jobs_1 partition of jobs for values with (modulus 2, remainder 1);`,
      'events=1M,jobs=10k',
    );
    const rows = rowsOf(result);
    expect(rows['events_2027']).toBe(0);
    expect(rows['events_rest']).toBe(10_000);
    // 365 days against 151.
    expect((rows['events_2025'] ?? 0) / (rows['events_2026'] ?? 0)).toBeCloseTo(365 / 151, 1);
    expect(rows['jobs_0']).toBe(5000);
    expect(result.statistics.tables['public.events']?.pages).toBeUndefined();
  });

  test('of a partitioned table are the sum of those of its partitions', async () => {
    const result = await derived(
      `create table events (at date) partition by list (at);
       create table events_a partition of events for values in ('2025-01-01');
       create table events_b partition of events for values in ('2025-01-02');`,
      'events_a=300,events_b=200',
    );
    expect(rowsOf(result)['events']).toBe(500);
  });

  test('do not hang on circles', async () => {
    const result = await derived(
      `create table a (id int primary key, b_id int); create table b (id int primary key, a_id int not null references a);
       alter table a add foreign key (b_id) references b;`,
    );
    expect(Object.values(rowsOf(result)).every((rows) => rows > 0)).toBe(true);
  });
});

describe('columns', () => {
  async function columnsOf(sql: string, rows: string, table: string): Promise<TableStatistics['columns']> {
    return (await derived(sql, rows)).statistics.tables[`public.${table}`]?.columns ?? {};
  }

  test('keys, references, states, flags and times', async () => {
    const columns = await columnsOf(
      `create type state as enum ('pending', 'paid', 'delivered', 'cancelled');
       create type colour as enum ('red', 'green', 'blue');
       create table users (id bigint primary key);
       create table orders (id bigint generated always as identity primary key, user_id bigint not null references users,
         state state not null, colour colour not null, kind text not null check (kind in ('a', 'b')),
         is_deleted boolean not null, deleted_at timestamptz, created_at timestamptz not null default now(),
         total numeric(12, 2) not null, email text not null, key uuid not null unique)`,
      'orders=1M,users=1000',
      'orders',
    );
    expect(columns['id']).toMatchObject({ distinct: -1, nullFraction: 0, correlation: 1 });
    expect(columns['id']?.histogram?.at(-1)).toBe('1000000');
    expect(columns['user_id']).toMatchObject({ distinct: 1000, nullFraction: 0 });
    const states = Object.fromEntries((columns['state']?.commonValues ?? []).map((one) => [one.value, one.fraction]));
    expect(states['delivered']).toBeGreaterThan(0.7);
    expect(states['pending']).toBeLessThan(0.05);
    expect(columns['colour']?.commonValues?.map((one) => one.fraction.toFixed(3))).toEqual(['0.333', '0.333', '0.333']);
    expect(columns['kind']).toMatchObject({ distinct: 2 });
    expect(columns['is_deleted']?.commonValues?.[0]).toEqual({ value: 'f', fraction: 0.98 });
    expect(columns['deleted_at']?.nullFraction).toBe(0.98);
    expect(columns['created_at']).toMatchObject({ correlation: 1 });
    expect(columns['created_at']?.histogram?.at(-1)).toBe('2026-06-01 00:00:00+00');
    expect(columns['key']).toMatchObject({ distinct: -1, correlation: 0 });
  });

  test('a text whose default is the state of a life has few values, whatever its name', async () => {
    const columns = await columnsOf(
      `create table jobs (id bigint primary key, state text not null default 'pending', stand text not null default 'open',
         home_state text not null)`,
      'jobs=1M',
      'jobs',
    );
    expect(columns['state']?.distinct).toBe(6);
    expect(columns['stand']?.distinct).toBe(6);
    expect(columns['home_state']?.distinct).toBe(500);
  });

  test('what is known is never overridden', async () => {
    const statistics: Statistics = {
      ...noStatistics,
      tables: {
        'public.users': {
          origin: 'observed',
          rows: 77,
          pages: 5,
          columns: { id: { nullFraction: 0, averageWidth: 8, distinct: -1, correlation: 0.25 } },
        },
      },
      indexes: { 'public.users_pkey': { bytes: 81_920, pages: 10, height: 1 } },
    };
    const result = await derived('create table users (id bigint primary key, email text not null)', '', statistics);
    const users = result.statistics.tables['public.users'];
    expect(users).toMatchObject({ origin: 'observed', rows: 77, pages: 5 });
    expect(users?.columns['id']?.correlation).toBe(0.25);
    expect(users?.columns['email']?.distinct).toBeLessThan(-0.5);
    expect(result.statistics.indexes['public.users_pkey']).toMatchObject({ bytes: 81_920, pages: 10, height: 1 });
    expect(result.reasons.get('public.users')?.columns).toMatchObject({ id: 'observed' });
  });

  test('of a closed list, values that are not declared share what is left', async () => {
    const catalog = await catalogOf(`create type state as enum ('new', 'paid', 'done');
      create table orders (id bigint primary key, state state not null, is_open boolean not null, note text not null)`);
    const volumes = parseVolumes(
      'tables:\n  orders: 1M\n  orders.state: { new: 0.3 }\n  orders.is_open: { true: 0.2 }\n  orders.note: { a: 0.01 }',
      'v.yaml',
    );
    const { statistics } = withVolumes(catalog, noStatistics, volumes, 'public');
    const columns = derive(catalog, statistics, options).statistics.tables['public.orders']?.columns;
    const states = Object.fromEntries((columns?.['state']?.commonValues ?? []).map((one) => [one.value, one.fraction]));
    expect(states['new']).toBe(0.3);
    expect(states['done']).toBeGreaterThan(0.6);
    expect(Object.values(states).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
    expect(columns?.['is_open']?.commonValues).toEqual([
      { value: 'f', fraction: 0.8 },
      { value: 't', fraction: 0.2 },
    ]);
    expect(columns?.['note']?.commonValues).toEqual([{ value: 'a', fraction: 0.01 }]);
  });

  test('what was observed grows to the rows that are declared over it', async () => {
    const statistics: Statistics = {
      ...noStatistics,
      tables: {
        'public.users': { origin: 'observed', rows: 1000, pages: 50, allVisiblePages: 40, columns: {} },
      },
    };
    const result = await derived('create table users (id bigint primary key)', 'users=100k', statistics);
    expect(result.statistics.tables['public.users']).toMatchObject({ rows: 100_000, pages: 5000, origin: 'declared' });
  });

  test.each([
    ['one long row', 1, 3],
    ['a handful of rows', 12, 40],
    ['rows on one page', 80, 1],
    ['no row', 0, 0],
  ])('%s is no measure of many, in the table or its indexes', async (_, rows, pages) => {
    const schema = 'create table docs (id bigint primary key, body text); create index by_body on docs (body)';
    const column = { nullFraction: 0, averageWidth: 18, distinct: -1 };
    const observed: Statistics = {
      ...noStatistics,
      tables: {
        'public.docs': {
          origin: 'observed',
          rows,
          pages,
          bytes: pages * 8192,
          totalBytes: pages * 3 * 8192,
          columns: rows === 0 ? {} : { id: { ...column, averageWidth: 8 }, body: column },
        },
      },
      indexes: {
        'public.docs_pkey': { bytes: 2 * 8192, pages: 2, rows, scans: 7 },
        'public.by_body': { bytes: 5 * 8192, pages: 5, rows },
      },
    };
    const catalog = await catalogOf(schema);
    const declared = withVolumes(catalog, observed, parseRows(['docs=50M']), 'public').statistics;
    const { statistics: few } = derive(catalog, declared, options);
    const columns = few.tables['public.docs']?.columns ?? {};
    const unsized: Statistics = {
      ...noStatistics,
      tables: { 'public.docs': { origin: 'observed', rows: 50e6, columns } },
    };
    const { statistics: none } = derive(catalog, unsized, options);
    const { bytes, pages: many, totalBytes } = none.tables['public.docs'] ?? {};
    expect(few.tables['public.docs']).toMatchObject({ rows: 50e6, bytes, pages: many, totalBytes });
    expect(few.indexes).toMatchObject(none.indexes);
    expect(few.indexes['public.docs_pkey']?.scans).toBe(7);
  });

  test('of rows declared over observed ones, indexes grow and references stay within what they refer to', async () => {
    const column = { nullFraction: 0, averageWidth: 8 };
    const statistics: Statistics = {
      ...noStatistics,
      tables: {
        'public.users': { origin: 'observed', rows: 2000, columns: { id: { ...column, distinct: -1 } } },
        'public.orders': {
          origin: 'observed',
          rows: 10_000,
          pages: 100,
          columns: {
            id: { ...column, distinct: -1 },
            user_id: { ...column, distinct: 1500 },
            seller_id: { ...column, distinct: -0.15 },
          },
        },
      },
      indexes: {
        'public.orders_pkey': { bytes: 30 * 8192, pages: 30, rows: 10_000 },
        'public.users_pkey': { bytes: 8 * 8192, pages: 8, rows: 2000 },
      },
    };
    const { statistics: grown } = await derived(
      `create table users (id bigint primary key);
      create table orders (id bigint primary key, user_id bigint references users, seller_id bigint references users)`,
      'orders=1M',
      statistics,
    );
    const orders = grown.tables['public.orders'];
    expect(orders?.columns).toMatchObject({
      id: { distinct: -1 },
      user_id: { distinct: 2000 },
      seller_id: { distinct: 2000 },
    });
    const index = grown.indexes['public.orders_pkey'];
    expect(index?.rows).toBe(1_000_000);
    expect(index?.pages).toBeGreaterThan(2700);
    expect(index?.pages).toBeLessThan(3100);
    expect(index?.bytes).toBe((index?.pages ?? 0) * 8192);
    expect(grown.indexes['public.users_pkey']).toMatchObject({ pages: 8, rows: 2000 });
  });
});

test('every table, column and index of a schema gets statistics that the engine takes', async () => {
  const sql = `${shop}
    create table odd (a json, b xml, c point, d tsvector, e int4range, f bit(3), g bytea, h inet, i interval, j time,
      k text[], l money, m char(3), n "char", o real, p macaddr, q jsonb, r int[], s name, t daterange);
    create index on odd using gin (q); create index on odd using gist (c); create index on odd using brin (i);
    create index on odd (lower(m)); create index on odd using hash (h);
    create materialized view sums as select user_id, count(*) as orders from orders group by 1;
    create unique index on sums (user_id);`;
  const { statistics } = await derived(sql);
  const database = await embedded();
  for (const [name, table] of Object.entries(statistics.tables)) {
    for (const [column, one] of Object.entries(table.columns)) {
      expect(one.averageWidth, `${name}.${column}`).toBeGreaterThan(0);
      expect(one.distinct, `${name}.${column}`).not.toBe(0);
      const shares = (one.commonValues ?? []).reduce((sum, value) => sum + value.fraction, one.nullFraction);
      expect(shares, `${name}.${column}`).toBeLessThanOrEqual(1.000001);
      const array = (values: readonly string[]) => `{${values.map((value) => `"${value}"`).join(',')}}`;
      const [taken] = await database.query(
        `select pg_restore_attribute_stats('schemaname', 'public', 'relname', $1::text, 'attname', $2::text,
           'inherited', false, 'null_frac', $3::real, 'avg_width', $4::int, 'n_distinct', $5::real
           ${one.commonValues ? ", 'most_common_vals', $6::text, 'most_common_freqs', $7::real[]" : ''}
           ${one.histogram ? `, 'histogram_bounds', $${one.commonValues ? 8 : 6}::text` : ''}
           ${one.correlation === undefined ? '' : `, 'correlation', ${one.correlation}::real`}) as taken`,
        [
          name.replace('public.', ''),
          column,
          one.nullFraction,
          Math.round(one.averageWidth),
          one.distinct,
          ...(one.commonValues
            ? [array(one.commonValues.map(({ value }) => value)), one.commonValues.map(({ fraction }) => fraction)]
            : []),
          ...(one.histogram ? [array(one.histogram)] : []),
        ],
      );
      expect(taken?.['taken'], `${name}.${column}`).toBe(true);
    }
  }
  const names = await database.query(
    "select relname from pg_class where relkind = 'i' and relnamespace = 'public'::regnamespace",
  );
  expect(names.length).toBeGreaterThan(10);
  for (const row of names) {
    expect(statistics.indexes[`public.${String(row['relname'])}`]?.pages, String(row['relname'])).toBeGreaterThan(0);
  }
});

test('the same bytes, whatever the order of the catalog', async () => {
  const catalog = await catalogOf(shop);
  const shuffled: Catalog = { ...catalog, tables: [...catalog.tables].reverse() };
  const once = derive(catalog, noStatistics, options).statistics.tables;
  const again = derive(shuffled, noStatistics, options).statistics.tables;
  expect(Object.keys(again).length).toBe(Object.keys(once).length);
  for (const [name, table] of Object.entries(once)) expect(again[name], name).toEqual(table);
});
