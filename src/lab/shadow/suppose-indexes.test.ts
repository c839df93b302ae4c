import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlanNode } from '../../catalog/query-plan.ts';
import type { Statistics } from '../../catalog/statistics.ts';
import { openEmbeddedLab } from '../embedded-lab.ts';
import type { Lab, NewIndexChange, PlannedQuery } from '../lab.ts';

const statistics: Statistics = {
  settings: {},
  tables: Object.fromEntries(
    ['public.orders', 'public.events', 'public.events_1', 'public.events_2'].map((key) => [
      key,
      {
        origin: 'declared',
        rows: 1e6,
        pages: 20_000,
        columns: Object.fromEntries(
          ['a', 'b'].map((name) => [name, { nullFraction: 0, averageWidth: 4, distinct: -0.5, correlation: 0 }]),
        ),
      },
    ]),
  ),
  indexes: {},
  sequences: {},
};

let lab: Lab;
beforeAll(async () => {
  lab = await openEmbeddedLab();
  await lab.connection.exec(`create table orders (a integer, b integer); create index orders_b on orders (b);
    create table events (a integer, b integer) partition by range (b);
    create table events_1 partition of events for values from (0) to (1000000);
    create table events_2 partition of events for values from (1000000) to (2000000)`);
  await lab.believe(await lab.introspect(), statistics);
});
afterAll(() => lab.close());

function index(table: string, name: string, column: string): NewIndexChange {
  return { kind: 'create index', table: { schema: 'public', name: table }, name, keys: [{ column }] };
}

function indexes(answer: PlannedQuery | { readonly error: string }): readonly string[] {
  if ('error' in answer) throw new Error(answer.error);
  const within = (node: PlanNode): readonly string[] => [
    ...(node.index === undefined ? [] : [node.index]),
    ...node.children.flatMap(within),
  ];
  return [...new Set(within(answer.plan.root))];
}

describe('supposed indexes', () => {
  it('are seen where they are shown, beside present ones that are not left out', async () => {
    const supposed = await lab.supposeIndexes();
    const size = { bytes: 20e6, pages: 2500, rows: 1e6 };
    expect(await supposed.add([{ change: index('orders', 'on_a', 'a'), size }])).toEqual(new Map());
    const byA = { sql: 'select * from orders where a = 5' };
    const byB = { sql: 'select * from orders where b = 5' };
    expect(indexes(await supposed.plan(byA, []))).toEqual([]);
    expect(indexes(await supposed.plan(byA, ['public.on_a']))).toEqual(['on_a']);
    expect(indexes(await supposed.plan(byA, []))).toEqual([]);
    expect(indexes(await supposed.plan(byB, ['public.on_a']))).toEqual(['orders_b']);
    expect(indexes(await supposed.plan(byB, ['public.on_a'], ['public.orders_b']))).toEqual([]);
    await supposed.close();
    expect(indexes(await lab.plan(byA))).toEqual([]);
    expect((await lab.introspect()).tables.find((table) => table.name === 'orders')?.indexes).toHaveLength(1);
  });

  it('are told when the engine refuses them, and what it refuses to plan', async () => {
    const supposed = await lab.supposeIndexes();
    const bad = { change: index('orders', 'on_missing', 'missing'), size: { bytes: 8192 } };
    expect([...(await supposed.add([bad])).keys()]).toEqual(['public.on_missing']);
    expect(await supposed.plan({ sql: 'select missing from orders' }, [])).toHaveProperty('error');
    expect(indexes(await supposed.plan({ sql: 'select * from orders where b = 1' }, []))).toEqual(['orders_b']);
    await supposed.close();
  });

  it('of a partitioned table are shown and hidden with their parts, and called by one name', async () => {
    const supposed = await lab.supposeIndexes();
    const change: NewIndexChange = { ...index('events', 'on_events', 'a'), partitioned: true };
    expect(await supposed.add([{ change, size: { bytes: 40e6, pages: 5000, rows: 2e6 } }])).toEqual(new Map());
    const request = { sql: 'select * from events where a = 5' };
    expect(indexes(await supposed.plan(request, []))).toEqual([]);
    expect(indexes(await supposed.plan(request, ['public.on_events']))).toEqual(['on_events']);
    await supposed.close();
  });
});
