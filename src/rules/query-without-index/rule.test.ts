import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

const large = { origin: 'declared', rows: 5_000_000, columns: {} } as const;
const statistics = { tables: { 'public.orders': large } };
const orders =
  'create table orders (id bigint primary key, user_id bigint not null, status text not null, email text, created_at timestamptz not null, deleted_at timestamptz);';
const ofAUser = '-- name: of a user\n-- calls: 10/s\nselect * from orders where user_id = $1;';

testRule(rule, {
  flags: {
    'equality on a column without an index': {
      sql: orders,
      statistics,
      workload: ofAUser,
      items: ['public.orders:user_id'],
    },
    'equality and order': {
      sql: orders,
      statistics,
      workload: 'select id, created_at from orders where user_id = $1 order by created_at desc limit 20;',
      items: ['public.orders:user_id,created_at'],
    },
    'an expression, told by its column': {
      sql: orders,
      statistics,
      workload: 'select id from orders where lower(email) = lower($1);',
      items: ['public.orders:email'],
    },
    'one that makes a present index superfluous drops it': {
      sql: `${orders} create index orders_user_id_idx on orders (user_id);`,
      statistics,
      workload:
        '-- calls: 100/s\nselect id, status from orders where user_id = $1 and status = $2 order by created_at desc limit 10;\n-- calls: 100/s\nselect * from orders where user_id = $1 order by created_at limit 5;',
    },
    'a size that nobody told': { sql: orders, workload: ofAUser, items: ['public.orders:user_id'] },
    'the foreign key that a delete follows and a query uses': {
      sql: `create table users (id bigint primary key); ${orders} alter table orders add foreign key (user_id) references users on delete cascade;`,
      statistics,
      workload: `${ofAUser} delete from users where id = $1;`,
      items: ['public.orders:user_id'],
    },
    'names that need quotes': {
      sql: 'create table "Order" (id bigint primary key, "User Id" bigint not null);',
      statistics: { tables: { 'public."Order"': large } },
      workload: 'select * from "Order" where "User Id" = $1;',
      items: ['public."Order":"User Id"'],
    },
  },
  allows: {
    'no workload': { sql: orders, statistics },
    'an index that is there': {
      sql: `${orders} create index i on orders (user_id);`,
      statistics,
      workload: ofAUser,
    },
    'a small table, which the planner reads whole': {
      sql: orders,
      statistics: { tables: { 'public.orders': { ...large, rows: 60 } } },
      workload: ofAUser,
    },
    'a query that wants all rows': { sql: orders, statistics, workload: 'select count(*) from orders;' },
    'a query that is never called': { sql: orders, statistics, workload: ofAUser.replace('10/s', '0/s') },
    'only writes': { sql: orders, statistics, workload: "insert into orders values (1, 1, 'a', null, now(), null);" },
    'a foreign key that no query uses: its own rule tells': {
      sql: `create table users (id bigint primary key); ${orders} alter table orders add foreign key (user_id) references users on delete cascade;`,
      statistics,
      workload: 'delete from users where id = $1;',
    },
  },
  example: { statistics, workload: 'select * from orders where user_id = $1' },
});
