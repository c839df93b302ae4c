import { testHazard } from '../../../test/hazard.ts';
import { hazard } from './index-build-blocks-writes.ts';

testHazard(hazard, {
  flags: {
    'an index of a partitioned table': {
      schema:
        "create table logs (id int, at date) partition by range (at); create table logs_1 partition of logs for values from ('2020-01-01') to ('2021-01-01');",
      migration: 'create index logs_at_idx on logs (at);',
    },
    'a large table': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'create unique index o on orders (status);',
      rows: ['orders=50M'],
    },
  },
  allows: {
    'a concurrent build': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'create index concurrently o on orders (status);',
    },
    'a table of the same migration': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'create table fresh (a int); create index on fresh (a);',
    },
    'a small table': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'create index o on orders (status);',
      rows: ['orders=2000'],
    },
    'an index on the partitioned table alone': {
      schema: 'create table logs (id int, at date) partition by range (at);',
      migration: 'create index logs_at_idx on only logs (at);',
    },
  },
});
