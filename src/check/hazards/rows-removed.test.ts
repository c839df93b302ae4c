import { testHazard } from '../../../test/hazard.ts';
import { hazard } from './rows-removed.ts';

testHazard(hazard, {
  flags: {
    'a row by its key, and with it what refers to it': {
      schema:
        'create table orders (id bigint primary key); create table lines (id int primary key, o bigint references orders on delete cascade);',
      migration: 'delete from orders where id = 3;',
    },
    'a row by its key, or others': {
      schema: 'create table orders (id bigint primary key, status text);',
      migration: "delete from orders where id = 3 or status = 'old';",
    },
    'rows by the key of another table': {
      schema: 'create table orders (id bigint primary key, c int); create table customers (id int primary key);',
      migration: 'delete from orders using customers where orders.c = customers.id and customers.id = 3;',
    },
    'rows by a part of a key': {
      schema: 'create table lines (o bigint, n int, primary key (o, n));',
      migration: 'delete from lines where o = 3;',
    },
    'DELETE within WITH': {
      schema: 'create table orders (id bigint primary key);',
      migration: 'with gone as (delete from orders returning 1) select count(*) from gone;',
    },
    DELETE: {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: "delete from orders where status = 'old';",
    },
  },
  allows: {
    'a row by its key': {
      schema: 'create table orders (id bigint primary key);',
      migration: 'delete from orders where id = 3;',
    },
    'rows by their keys': {
      schema: 'create table codes (kind text, code text not null, unique (code));',
      migration: "delete from codes as c where c.code in ('a', 'it''s') and kind = 'x';",
    },
    'a row by a key of two columns': {
      schema: 'create table lines (o bigint, n int, primary key (o, n));',
      migration: 'delete from lines where o = 3 and n = 1;',
    },
    UPDATE: {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: "update orders set status = 'x';",
    },
  },
});
