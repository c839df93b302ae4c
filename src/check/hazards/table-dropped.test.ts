import { testHazard } from '../../../test/hazard.ts';
import { hazard } from './table-dropped.ts';

testHazard(hazard, {
  flags: {
    'a schema': { schema: 'create schema old; create table old.t (a int);', migration: 'drop schema old cascade;' },
  },
  allows: {
    'a table that is not there': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'drop table if exists nope;',
    },
    'a table of the same migration': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'create table fresh (a int); drop table fresh;',
    },
    'an index': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);create index i on orders (status);',
      migration: 'drop index concurrently i;',
    },
  },
});
