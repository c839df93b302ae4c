import { type AdvisorCase, orders, ordersVolumes } from './advisor-case.ts';

const flags = `create table jobs (id bigint primary key, failed boolean not null, active boolean not null, state text not null,
  batch_id bigint not null, body text not null);`;
const flagsVolumes = `tables:
  jobs:
    rows: 20M
    columns:
      failed: { values: { true: 0.0002, false: 0.9998 }, correlation: 0 }
      active: { values: { true: 0.5, false: 0.5 }, correlation: 0 }
      state: { values: { done: 0.999, pending: 0.001 }, correlation: 0 }
      batch_id: { distinct: 1M, correlation: 0 }
      body: { width: 200 }
`;

/** Indexes of a part of a table, and where a part would be wrong. */
export const partial: readonly AdvisorCase[] = [
  {
    title: 'half of a table is not worth an index: a boolean alone',
    schema: flags,
    rows: 'jobs=20M',
    volumes: flagsVolumes,
    queries: 'select * from jobs where active;',
    creates: [],
  },
  {
    title: 'the few rows of a rare flag',
    schema: flags,
    rows: 'jobs=20M',
    volumes: flagsVolumes,
    queries: 'select * from jobs where failed;',
    creates: [{ table: 'jobs', where: /^failed$/ }],
  },
  {
    title: 'a flag that most rows have is no part worth an index, however it is written',
    schema: flags,
    rows: 'jobs=20M',
    volumes: flagsVolumes.replace('true: 0.5, false: 0.5', 'true: 0.95, false: 0.05'),
    queries: 'select * from jobs where active = true and batch_id = $1;',
    creates: [{ table: 'jobs', keys: ['batch_id'] }],
  },
  {
    title: 'parts of values among the few rows of a constant',
    schema: flags.replace('body text', 'tags text[] not null, body text'),
    rows: 'jobs=20M',
    volumes: flagsVolumes.replace('body: {', 'tags: { width: 60 }\n      body: {'),
    queries: "select * from jobs where state = 'pending' and tags @> array['x'];",
    creates: [
      [
        { table: 'jobs', method: 'gin', keys: ['tags'], where: /state='pending'/ },
        { table: 'jobs', where: /state='pending'/ },
      ],
    ],
  },
  {
    title: 'the queue: the few that wait, in their order',
    schema: flags,
    rows: 'jobs=20M',
    volumes: flagsVolumes,
    queries: "select * from jobs where state = 'pending' order by id limit 10 for update skip locked;",
    creates: [
      [
        { table: 'jobs', keys: ['id'], where: /state='pending'/ },
        { table: 'jobs', keys: ['state', 'id'] },
      ],
    ],
  },
  {
    title: 'soft delete where most rows are gone',
    schema: orders,
    rows: 'orders=20M',
    volumes: `${ordersVolumes}      deleted_at: { nulls: 0.05 }\n`,
    queries: 'select * from orders where user_id = $1 and deleted_at is null;',
    creates: [{ table: 'orders', keys: ['user_id'], where: /deleted_atisnull/i }],
  },
  {
    title: 'soft delete where almost no row is gone',
    schema: orders,
    rows: 'orders=20M',
    volumes: `${ordersVolumes}      deleted_at: { nulls: 0.98 }\n`,
    queries: 'select * from orders where user_id = $1 and deleted_at is null;',
    creates: [
      [
        { table: 'orders', keys: ['user_id'] },
        { table: 'orders', keys: ['user_id'], where: /deleted_atisnull/i },
      ],
    ],
  },
  {
    title: 'no part by a value that is only known when the query runs',
    schema: orders,
    rows: 'orders=20M',
    volumes: ordersVolumes,
    queries: 'select * from orders where status = $1 and user_id = $2;',
    creates: [
      [
        { table: 'orders', keys: ['user_id'] },
        { table: 'orders', keys: [['user_id', 'status']] },
      ],
    ],
  },
  {
    title: 'a rare constant',
    schema: orders,
    rows: 'orders=20M',
    volumes: ordersVolumes,
    queries: "select * from orders where status = 'failed' and created_at > $1 order by created_at limit 100;",
    creates: [
      [
        { table: 'orders', keys: ['created_at'], where: /status='failed'/ },
        { table: 'orders', keys: ['status', 'created_at'] },
      ],
    ],
  },
  {
    title: 'the few rows without a value',
    schema: orders,
    rows: 'orders=20M',
    volumes: `${ordersVolumes}      shipped_at: { nulls: 0.0005 }\n`,
    queries: 'select * from orders where shipped_at is null;',
    creates: [
      [
        { table: 'orders', where: /shipped_atisnull/i },
        { table: 'orders', keys: ['shipped_at'] },
      ],
    ],
  },
  {
    title: 'what is most of a table is not worth an index',
    schema: orders,
    rows: 'orders=20M',
    volumes: ordersVolumes,
    queries: "select * from orders where status = 'done';",
    creates: [],
  },
  {
    title: 'everything but a rare value is not worth an index',
    schema: orders,
    rows: 'orders=20M',
    volumes: ordersVolumes,
    queries: "select * from orders where status <> 'failed';",
    creates: [],
  },
  {
    title: 'what UPDATE looks for',
    schema: flags,
    rows: 'jobs=20M',
    volumes: flagsVolumes,
    queries: "update jobs set state = 'done' where batch_id = $1;",
    creates: [{ table: 'jobs', keys: ['batch_id'] }],
  },
  {
    title: 'what DELETE looks for',
    schema: 'create table sessions (id uuid primary key, expires_at timestamptz not null, data text not null);',
    rows: 'sessions=20M',
    volumes:
      'tables:\n  sessions:\n    rows: 20M\n    columns:\n      data: { width: 300 }\n      expires_at: { correlation: 0 }\n',
    queries:
      'delete from sessions where id in (select id from sessions where expires_at < $1 order by expires_at limit 100);',
    creates: [{ table: 'sessions', keys: ['expires_at'] }],
  },
  {
    title: 'the queue of a tenant, whose states nobody counted',
    schema:
      'create table jobs (id bigint primary key, tenant_id bigint not null, status text not null, created_at timestamptz not null, payload text);',
    rows: 'jobs=20M',
    queries: "select * from jobs where tenant_id = $1 and status = 'pending' order by created_at limit 10;",
    creates: [{ table: 'jobs', keys: ['tenant_id', 'created_at'], where: /status='pending'/ }],
  },
  {
    title: 'the queue of a tenant by three columns: the constant takes no place from the order',
    schema: `create table jobs (id bigint primary key, tenant_id bigint not null, queue text not null, kind text not null,
      status text not null, created_at timestamptz not null, payload text);`,
    rows: 'jobs=20M',
    volumes: `tables:
  jobs:
    rows: 20M
    columns:
      tenant_id: { distinct: 1000, correlation: 0 }
      queue: { distinct: 20, correlation: 0 }
      kind: { distinct: 50, correlation: 0 }
      status: { values: { done: 0.98, pending: 0.01, failed: 0.01 }, correlation: 0 }
`,
    queries: `select id, kind from jobs where tenant_id = $1 and queue = $2 and kind = $3 and status = 'pending'
      order by created_at limit 10 for update skip locked;`,
    creates: [{ table: 'jobs', keys: [['tenant_id', 'queue', 'kind'], 'created_at'], where: /status='pending'/ }],
  },
  {
    title:
      'a report over the few rows without a date holds all that it reads of them alone, in the index of another query',
    schema:
      'create table bills (id bigint primary key, due date not null, paid_at timestamptz, total numeric not null);',
    rows: 'bills=30M',
    queries: `-- calls: 2/s
      select date_trunc('month', due), sum(total) from bills where paid_at is null group by 1;
      select id from bills where paid_at is null and due < current_date order by due limit 100;`,
    creates: [{ table: 'bills', keys: ['due'], covers: ['total'], where: /paid_atISNULL/ }],
  },
];
