import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noStatistics } from '../../catalog/statistics.ts';
import { openEmbeddedLab } from '../embedded-lab.ts';
import type { Lab } from '../lab.ts';

describe('planning', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openEmbeddedLab();
    await lab.connection.exec('create table orders (id bigint primary key, status text, at date)');
    await lab.believe(await lab.introspect(), {
      ...noStatistics,
      tables: {
        'public.orders': {
          origin: 'declared',
          rows: 1e6,
          pages: 10_000,
          columns: {
            id: { nullFraction: 0, averageWidth: 8, distinct: -1 },
            status: {
              nullFraction: 0.1,
              averageWidth: 6,
              distinct: 3,
              commonValues: [
                { value: "it's", fraction: 0.8 },
                { value: 'b', fraction: 0.1 },
              ],
            },
          },
        },
      },
    });
  });
  afterAll(() => lab.close());

  const rows = async (sql: string, samples?: readonly (string | null)[]) =>
    (await lab.plan({ sql, ...(samples ? { samples } : {}), settings: { max_parallel_workers_per_gather: '0' } })).plan
      .root.rows;

  test('a parameter without a sample is planned for any value, with one for that value', async () => {
    expect(await rows('select * from orders where status = $1')).toBe(300_000);
    expect(await rows('select * from orders where status = $1', ["it's"])).toBe(800_000);
    expect(await rows('select * from orders where status = $1', ['b'])).toBe(100_000);
    expect(await rows('select * from orders where status = $1', [null])).toBe(0);
    expect(await rows('select * from orders where id < $1 and at = $2', ['5', '2020-01-01'])).toBeLessThan(5000);
  });

  test('settings hold for the one query', async () => {
    const sql = 'select * from orders where id = 5';
    expect(
      (await lab.plan({ sql, settings: { enable_indexscan: 'off', enable_bitmapscan: 'off' } })).plan.root.kind,
    ).not.toBe('Index Scan');
    expect((await lab.plan({ sql })).plan.root.kind).toBe('Index Scan');
  });

  test('what the engine refuses is told with its place, and the next query is planned', async () => {
    await expect(lab.plan({ sql: 'select *\nfrom orders where stat = 1' })).rejects.toMatchObject({
      code: 'query-refused',
      message: 'line 2, column 19: column "stat" does not exist',
      hint: expect.stringContaining('status'),
    });
    await expect(lab.plan({ sql: 'select nowhere from orders where id = $1', samples: ['1'] })).rejects.toMatchObject({
      message: 'line 1, column 8: column "nowhere" does not exist',
    });
    await expect(lab.plan({ sql: 'select * from orders where id = $1', samples: [] })).rejects.toMatchObject({
      code: 'query-refused',
    });
    await expect(lab.plan({ sql: ' ; ' })).rejects.toMatchObject({ message: 'there is no statement in it' });
    expect(await rows('select * from orders where id = $1', ['7'])).toBe(1);
  });

  test('nothing is run', async () => {
    const sql = 'select 1; drop table orders';
    await expect(lab.plan({ sql })).rejects.toMatchObject({ message: 'there are several statements in it' });
    expect(await rows("select ';' from orders;  ")).toBe(1e6);
    expect((await lab.plan({ sql: 'delete from orders where id = 5' })).plan.root.kind).toBe('ModifyTable');
    await expect(lab.plan({ sql: 'analyze select 1' })).rejects.toMatchObject({ code: 'query-refused' });
  });
});
