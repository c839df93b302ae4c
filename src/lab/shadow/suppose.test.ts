import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Statistics } from '../../catalog/statistics.ts';
import { openEmbedded } from '../embedded.ts';
import { embeddedLab } from '../embedded-lab.ts';
import type { Lab, PlannedQuery } from '../lab.ts';

const schema = `
  create table customers (id bigint primary key, name text not null, tags text[]);
  create table orders (id bigint primary key, customer_id bigint not null, status text not null, note text, at timestamptz not null);
  create table lines (order_id bigint not null, sku text not null) partition by range (order_id);
  create table lines_1 partition of lines for values from (0) to (1000000);
  create table lines_2 partition of lines for values from (1000000) to (2000000);`;

const statistics: Statistics = {
  settings: { max_parallel_workers_per_gather: '0' },
  tables: {
    'public.customers': {
      origin: 'declared',
      rows: 2e6,
      pages: 40_000,
      columns: { id: { nullFraction: 0, averageWidth: 8, distinct: -1, correlation: 1 } },
    },
    'public.orders': {
      origin: 'declared',
      rows: 2e8,
      pages: 4_000_000,
      columns: {
        id: { nullFraction: 0, averageWidth: 8, distinct: -1, correlation: 1 },
        customer_id: { nullFraction: 0, averageWidth: 8, distinct: 2e6, correlation: 0.01 },
        status: { nullFraction: 0, averageWidth: 8, distinct: 4 },
        at: {
          nullFraction: 0,
          averageWidth: 8,
          distinct: -1,
          correlation: 1,
          histogram: ['2020-01-01', '2022-06-01', '2025-01-01'],
        },
      },
    },
    'public.lines': {
      origin: 'declared',
      rows: 4e7,
      columns: { order_id: { nullFraction: 0, averageWidth: 8, distinct: 2e6 } },
    },
    'public.lines_1': {
      origin: 'declared',
      rows: 2e7,
      pages: 200_000,
      columns: { order_id: { nullFraction: 0, averageWidth: 8, distinct: 1e6 } },
    },
    'public.lines_2': {
      origin: 'declared',
      rows: 2e7,
      pages: 200_000,
      columns: { order_id: { nullFraction: 0, averageWidth: 8, distinct: 1e6 } },
    },
  },
  indexes: {},
  sequences: {},
};

const byCustomer = { sql: 'select * from orders where customer_id = $1' };
const table = { schema: 'public', name: 'orders' };

describe('supposing', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await embeddedLab(await openEmbedded());
    await lab.connection.exec(schema);
    expect(await lab.believe(await lab.introspect(), statistics)).toEqual([]);
  });
  afterAll(() => lab.close());

  const state = () =>
    lab.connection.query(`select c.relname, c.relkind, c.relpages, c.reltuples, c.relallvisible, c.relhasindex, c.relfilenode,
      case when c.relkind in ('r', 'i') then pg_relation_size(c.oid)::text end as size, i.indisvalid,
      (select count(*)::int from pg_statistic s where s.starelid = c.oid) as statistics
      from pg_class c left join pg_index i on i.indexrelid = c.oid where c.relnamespace = 'public'::regnamespace order by 1`);
  const plans = async () => {
    const queries = [
      byCustomer.sql,
      'select * from orders where id = 5',
      'select count(*) from lines where order_id < 100',
    ];
    const all: string[] = [];
    for (const sql of queries) all.push((await lab.plan({ sql })).json);
    return all;
  };
  const planned = (answer: PlannedQuery | { readonly error: string } | undefined): PlannedQuery => {
    if (!answer || 'error' in answer) throw new Error(answer?.error);
    return answer;
  };

  test('plans with an index that is not there, and everything is as it was', async () => {
    const [before, plansBefore] = [await state(), await plans()];
    const [answer] = await lab.suppose(
      { changes: [{ kind: 'create index', table, name: 'orders_customer', keys: [{ column: 'customer_id' }] }] },
      [byCustomer],
    );
    const { root } = planned(answer).plan;
    expect(root.kind).toBe('Index Scan');
    expect(root.index).toBe('orders_customer');
    expect(root.totalCost).toBeLessThan(1000);
    expect(await state()).toEqual(before);
    expect(await plans()).toEqual(plansBefore);
  });

  test('takes the size that it is told', async () => {
    const costs: number[] = [];
    for (const height of [1, 5]) {
      const [answer] = await lab.suppose(
        {
          changes: [{ kind: 'create index', table, name: 'one', keys: [{ column: 'customer_id' }] }],
          statistics: { indexes: { 'public.one': { bytes: 0, pages: 500_000, height } } },
        },
        [byCustomer],
      );
      costs.push(planned(answer).plan.root.totalCost);
    }
    // 50 × cpu_operator_cost for each level, twice (btcostestimate).
    expect((costs[1] ?? 0) - (costs[0] ?? 0)).toBeCloseTo(4 * 50 * 0.0025, 5);
  });

  test('hides an index', async () => {
    const before = await state();
    const sql = 'select * from orders where id = 5';
    const [hidden] = await lab.suppose({ without: ['public.orders_pkey'] }, [{ sql }]);
    expect(planned(hidden).plan.root.kind).toBe('Seq Scan');
    expect((await lab.plan({ sql })).plan.root.kind).toBe('Index Scan');
    expect(await state()).toEqual(before);
  });

  test('changes a type', async () => {
    const [before, plansBefore] = [await state(), await plans()];
    const [answer] = await lab.suppose(
      { changes: [{ kind: 'change type', table, column: 'customer_id', type: 'text' }] },
      [{ sql: "select * from orders where customer_id = '5'" }],
    );
    expect(planned(answer).plan.root.totalCost).toBeGreaterThan(4_000_000);
    expect(planned(answer).plan.root.rows).toBe(100);
    expect(await state()).toEqual(before);
    expect(await plans()).toEqual(plansBefore);
  });

  test('indexes a partitioned table', async () => {
    const before = await state();
    const [answer] = await lab.suppose(
      {
        changes: [
          {
            kind: 'create index',
            table: { schema: 'public', name: 'lines' },
            partitioned: true,
            name: 'lines_order',
            keys: [{ column: 'order_id' }],
          },
        ],
      },
      [{ sql: 'select * from lines where order_id = 5' }],
    );
    expect(planned(answer).json).toContain('lines_1_order_id_idx');
    expect(await state()).toEqual(before);
  });

  test('answers with the error where a change or a query fails', async () => {
    const before = await state();
    const failing = { kind: 'drop column', table, column: 'nowhere' } as const;
    const [answer] = await lab.suppose({ changes: [failing] }, [byCustomer]);
    expect(answer).toEqual({ error: 'column "nowhere" of relation "orders" does not exist' });
    const answers = await lab.suppose({ without: ['public.orders_pkey'] }, [
      { sql: 'select nowhere from orders' },
      byCustomer,
    ]);
    expect(answers[0]).toEqual({ error: 'line 1, column 8: column "nowhere" does not exist' });
    expect(planned(answers[1]).plan.root.kind).toBe('Seq Scan');
    expect(await state()).toEqual(before);
  });

  test('an index of every method at size', async () => {
    const before = await state();
    const methods = [
      ['btree', 'at', "at = '2021-01-01'"],
      ['hash', 'customer_id', 'customer_id = 5'],
      ['brin', 'at', "at between '2021-01-01' and '2021-01-02'"],
      ['spgist', 'note', "note = 'a'"],
      [
        'gist',
        "tsrange(at at time zone 'UTC', at at time zone 'UTC' + interval '1 day')",
        "tsrange(at at time zone 'UTC', at at time zone 'UTC' + interval '1 day') @> timestamp '2021-01-01'",
      ],
      ['gin', "to_tsvector('english', note)", "to_tsvector('english', note) @@ to_tsquery('english', 'a & b')"],
    ] as const;
    for (const [method, key, condition] of methods) {
      const [answer] = await lab.suppose(
        {
          changes: [
            {
              kind: 'create index',
              table,
              name: 'tried',
              method,
              keys: [/[(]/.test(key) ? { expression: key } : { column: key }],
            },
          ],
        },
        [{ sql: `select * from orders where ${condition}` }],
      );
      expect(planned(answer).json, method).toContain('tried');
      expect(planned(answer).plan.root.totalCost, method).toBeLessThan(1e8);
    }
    expect(await state()).toEqual(before);
  });
});
