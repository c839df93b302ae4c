import { testHazard } from '../../../test/hazard.ts';
import { hazard } from './unbatched-write.ts';

testHazard(hazard, {
  flags: {
    'a condition that no index serves': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: "update orders set status = 'x' where amount is null;",
    },
    DELETE: {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'delete from orders;',
      rows: ['orders=50M'],
    },
  },
  allows: {
    'one row': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: "update orders set status = 'x' where id = 5;",
      rows: ['orders=50M'],
    },
    'a small table': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: "update orders set status = 'x';",
      rows: ['orders=50'],
    },
    'a new table': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: "create table fresh as select * from orders; update fresh set status = 'x';",
    },
  },
});
