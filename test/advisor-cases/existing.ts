import { type AdvisorCase, orders, ordersVolumes } from './advisor-case.ts';

const fewUsers = ordersVolumes.replace('400k', '4k');
const parents = (rule: string): string => `create table users (id bigint primary key, name text not null);
  create table messages (id bigint primary key, user_id bigint not null references users ${rule}, body text not null);`;
const parentVolumes =
  'tables:\n  users: 400k\n  messages:\n    rows: 20M\n    columns:\n      user_id: { correlation: 0 }\n      body: { width: 200 }\n';

/** What is there already: enough, too much, too narrow; and what no plan shows. */
export const existing: readonly AdvisorCase[] = [
  {
    title: 'what is there is enough',
    schema: `${orders} create index orders_user on orders (user_id, created_at);`,
    rows: 'orders=20M',
    volumes: ordersVolumes,
    queries: 'select * from orders where user_id = $1;',
    creates: [],
    drops: [],
  },
  {
    title: 'the beginning of another index',
    schema: `${orders} create index orders_user on orders (user_id); create index orders_user_time on orders (user_id, created_at);`,
    rows: 'orders=20M',
    volumes: ordersVolumes,
    queries: `select * from orders where user_id = $1 order by created_at desc limit 20;
      select * from orders where user_id = $1;`,
    creates: [],
    drops: ['orders_user'],
  },
  {
    title: 'the same index twice, when nothing may be made',
    schema: `${orders} create index orders_user on orders (user_id); create index orders_user_again on orders (user_id);`,
    rows: 'orders=20M',
    volumes: ordersVolumes,
    queries: 'select * from orders where user_id = $1; select * from orders where total = $1;',
    flags: ['--drop-only'],
    creates: [],
    drops: ['orders_user_again'],
  },
  {
    title: 'a column more makes the narrow one superfluous',
    schema: `${orders} create index orders_user on orders (user_id);`,
    rows: 'orders=20M',
    volumes: fewUsers,
    queries: `-- calls: 50/s
      select * from orders where user_id = $1 order by created_at desc limit 20;`,
    creates: [{ table: 'orders', keys: ['user_id', 'created_at'] }],
    drops: ['orders_user'],
  },
  {
    title: 'the same, when the narrow one is to be kept',
    schema: `${orders} create index orders_user on orders (user_id);`,
    rows: 'orders=20M',
    volumes: fewUsers,
    queries: '-- calls: 50/s\nselect * from orders where user_id = $1 order by created_at desc limit 20;',
    flags: ['--keep', 'orders_user'],
    creates: [{ table: 'orders', keys: ['user_id', 'created_at'] }],
    drops: [],
  },
  {
    title: 'an index that keeps values unique stays, whoever reads it',
    schema: `${orders} create unique index orders_note on orders (note); create index orders_user on orders (user_id);`,
    rows: 'orders=20M',
    volumes: ordersVolumes,
    queries: 'select * from orders where user_id = $1;',
    creates: [],
    drops: [],
  },
  {
    title: 'deleting a parent looks for its children',
    schema: parents('on delete cascade'),
    rows: 'users=400K,messages=20M',
    volumes: parentVolumes,
    queries: 'delete from users where id = $1;',
    creates: [{ table: 'messages', keys: ['user_id'] }],
  },
  {
    title: 'deleting a parent that must have no children looks for them, too',
    schema: parents(''),
    rows: 'users=400K,messages=20M',
    volumes: parentVolumes,
    queries: 'delete from users where id = $1;',
    creates: [{ table: 'messages', keys: ['user_id'] }],
  },
  {
    title: 'an index that only deleted parents need stays',
    schema: `${parents('on delete cascade')} create index messages_user on messages (user_id);`,
    rows: 'users=400K,messages=20M',
    volumes: parentVolumes,
    queries: 'delete from users where id = $1; select * from messages where id = $1;',
    creates: [],
    drops: [],
  },
  {
    title: 'a candidate for uniqueness',
    schema:
      'create table payments (id bigint primary key, idempotency_key uuid not null, amount numeric not null, body text not null);',
    rows: 'payments=20M',
    volumes:
      'tables:\n  payments:\n    rows: 20M\n    columns:\n      idempotency_key: { distinct: unique, correlation: 0 }\n      body: { width: 100 }\n',
    queries: 'select * from payments where idempotency_key = $1;',
    creates: [{ table: 'payments', keys: ['idempotency_key'], method: ['btree', 'hash'] }],
  },
  {
    title: 'a small table needs none',
    schema: 'create table countries (code text primary key, name text not null, region text not null);',
    rows: 'countries=200',
    queries: 'select * from countries where region = $1;',
    creates: [],
  },
  {
    title: 'a table that is read as a whole',
    schema: orders,
    rows: 'orders=20M',
    volumes: ordersVolumes,
    queries: 'select * from orders;',
    creates: [],
  },
  {
    title: 'nothing but writes',
    schema: orders,
    rows: 'orders=20M',
    volumes: ordersVolumes,
    queries: `-- calls: 500/s
      insert into orders values ($1, $2, $3, $4, $5, $6, $7, $8, $9);
      -- calls: 100/s
      update orders set status = 'paid' where id = $1;`,
    creates: [],
  },
  {
    title: 'no room for the smallest that helps',
    schema: orders,
    rows: 'orders=20M',
    volumes: ordersVolumes,
    queries: 'select * from orders where user_id = $1;',
    flags: ['--budget', '8kB'],
    creates: [],
  },
  {
    title: 'a query that never ran, beside one that did',
    schema: orders,
    rows: 'orders=20M',
    volumes: ordersVolumes,
    queries: `-- calls: 0/s
      select * from orders where total = $1;
      -- calls: 10/s
      select * from orders where user_id = $1;`,
    creates: [{ table: 'orders', keys: ['user_id'] }],
  },
  {
    title: 'hashes of what a unique index finds as well',
    schema: `create table sessions (id bigint primary key, token text not null unique, body text not null);
      create index sessions_token_hash on sessions using hash (token);`,
    rows: 'sessions=5M',
    queries: 'select * from sessions where token = $1;',
    creates: [],
    drops: ['sessions_token_hash'],
  },
  {
    title: 'hashes of what no other index finds stay',
    schema: `create table sessions (id bigint primary key, token text not null, body text not null);
      create index sessions_token_hash on sessions using hash (token);`,
    rows: 'sessions=5M',
    queries: 'select * from sessions where token = $1;',
    creates: [],
    drops: [],
  },
];
