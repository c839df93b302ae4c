import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noStatistics } from '../../catalog/statistics.ts';
import { openEmbeddedLab } from '../embedded-lab.ts';
import type { Lab } from '../lab.ts';
import { embeddedWord, hashTableShape, serverWord } from './hash-memory.ts';
import { memoryUse } from './memory-use.ts';

const number = (distinct: number) => ({ nullFraction: 0, averageWidth: 4, distinct });

describe('what 32-bit words would decide otherwise', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openEmbeddedLab();
    await lab.connection.exec('create table a (id integer, b integer); create table b (id integer, c integer)');
    await lab.believe(await lab.introspect(), {
      ...noStatistics,
      settings: { max_parallel_workers_per_gather: '0', enable_mergejoin: 'off', enable_nestloop: 'off' },
      tables: {
        'public.a': { origin: 'declared', rows: 1e7, pages: 50_000, columns: { id: number(-1), b: number(170_000) } },
        'public.b': { origin: 'declared', rows: 170_000, pages: 1000, columns: { id: number(-1), c: number(100) } },
      },
    });
  });
  afterAll(() => lab.close());

  test('a hash table that production would split is costed as split', async () => {
    const sql = 'select a.id, b.c from a join b on b.id = a.b';
    const { plan, doubts } = await lab.plan({ sql });
    const [table] = memoryUse(plan, true).hashTables;
    if (!table) throw new Error('no hash table');
    const memory = 8 * 2 ** 20;
    expect(hashTableShape(table, memory, embeddedWord).batches).toBe(1);
    expect(hashTableShape(table, memory, serverWord).batches).toBe(2);
    const [row] = await lab.connection.query(`explain (format json) ${sql}`);
    const uncorrected = JSON.parse(String(row?.['QUERY PLAN']))[0].Plan['Total Cost'];
    // Both tables are written and read once more: their pages (page_size in costsize.c), one each at seq_page_cost.
    const pages = (rows: number) => Math.ceil((rows * (8 + 24)) / 8192);
    expect(plan.root.totalCost - uncorrected).toBeCloseTo(2 * pages(170_000) + 2 * pages(1e7), -1);
    expect(doubts).toEqual([]);
  });

  test('what cannot be mended is a doubt', async () => {
    const sql = 'select b, sum(id) from a group by 1';
    expect((await lab.plan({ sql, settings: { enable_sort: 'off' } })).doubts).toEqual([
      expect.stringContaining('hash table of the groups lies near the limit'),
    ]);
    expect((await lab.plan({ sql: 'select c, count(*) from b group by 1' })).doubts).toEqual([]);
  });
});
