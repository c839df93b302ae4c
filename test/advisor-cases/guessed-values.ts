import type { AdvisorCase } from './advisor-case.ts';

const schema = `create table orders (id bigint primary key, tenant_id bigint not null, user_id bigint not null,
  status text not null, total numeric(12, 2) not null, created_at timestamptz not null);`;
const rows = 'orders=50M';
const latest = [{ table: 'orders', keys: ['tenant_id', 'created_at'] }] as const;

/** Nobody told how many rows a key has: the index that also serves the order stays right when they are many. */
export const guessedValues: readonly AdvisorCase[] = [
  {
    title: 'the latest of a tenant whose number of rows nobody told',
    schema,
    rows,
    queries: 'select * from orders where tenant_id = $1 order by created_at desc limit 20;',
    creates: latest,
  },
  {
    title: 'the latest of a tenant since a moment, whose number of rows nobody told',
    schema,
    rows,
    queries: 'select * from orders where tenant_id = $1 and created_at > $2 order by created_at desc limit 20;',
    creates: latest,
  },
  {
    title: 'the first of each status of a user, whose number of rows nobody told',
    schema,
    rows,
    queries: 'select distinct on (status) * from orders where user_id = $1 order by status, created_at desc;',
    creates: [{ table: 'orders', keys: ['user_id', 'status', 'created_at'], directions: '++-' }],
  },
  {
    title: 'the last moment of a user, whose number of rows nobody told',
    schema,
    rows,
    queries: 'select max(created_at) from orders where user_id = $1;',
    creates: [{ table: 'orders', keys: ['user_id', 'created_at'] }],
  },
  {
    title: 'the latest of a tenant that is known to have few rows: the planner finds a sort of ten as cheap',
    schema,
    rows,
    volumes: 'tables:\n  orders:\n    rows: 50M\n    columns:\n      tenant_id: { distinct: 5M, correlation: 0 }\n',
    queries: 'select * from orders where tenant_id = $1 order by created_at desc limit 20;',
    creates: [
      [
        { table: 'orders', keys: ['tenant_id'] },
        { table: 'orders', keys: ['tenant_id', 'created_at'] },
      ],
    ],
  },
];
