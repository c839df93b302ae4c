import type { PlanNode, QueryPlan } from '../../src/catalog/query-plan.ts';
import { readPlanJson } from '../../src/engines/postgres/explain/json.ts';
import { calibrationOf, predictedTime, timeOf } from '../../src/explain/calibrate.ts';
import type { Cause, Explanation, Remedy } from '../../src/explain/explanation.ts';
import { goalVerdict } from '../../src/explain/goal.ts';
import { planTree } from '../../src/explain/plan-tree.ts';
import { planSummary } from '../../src/explain/shape.ts';
import { embedded, resetDatabase } from '../embedded.ts';

/** Explanations of queries that an engine planned and ran; what is said of them is written here. */
export interface ExplanationSamples {
  /** Run and measured, with everything that an explanation can hold. */
  readonly rich: Explanation;
  /** Planned only: CTE, InitPlan, SubPlan, costs alone, a rewrite; nothing measured. */
  readonly planned: Explanation;
  /** Nothing to say. */
  readonly clean: Explanation;
  /** A pasted plan without costs, a schema or a query. */
  readonly bare: Explanation;
  /** A chain of joins of more than 20 levels. */
  readonly deep: Explanation;
  /** Partitions by the hundred. */
  readonly large: Explanation;
  /** Names that would do harm if they were let. */
  readonly hostile: Explanation;
}

/** A name with a tag, Markdown, a quote, a line break and an escape sequence in it. */
const hostileTable = 'a<script>alert(1)</script> "b" `c` |d| \u001b[31m_e_\n# f';

const slow = `select o.id, o.total, u.name
from orders o join users u on u.id = o.user_id
where o.status = 'returned' and o.user_id between 100 and 140
order by o.created_at desc limit 20`;

let made: Promise<ExplanationSamples> | undefined;

/** Makes them once for all tests of a worker; leaves the shared engine empty. */
export function explanationSamples(): Promise<ExplanationSamples> {
  made ??= make();
  return made;
}

async function make(): Promise<ExplanationSamples> {
  await resetDatabase();
  const database = await embedded();
  await database.exec(`
    create table users (id int primary key, name text not null);
    create table orders (id int primary key, user_id int not null, status text not null, total int not null, created_at timestamptz not null, note text);
    insert into users select i, 'user ' || i from generate_series(1, 2000) i;
    insert into orders select i, 1 + (i * 7919) % 2000, case when i % 50 = 0 then 'returned' else 'delivered' end, i % 997, timestamptz '2026-01-01' + i * interval '1 minute', repeat('x', 40)
      from generate_series(1, 40000) i;
    create table events (at date not null, kind int not null) partition by range (at);
    do $$ begin for i in 0..249 loop
      execute format('create table events_%s partition of events for values from (%L) to (%L)', i, date '2025-01-01' + i, date '2025-01-02' + i);
    end loop; end $$;
    create table ${quoted(hostileTable)} (id int);
    analyze;`);
  const explained = async (sql: string, options = 'analyze, buffers'): Promise<QueryPlan> => {
    const [row] = await database.query(`explain (${options}, format json) ${sql}`);
    const value = row?.['QUERY PLAN'];
    return readPlanJson(typeof value === 'string' ? JSON.parse(value) : value);
  };
  const before = steady(await explained(slow));
  await database.exec(
    'create index orders_user_id_status_created_at_idx on orders (user_id, status, created_at); analyze orders',
  );
  const after = await explained(slow, 'costs');
  await database.exec('drop index orders_user_id_status_created_at_idx');
  const nested = `with recent as materialized (select * from orders where created_at > (select max(created_at) - interval '10 days' from orders))
    select u.name, (select count(*) from orders p where p.user_id = u.id) from users u join recent r on r.user_id = u.id where u.name not in (select status from recent)`;
  const rewritten = `select u.name, p.count from users u join (select user_id, count(*) from orders group by user_id) p on p.user_id = u.id`;
  const planned = await explained(nested, 'costs');
  const joined = await explained(rewritten, 'costs');
  await database.exec(
    'set join_collapse_limit = 1; set enable_hashjoin = off; set enable_mergejoin = off; set enable_material = off; set enable_memoize = off',
  );
  const names = Array.from({ length: 24 }, (_, at) => `u${at}`);
  const deep = steady(
    await explained(
      `select count(*) from users u ${names.map((name) => `join users ${name} on ${name}.id = u.id`).join(' ')} where u.id < 50`,
      'analyze',
    ),
  );
  await database.exec('reset all');
  const large = await explained('select kind, count(*) from events group by kind', 'costs');
  const hostile = await explained(`select * from ${quoted(hostileTable)} where id = 1`, 'costs');
  await resetDatabase();
  return {
    rich: richExplanation(before, after),
    planned: {
      ...base(planned, 'shadow'),
      query: { sql: nested, parameters: [] },
      causes: [
        causeAt(
          planned,
          (node) => node.subplanName?.startsWith('SubPlan') === true && node.relationship === 'SubPlan',
          {
            sign: 'correlated-sub-plan',
            message: 'the sub-plan is executed once for each of 2 000 rows',
            weight: 0.9,
          },
        ),
      ],
      remedies: [
        {
          ...noRemedy(joined, planned),
          kind: 'rewrite',
          title: 'the sub-query as a join',
          signs: ['correlated-sub-plan'],
          rewritten: {
            id: 'sub-query-to-join',
            sql: rewritten,
            tested: 'both forms gave the same 412 rows on generated rows with nulls, duplicates and empty tables',
          },
        },
      ],
    },
    clean: { ...base(after, 'shadow'), query: { sql: slow, parameters: [] } },
    bare: (() => {
      const { source: _source, ...rest } = base(uncosted(after), 'given');
      return { ...rest, advice: [{ sign: 'uncosted', text: 'Give the plan with its costs.' }] };
    })(),
    deep: {
      ...base(deep, 'measured'),
      causes: [
        causeAt(deep, (node) => node.children.length === 0, {
          sign: 'nested-loop-over-many-rows',
          message: 'deep down',
        }),
      ],
    },
    large: {
      ...base(large, 'shadow'),
      causes: [
        causeAt(large, (node) => node.relation === 'events_117', {
          sign: 'partitions-not-pruned',
          message: 'all 250 partitions are read',
        }),
      ],
    },
    hostile: {
      ...base(hostile, 'given'),
      query: { sql: `select * from ${quoted(hostileTable)} where id = 1`, name: hostileTable, parameters: [] },
      causes: [
        causeAt(hostile, () => true, {
          sign: 'sequential-scan-discards-rows',
          message: `all of ${hostileTable} is read`,
        }),
      ],
      remedies: [
        {
          ...noRemedy(hostile, hostile),
          title: `an index on ${hostileTable}`,
          sql: [`CREATE INDEX ON ${quoted(hostileTable)} (id)`],
        },
      ],
      rejected: [{ title: hostileTable, reason: hostileTable, kind: 'planned' }],
      advice: [{ sign: 'x', text: hostileTable }],
      assumptions: [hostileTable],
      doubts: [hostileTable],
      questions: [hostileTable],
      nextSteps: [hostileTable],
      diagnostics: [
        { severity: 'warning', code: 'x', message: hostileTable, hint: hostileTable, file: hostileTable, line: 1 },
      ],
      scale: [{ factor: 1, plan: hostile, cost: 12, shape: hostileTable }],
      flips: [{ from: 1, to: 10, before: hostileTable, after: hostileTable }],
    },
  };
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function base(plan: QueryPlan, basis: Explanation['basis']): Explanation {
  return {
    tool: { name: 'relvar', version: '0.1.0' },
    source: { name: 'shop.snapshot.json', kind: 'snapshot', engine: 'PostgreSQL 18' },
    plan,
    basis,
    causes: [],
    remedies: [],
    advice: [],
    rejected: [],
    scale: [],
    flips: [],
    assumptions: [],
    doubts: [],
    questions: [],
    diagnostics: [],
    nextSteps: [],
  };
}

function causeAt(
  plan: QueryPlan,
  matches: (node: PlanNode) => boolean,
  more: Partial<Cause> & Pick<Cause, 'sign' | 'message'>,
): Cause {
  const placed = planTree(plan).nodes.findLast((one) => matches(one.node));
  if (!placed) throw new Error(`no node for ${more.sign}`);
  return {
    title: more.sign.replaceAll('-', ' '),
    node: placed.path,
    why: 'Every row is read and held against the conditions, and most are thrown away. The work grows with the table, not with the result.',
    evidence: [{ kind: plan.analyzed ? 'measured' : 'planned', text: `${more.sign}: 40000 rows read, 16 kept` }],
    confidence: 9,
    weight: placed.share,
    ...more,
  };
}

function noRemedy(after: QueryPlan, before: QueryPlan): Remedy {
  return {
    kind: 'change',
    title: 'an index',
    signs: [],
    changes: [],
    sql: [],
    effect: { before: before.root.totalCost, after: after.root.totalCost },
    after,
    evidence: [{ kind: 'planned', text: `${planSummary(before)} → ${planSummary(after)}` }],
    confidence: 9,
    costs: [],
    doubts: [],
  };
}

function richExplanation(plan: QueryPlan, after: QueryPlan): Explanation {
  const calibration = calibrationOf(plan);
  if (!calibration) throw new Error('the plan was not measured');
  const cost = plan.root.totalCost;
  const best: Remedy = {
    ...noRemedy(after, plan),
    title: 'an index on orders (user_id, status, created_at)',
    signs: ['sequential-scan-discards-rows'],
    changes: [
      {
        kind: 'create index',
        table: { schema: 'public', name: 'orders' },
        name: 'orders_user_id_status_created_at_idx',
        keys: [{ column: 'user_id' }, { column: 'status' }, { column: 'created_at' }],
      },
    ],
    sql: [
      'CREATE INDEX CONCURRENTLY orders_user_id_status_created_at_idx ON public.orders (user_id, status, created_at)',
    ],
    effect: {
      before: cost,
      after: after.root.totalCost,
      time: { before: timeOf(cost, calibration), after: predictedTime(after.root.totalCost, calibration) },
    },
    evidence: [
      { kind: 'planned', text: `cost ${cost} → ${after.root.totalCost} by the planner` },
      {
        kind: 'rehearsed',
        text: 'CREATE INDEX CONCURRENTLY took SHARE UPDATE EXCLUSIVE on public.orders: reads and writes go on',
      },
    ],
    bytes: 1_310_720,
    costs: [
      'every INSERT into public.orders, and every UPDATE of its columns, also writes orders_user_id_status_created_at_idx',
    ],
    doubts: ['the partial statistics of orders.status are 40 days old'],
  };
  return {
    ...base(plan, 'measured'),
    query: {
      sql: slow,
      name: 'returned orders',
      where: 'slow.sql:12',
      callsPerSecond: 40,
      parameters: [':from', ':to'],
    },
    causes: [
      causeAt(plan, (node) => node.kind === 'Seq Scan' && node.relation === 'orders', {
        sign: 'sequential-scan-discards-rows',
        message:
          "reads 40 000 rows of orders and keeps 16 of them by (user_id >= 100) AND (user_id <= 140) AND (status = 'returned'::text)",
      }),
      causeAt(plan, (node) => node.kind === 'Sort', {
        sign: 'sort-before-limit',
        message: 'sorts all rows to return 20 of them',
        weight: 0.004,
      }),
    ],
    remedies: [
      best,
      {
        ...noRemedy(plan, plan),
        kind: 'setting',
        title: "work_mem = '64MB'",
        setting: { name: 'work_mem', value: '64MB' },
        effect: { before: cost, after: cost * 0.8 },
      },
    ],
    advice: [
      {
        sign: 'wrong-row-estimate',
        text: 'statistics on orders (status, user_id): CREATE STATISTICS orders_status_user_id ON status, user_id FROM public.orders;',
      },
    ],
    rejected: Array.from({ length: 8 }, (_, at) => ({
      title: `an index on orders (column_${at})`,
      reason: `cost ${cost} with or without: the planner does not use it`,
      kind: 'planned' as const,
    })),
    calibration,
    goal: goalVerdict(0.5, timeOf(cost, calibration), best, calibration),
    scale: [1, 10, 100].map((factor) => ({
      factor,
      plan,
      cost: cost * factor,
      time: predictedTime(cost * factor, calibration),
      helped: { cost: after.root.totalCost * Math.sqrt(factor) },
      shape: planSummary(plan),
    })),
    flips: [{ from: 12, to: 13.6, before: planSummary(plan), after: `Gather(${planSummary(plan)})` }],
    assumptions: ['planner settings are the defaults of PostgreSQL, as none were read or declared'],
    doubts: ['the lab has no extension postgis: two columns are plain text there'],
    questions: [
      'Which values do the parameters usually have? With --parameter :from=… the planner is asked for those values.',
    ],
    diagnostics: [
      { severity: 'warning', code: 'stale', message: 'statistics of orders are 40 days old', hint: 'run ANALYZE' },
    ],
    nextSteps: [
      'Run it on a copy first: CREATE INDEX CONCURRENTLY …;',
      'See what becomes of it: relvar explain … --scale 1,10,100',
    ],
  };
}

/** The same plan with the times of another run taken out of it: each node takes as many milliseconds as it costs units, over a hundred. */
function steady(plan: QueryPlan): QueryPlan {
  const timed = (node: PlanNode): PlanNode => ({
    ...node,
    ...(node.measured
      ? {
          measured: {
            ...node.measured,
            startupMilliseconds: node.startupCost / 100,
            totalMilliseconds: node.totalCost / 100,
          },
        }
      : {}),
    children: node.children.map(timed),
  });
  return {
    ...plan,
    planningMilliseconds: 0.4,
    executionMilliseconds: plan.root.totalCost / 100 + 0.01,
    root: timed(plan.root),
  };
}

function uncosted(plan: QueryPlan): QueryPlan {
  const without = (node: PlanNode): PlanNode => ({
    ...node,
    startupCost: 0,
    totalCost: 0,
    rows: 0,
    width: 0,
    children: node.children.map(without),
  });
  return { ...plan, root: without(plan.root), uncosted: true };
}
