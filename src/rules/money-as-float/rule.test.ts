import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

testRule(rule, {
  flags: {
    'a price': {
      sql: 'create table products (id int primary key, price double precision not null default 0.0, "Unit Cost" real);',
      rows: 'insert into products values (1, 19.99, 0.1), (2, 0.30000000000000004, null);',
      items: ['public.products:price', 'public.products:"Unit Cost"'],
    },
    'a price in a currency, per unit': {
      sql: 'create table t (id int primary key, price_usd real, cost_per_kg real, salary double precision);',
      items: ['public.t:price_usd', 'public.t:cost_per_kg', 'public.t:salary'],
    },
    'an amount in a table of payments': 'create table payments (id int primary key, amount double precision);',
    'a total beside a currency': 'create table t (id int primary key, total double precision, currency char(3));',
    'a checked and indexed price': {
      sql: 'create table t (id int primary key, price real check (price > 0), cost double precision); create index on t (price) where cost < 10.5; alter table t add check (cost < price);',
      rows: 'insert into t values (1, 2.5, 1.5);',
      items: ['public.t:price', 'public.t:cost'],
    },
    'a partitioned table': {
      sql: 'create table orders (id int, total double precision) partition by list (id); create table orders_1 partition of orders for values in (1);',
      rows: 'insert into orders values (1, 2.5);',
      items: ['public.orders:total'],
    },
  },
  allows: {
    'exact numbers': 'create table orders (id int primary key, price numeric(10,2), total bigint, amount numeric);',
    'rates, shares and counts':
      'create table orders (id int primary key, tax_rate real, discount_percent real, price_factor double precision, total_weight real, cost_score real, price_index real);',
    'amounts of something else':
      'create table recipes (id int primary key, amount real, total double precision, balance real);',
    measures:
      'create table places (id int primary key, latitude double precision, duration real, temperature real, total_time real);',
    'a model’s cost':
      'create table queries (id int primary key, planner_cost real, total_time double precision, memory_cost real);',
  },
});
