import { testHazard } from '../../../test/hazard.ts';
import { hazard } from './lock-without-timeout.ts';

testHazard(hazard, {
  flags: {
    'a statement before the setting': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: "alter table orders add column a int; set lock_timeout = '2s';",
    },
    'a setting that has ended': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: "begin; set local lock_timeout = '2s'; commit; begin; alter table orders add column a int; commit;",
    },
  },
  allows: {
    'a timeout': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: "set lock_timeout = '2s'; alter table orders add column a int;",
    },
    'a timeout of the transaction': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: "begin; set local lock_timeout = '2s'; alter table orders add column a int; commit;",
    },
    'nothing that waits': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'create table fresh (a int);',
    },
  },
});
