import { testHazard } from '../../../test/hazard.ts';
import { hazard } from './column-dropped.ts';

testHazard(hazard, {
  flags: {
    'with CASCADE': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);create view v as select note from orders;',
      migration: 'alter table orders drop column note cascade;',
    },
  },
  allows: {
    'a column of a new table': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'create table fresh (a int, b int); alter table fresh drop column b;',
    },
    'a column that is not there': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'alter table orders drop column if exists nope;',
    },
  },
});
