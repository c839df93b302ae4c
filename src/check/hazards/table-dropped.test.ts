import { testHazard } from '../../../test/hazard.ts';
import { hazard } from './table-dropped.ts';

testHazard(hazard, {
  flags: {
    'under a new name': {
      schema: 'create table orders (id bigint primary key);',
      migration: 'alter table orders rename to gone; drop table gone;',
    },
    'in another schema': {
      schema: 'create schema archive; create table orders (id bigint primary key);',
      migration: 'alter table orders set schema archive; drop table archive.orders;',
    },
    'by a block of code': {
      schema: 'create table orders (id bigint primary key);',
      migration: "do $$ begin execute 'drop table orders'; end $$;",
    },
    'a schema': { schema: 'create schema old; create table old.t (a int);', migration: 'drop schema old cascade;' },
  },
  allows: {
    'a table whose rows were copied into the one that takes its place': {
      engine: 'sqlite',
      schema: 'create table orders (id integer primary key);',
      migration:
        'create table fresh (id integer primary key, note text); insert into fresh (id) select id from orders; drop table orders; alter table fresh rename to orders;',
    },
    'a new table under the name of one that was renamed': {
      schema: 'create table orders (id bigint primary key);',
      migration:
        'alter table orders rename to kept; create table fresh (a int); alter table fresh rename to orders; drop table orders;',
    },
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
