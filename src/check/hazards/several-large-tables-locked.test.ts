import { testHazard } from '../../../test/hazard.ts';
import { hazard } from './several-large-tables-locked.ts';

testHazard(hazard, {
  flags: {
    'three tables': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);create table c (a int);',
      migration: 'alter table orders add a int; alter table customers add b int; alter table c add d int;',
    },
  },
  allows: {
    'a table that is not there': {
      schema: 'create table orders (id bigint primary key, status varchar(9));',
      migration:
        'alter table nosuch add column x int; create index on orders (status); alter table orders add column a int;',
    },
    'one table twice': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'alter table orders add a int; alter table orders add b int;',
    },
    'both tables of a foreign key': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'alter table orders add constraint f foreign key (customer_id) references customers (id) not valid;',
    },
    'small tables': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'alter table orders add a int; alter table customers add b int;',
      rows: ['orders=100', 'customers=100'],
    },
  },
});
