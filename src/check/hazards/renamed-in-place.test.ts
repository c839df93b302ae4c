import { testHazard } from '../../../test/hazard.ts';
import { hazard } from './renamed-in-place.ts';

testHazard(hazard, {
  flags: {
    'a table': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'alter table orders rename to purchases;',
    },
    'a view': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);create view v as select 1;',
      migration: 'alter view v rename to w;',
    },
    'a value of an enum': {
      schema: "create type tier as enum ('gold'); create table orders (id bigint primary key, tier tier);",
      migration: "alter type tier rename value 'gold' to 'au';",
    },
  },
  allows: {
    'a value of a new enum': {
      schema: 'create table orders (id bigint primary key);',
      migration: "create type tier as enum ('gold'); alter type tier rename value 'gold' to 'au';",
    },
    'a constraint': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'alter table orders rename constraint orders_pkey to o_pk;',
    },
    'an index': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);create index i on orders (status);',
      migration: 'alter index i rename to j;',
    },
    'a new table': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'create table fresh (a int); alter table fresh rename to other;',
    },
  },
});
