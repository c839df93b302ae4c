import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noStatistics, type Statistics } from '../../catalog/statistics.ts';
import { openEmbeddedLab } from '../embedded-lab.ts';
import type { Lab } from '../lab.ts';

const id = { nullFraction: 0, averageWidth: 8, distinct: -1, correlation: 1 };

describe('believing', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openEmbeddedLab();
    await lab.connection.exec(`
      create type state as enum ('new', 'paid');
      create table orders (id bigint primary key, state state, note text, tags text[], during tsrange, at timestamptz);
      create index orders_note on orders (lower(note));
      create index orders_tags on orders using gin (tags);
      create index orders_at on orders (at desc, id);
      create table small (id integer primary key);
      create statistics orders_kinds on state, note from orders;`);
  });
  afterAll(() => lab.close());

  const believe = async (statistics: Partial<Statistics>) =>
    lab.believe(await lab.introspect(), { ...noStatistics, ...statistics });
  const root = async (sql: string, settings: Readonly<Record<string, string>> = {}) =>
    (await lab.plan({ sql, settings: { max_parallel_workers_per_gather: '0', ...settings } })).plan.root;
  const one = async (sql: string) => Object.values((await lab.connection.query(sql))[0] ?? {})[0];
  const orders = { origin: 'declared', rows: 1e9, pages: 2e7, columns: { id } } as const;

  test('a table is as large as it is said to be, and its indexes with it', async () => {
    expect(await believe({ tables: { 'public.orders': orders } })).toEqual([]);
    expect(Number(await one("select pg_relation_size('orders') as size"))).toBe(2e7 * 8192);
    const scan = await root('select * from orders');
    expect(scan).toMatchObject({ kind: 'Seq Scan', rows: 1e9, totalCost: 2e7 + 1e9 * 0.01 });
    // 4 levels of 50 × cpu_operator_cost at 285 entries a page, and a page of the index and one of the table.
    expect(await root('select * from orders where id = 5')).toMatchObject({ kind: 'Index Scan', rows: 1 });
    expect(await one('select count(*)::int as count from small')).toBe(0);
  });

  test('the density of the last analysis counts on the pages of today', async () => {
    await believe({ tables: { 'public.orders': { ...orders, pages: 200, analyzedPages: 100, analyzedRows: 1000 } } });
    expect((await root('select * from orders')).rows).toBe(2000);
  });

  test('what was believed before is forgotten', async () => {
    const columns = { id, state: { nullFraction: 0.5, averageWidth: 4, distinct: 2 } };
    await believe({ tables: { 'public.orders': { ...orders, columns } }, settings: { random_page_cost: '1.5' } });
    expect(await one('show random_page_cost')).toBe('1.5');
    await believe({ tables: { 'public.orders': { ...orders, rows: 50, pages: 1 } } });
    expect(await one("select pg_relation_size('orders')::int as size")).toBe(8192);
    expect(await one("select count(*)::int as count from pg_statistic where starelid = 'orders'::regclass")).toBe(1);
    expect(await one('show random_page_cost')).toBe('4');
  });

  test('what cannot be taken is told, and the rest is', async () => {
    const commonValues = [{ value: 'lost', fraction: 0.4 }];
    const told = await believe({
      settings: { work_mem: '-5', statement_timeout: '1', random_page_cost: '2' },
      tables: {
        'public.orders': {
          ...orders,
          columns: {
            id,
            gone: id,
            state: { nullFraction: 0, averageWidth: 4, distinct: 2, commonValues },
            note: { nullFraction: 0.25, averageWidth: 20, distinct: 1000 },
          },
        },
        'public.nowhere': orders,
      },
      indexes: { 'public.nowhere_pkey': { bytes: 8192 } },
      multivariate: {
        'public.nowhere_kinds': {},
        'public.orders_kinds': { distinct: [{ columns: ['state', 'note'], distinct: 12 }] },
      },
    });
    expect(told).toEqual([
      'public.nowhere: there is no such table here; its statistics were left out',
      'public.nowhere_pkey: there is no such index here; its statistics were left out',
      'public.orders.gone: there is no such column here; its statistics were left out',
      expect.stringMatching(/^public\.orders\.state: a part of its statistics was left out \(.*lost/),
      'public.nowhere_kinds: there is no such statistics object here; it was left out',
      expect.stringMatching(/^a setting of production's was left out: .*work_mem/),
    ]);
    expect(await one('show random_page_cost')).toBe('2');
    expect(await one('show statement_timeout')).toBe('0');
    expect((await root('select * from orders where note is null')).rows).toBe(2.5e8);
    expect((await root('select state, note from orders group by 1, 2')).rows).toBe(12);
  });

  test('text that production orders otherwise is told', async () => {
    expect(await believe({ settings: { locale_provider: 'libc', lc_collate: 'en_US.UTF-8' } })).toEqual([
      expect.stringContaining('production orders text as people do'),
    ]);
    expect(await believe({ settings: { locale_provider: 'libc', lc_collate: 'C' } })).toEqual([]);
  });

  test('statistics of elements, ranges and expressions', async () => {
    await believe({
      tables: {
        'public.orders': {
          ...orders,
          columns: {
            id,
            tags: {
              nullFraction: 0,
              averageWidth: 30,
              distinct: -0.5,
              elements: { values: ['a', 'b'], fractions: [0.001, 0.5, 0.001, 0.5, 0], counts: [1, 2, 1.5] },
            },
            during: {
              nullFraction: 0,
              averageWidth: 20,
              distinct: -1,
              ranges: {
                emptyFraction: 0,
                lengths: [60, 60, 60],
                bounds: ['[2020-01-01,2020-01-02)', '[2022-01-01,2022-01-02)', '[2024-01-01,2024-01-02)'],
              },
            },
          },
        },
      },
      indexes: {
        'public.orders_note': {
          bytes: 8192 * 100,
          columns: { lower: { nullFraction: 0, averageWidth: 10, distinct: 100 } },
        },
      },
    });
    expect((await root("select * from orders where tags @> '{a}'")).rows).toBe(1e6);
    expect((await root("select * from orders where lower(note) = 'x'")).rows).toBe(1e7);
    expect((await root("select * from orders where during << '[2022-01-01,2022-01-02)'")).rows).toBeCloseTo(5e8, -7);
  });

  test('the ends of an index are found beyond the histogram', async () => {
    const at = {
      nullFraction: 0,
      averageWidth: 8,
      distinct: -1,
      histogram: ['2020-01-01', '2022-01-01', '2024-01-01'],
    };
    const tables = { 'public.orders': { ...orders, columns: { id, at } } };
    const beyond = "select * from orders where at > '2024-06-01'";
    await believe({ tables });
    const clamped = (await root(beyond)).rows;
    const ends = { least: '2019-01-01', greatest: '2028-01-01' };
    expect(await believe({ tables, indexes: { 'public.orders_at': { bytes: 8192 * 1e6, ends } } })).toEqual([]);
    expect((await root(beyond)).rows).toBeGreaterThan(10 * clamped);
    const bad = { least: 'yesteryear', greatest: '2028-01-01' };
    expect(await believe({ tables, indexes: { 'public.orders_at': { bytes: 8192 * 1e6, ends: bad } } })).toEqual([
      'public.orders_at: the values at its ends were left out, as timestamp with time zone does not take them',
    ]);
  });

  test('a rehearsal sees the tables as they are, and leaves the shadow as it was', async () => {
    await believe({ tables: { 'public.orders': orders } });
    const before = (await lab.plan({ sql: 'select * from orders where id < 100' })).json;
    const sql = 'alter table orders alter column id type numeric';
    const [[rehearsal] = []] = await lab.rehearse([[{ sql, transactional: true }]]);
    expect(rehearsal?.error).toBeUndefined();
    expect(rehearsal?.rewritten).toEqual([{ schema: 'public', name: 'orders' }]);
    expect((await lab.plan({ sql: 'select * from orders where id < 100' })).json).toBe(before);
    expect(Number(await one("select pg_relation_size('orders') as size"))).toBe(2e7 * 8192);
  });
});
