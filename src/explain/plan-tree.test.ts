import { describe, expect, it } from 'vitest';
import { embedded, resetDatabase } from '../../test/embedded.ts';
import { savedPlan } from '../../test/sign.ts';
import type { QueryPlan } from '../catalog/query-plan.ts';
import { readPlanJson } from '../engines/postgres/explain/json.ts';
import { type PlanTree, planTree } from './plan-tree.ts';

const schema = `create table users (id int primary key, city int, name text);
  create table orders (id int primary key, user_id int, total int, at date) ;
  create table events (id int, at date) partition by range (at);
  create table events_1 partition of events for values from ('2024-01-01') to ('2025-01-01');
  create table events_2 partition of events for values from ('2025-01-01') to ('2026-01-01');
  insert into users select n, n % 50, 'u' || n from generate_series(1, 3000) n;
  insert into orders select n, n % 3000 + 1, n % 97, '2024-01-01'::date + n % 700 from generate_series(1, 20000) n;
  insert into events select n, '2024-01-01'::date + n % 700 from generate_series(1, 20000) n;
  create index on orders (user_id); analyze`;

/** Shapes whose printed numbers do not simply add up. */
const queries: Readonly<Record<string, string>> = {
  'a nested loop': 'select count(*) from users u join orders o on o.user_id = u.id where u.city = 3',
  'a limit': 'select * from orders o join users u on u.id = o.user_id order by o.id limit 5',
  'a sort under a limit': 'select * from orders order by total, id limit 5',
  'a scalar sub-query that is read in a filter below':
    'select count(*) from orders where total > (select avg(total) from orders)',
  'a sub-query for each row': 'select u.name, (select sum(total) from orders o where o.user_id = u.id) from users u',
  'a CTE that is read twice':
    'with c as materialized (select user_id, sum(total) as t from orders group by user_id) select (select max(t) from c), count(*) from c where t > 5',
  'a CTE that is never read': 'with c as materialized (select user_id from orders) select 1 from users where false',
  'a hashed sub-plan': 'select count(*) from users where id not in (select user_id from orders where total > 90)',
  partitions: 'select count(*), min(at) from events where id % 3 = 0',
  'a recursion':
    'with recursive r(n) as (select 1 union all select n + 1 from r where n < 500) select count(*) from r join users u on u.id = r.n',
  'a materialised inner side':
    'select count(*) from users a join users b on a.id < b.id and b.city = 3 where a.city = 5',
  'a window':
    'select * from (select *, row_number() over (partition by user_id order by at desc) as n from orders) x where n = 1',
  'an aggregate of an aggregate': 'select max(n) from (select user_id, count(*) as n from orders group by user_id) x',
  'a semi join':
    'select count(*) from users u where exists (select 1 from orders o where o.user_id = u.id and o.total > 90)',
  'a union': 'select id from users union select user_id from orders',
  'an insert': "insert into events select n, '2024-05-05' from generate_series(1, 500) n",
};

const loops = { enable_hashjoin: 'off', enable_mergejoin: 'off' };
const workers = {
  max_parallel_workers_per_gather: '2',
  parallel_setup_cost: '0',
  parallel_tuple_cost: '0',
  min_parallel_table_scan_size: '0',
};

async function planned(query: string, settings: Readonly<Record<string, string>>, options: string): Promise<QueryPlan> {
  const database = await embedded();
  await database.exec('reset all');
  for (const [name, value] of Object.entries(settings)) await database.exec(`set ${name} = '${value}'`);
  await database.exec('begin');
  const [row] = await database.query(`explain (${options}) ${query}`);
  await database.exec('rollback');
  const value = Object.values(row ?? {})[0];
  return readPlanJson(typeof value === 'string' ? JSON.parse(value) : value);
}

function addsUp(tree: PlanTree, plan: QueryPlan): void {
  const costs = tree.nodes.reduce((sum, one) => sum + one.ownCost, 0);
  expect(costs).toBeCloseTo(plan.root.totalCost, 4);
  for (const one of tree.nodes) {
    expect(one.ownCost).toBeGreaterThanOrEqual(0);
    expect(one.cost).toBeLessThanOrEqual(plan.root.totalCost * 1.000001);
  }
  const whole = plan.root.measured?.totalMilliseconds;
  if (whole === undefined) return;
  const own = tree.nodes.reduce((sum, one) => sum + (one.ownMilliseconds ?? 0), 0);
  // Printed times are rounded to a microsecond per loop.
  const rounding = tree.nodes.reduce((sum, one) => sum + Math.max(1, one.node.measured?.loops ?? 0) * 0.002, 0.01);
  expect(own).toBeGreaterThanOrEqual(whole - rounding);
  expect(own).toBeLessThanOrEqual(whole * 1.05 + rounding);
}

describe('own costs and times add up to the whole', () => {
  for (const [name, settings] of Object.entries({ 'as planned': {}, 'by loops': loops, 'with workers': workers })) {
    it(`${name}: by the estimates and measured`, async () => {
      await resetDatabase();
      await (await embedded()).exec(schema);
      for (const [title, query] of Object.entries(queries)) {
        for (const options of ['format json', 'analyze, buffers, format json']) {
          const plan = await planned(query, settings, options);
          try {
            addsUp(planTree(plan), plan);
          } catch (cause) {
            throw new Error(`${title} (${options}): ${cause instanceof Error ? cause.message : ''}`, { cause });
          }
        }
      }
    });
  }

  for (const name of ['parallel', 'cte', 'jit', 'lock-waits', 'update-waits', 'prefix']) {
    it(`of PostgreSQL 15: ${name}`, () => {
      const plan = readPlanJson(JSON.parse(savedPlan(name)));
      addsUp(planTree(plan), plan);
    });
  }
});

describe('what belongs to whom', () => {
  const tree = (nodes: unknown, execution?: number) =>
    planTree(readPlanJson({ Plan: nodes, ...(execution === undefined ? {} : { 'Execution Time': execution }) }));
  const node = (
    kind: string,
    cost: readonly [number, number, number],
    measured: readonly [number, number, number] | undefined,
    rest: object = {},
  ) => ({
    'Node Type': kind,
    'Startup Cost': cost[0],
    'Total Cost': cost[1],
    'Plan Rows': cost[2],
    'Plan Width': 8,
    ...(measured
      ? {
          'Actual Startup Time': 0,
          'Actual Total Time': measured[0],
          'Actual Rows': measured[1],
          'Actual Loops': measured[2],
        }
      : {}),
    ...rest,
  });

  it('the inner side of a loop counts as often as it is executed', () => {
    const { nodes } = tree(
      node('Nested Loop', [0, 900, 100], [30, 100, 1], {
        Plans: [
          node('Seq Scan', [0, 100, 100], [5, 100, 1], { 'Parent Relationship': 'Outer', 'Relation Name': 'a' }),
          node('Index Scan', [0, 7, 1], [0.2, 1, 100], { 'Parent Relationship': 'Inner', 'Relation Name': 'b' }),
        ],
      }),
      40,
    );
    expect(nodes.map((one) => [one.ownCost, one.ownMilliseconds, one.loops])).toEqual([
      [100, 5, 1],
      [100, 5, 1],
      [700, 20, 100],
    ]);
    expect(nodes[2]?.share).toBe(0.5);
  });

  it('a limit stops what is below it', () => {
    const { nodes } = tree(
      node('Limit', [0, 10, 10], undefined, {
        Plans: [node('Seq Scan', [0, 10_000, 10_000], undefined, { 'Parent Relationship': 'Outer' })],
      }),
    );
    expect(nodes.map((one) => one.ownCost)).toEqual([0, 10]);
  });

  it('a sort below a limit is paid in full', () => {
    const { nodes } = tree(
      node('Limit', [1200, 1201, 10], undefined, {
        Plans: [
          node('Sort', [1200, 1300, 10_000], undefined, {
            'Parent Relationship': 'Outer',
            Plans: [node('Seq Scan', [0, 1000, 10_000], undefined, { 'Parent Relationship': 'Outer' })],
          }),
        ],
      }),
    );
    expect(nodes.map((one) => Math.round(one.ownCost))).toEqual([0, 201, 1000]);
  });

  it('workers run side by side', () => {
    const { nodes } = tree(
      node('Gather', [0, 1000, 300], [30, 300, 1], {
        'Workers Planned': 2,
        'Workers Launched': 2,
        Plans: [
          node('Seq Scan', [0, 900, 125], [24, 100, 3], { 'Parent Relationship': 'Outer', 'Parallel Aware': true }),
        ],
      }),
    );
    expect(nodes.map((one) => [one.ownMilliseconds, one.processes, one.loops])).toEqual([
      [6, 1, 1],
      [24, 3, 1],
    ]);
  });

  it('a scalar sub-query is counted once, where it stands', () => {
    const { nodes } = tree(
      node('Seq Scan', [100, 200, 10], [20, 10, 1], {
        'Relation Name': 'a',
        Filter: '(x > (InitPlan 1).col1)',
        Plans: [
          node('Aggregate', [99, 100, 1], [15, 1, 1], {
            'Parent Relationship': 'InitPlan',
            'Subplan Name': 'InitPlan 1',
          }),
        ],
      }),
    );
    expect(nodes.map((one) => [one.ownCost, one.ownMilliseconds])).toEqual([
      [100, 5],
      [100, 15],
    ]);
  });

  it('a CTE is counted where it is computed, not where it is read', () => {
    const { nodes } = tree(
      node('Aggregate', [110, 130, 1], [42, 1, 1], {
        Plans: [
          node('Seq Scan', [0, 100, 50], [30, 50, 1], {
            'Parent Relationship': 'InitPlan',
            'Subplan Name': 'CTE c',
            'Relation Name': 'a',
          }),
          node('CTE Scan', [0, 20, 50], [40, 50, 1], { 'Parent Relationship': 'Outer', 'CTE Name': 'c' }),
        ],
      }),
    );
    expect(nodes.map((one) => one.ownMilliseconds)).toEqual([2, 30, 10]);
  });

  it('what was never executed took nothing', () => {
    const { nodes } = tree(
      node('Result', [0, 100, 1], [1, 0, 1], {
        Plans: [node('Seq Scan', [0, 100, 10], [0, 0, 0], { 'Parent Relationship': 'Outer' })],
      }),
      1,
    );
    expect(nodes[1]).toMatchObject({ neverExecuted: true, share: 0 });
    expect(nodes[1]?.ownMilliseconds).toBeUndefined();
  });
});
