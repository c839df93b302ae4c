import { testHazard } from '../../../test/hazard.ts';
import { hazard } from './fails.ts';

testHazard(hazard, {
  flags: {
    'what ALTER TABLE of SQLite does not know, with the rebuild that does it': {
      engine: 'sqlite',
      schema: 'create table orders (id integer primary key, amount text);',
      migration: 'alter table orders alter column amount type integer;',
    },
    'a default that is not constant, where there are rows': {
      engine: 'sqlite',
      schema: 'create table orders (id integer primary key);',
      migration: 'alter table orders add column at text default current_timestamp;',
    },
    'a table that is not there': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'alter table nope add a int;',
    },
    'what is there already': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'create table orders (a int);',
    },
    'a key on a column that is the same everywhere': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'alter table orders add column c int default 5 unique;',
    },
    'LOCK TABLE outside a transaction': {
      schema: 'create table orders (id bigint primary key);',
      migration: 'lock table orders in access exclusive mode;',
      transaction: 'each',
    },
  },
  allows: {
    'LOCK TABLE in a transaction': {
      schema: 'create table orders (id bigint primary key);',
      migration: 'lock table orders in access exclusive mode;',
      transaction: 'one',
    },
    'rows that the lab lacks': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);alter table orders add constraint f foreign key (customer_id) references customers (id);',
      migration: 'insert into orders (id, customer_id) values (1, 1);',
    },
    'a migration that runs': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'alter table orders add a int;',
    },
  },
});
