import { testHazard } from '../../../test/hazard.ts';
import { hazard } from './backfill-with-ddl.ts';

testHazard(hazard, {
  flags: {
    'rows filled before the constraint': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: "update orders set status = 'x'; alter table orders alter column status set not null;",
    },
  },
  allows: {
    apart: {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'alter table orders add a int; update orders set a = 1;',
      transaction: 'each',
    },
    'another table': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'alter table customers add a int; update orders set amount = 1;',
    },
  },
});
