import { testHazard } from '../../../test/hazard.ts';
import { hazard } from './locks-held-while-working.ts';

testHazard(hazard, {
  flags: {
    'a drop before a check': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'alter table customers drop column name; alter table orders add constraint c check (amount > 0);',
    },
    'LOCK TABLE before work': {
      schema:
        'create table orders (id bigint primary key, status text); create table customers (id bigint primary key);',
      migration: "lock table customers in access exclusive mode; update orders set status = 'new';",
    },
  },
  allows: {
    'a table that is not there': {
      schema: 'create table orders (id bigint primary key, status varchar(9));',
      migration:
        'alter table nosuch add column x int; create index on orders (status); alter table orders add column a int;',
    },
    'the same statements by themselves': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: "alter table orders add column a int; update orders set status = 'new' where amount is null;",
      transaction: 'each',
    },
    'work before the lock': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: "update orders set status = 'new' where amount is null; alter table customers add column a int;",
    },
    'a new table': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'create table fresh (a int); insert into fresh select amount from orders;',
    },
  },
});
