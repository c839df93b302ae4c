import { testHazard } from '../../../test/hazard.ts';
import { hazard } from './not-null-without-default.ts';

testHazard(hazard, {
  flags: {
    'in SQLite': {
      engine: 'sqlite',
      schema: 'create table orders (id integer primary key);',
      migration: 'alter table orders add column status text not null;',
    },
    'beside others': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'alter table orders add a int, add b int not null;',
    },
  },
  allows: {
    'with a default': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'alter table orders add b int not null default 1;',
    },
    'an identity': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'alter table orders add b int generated always as identity;',
    },
    'a table that is known to be empty': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'alter table orders add b int not null;',
      rows: ['orders=0'],
    },
    'a new table': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'create table fresh (a int); alter table fresh add b int not null;',
    },
  },
});
