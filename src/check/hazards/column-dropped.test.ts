import { testHazard } from '../../../test/hazard.ts';
import { hazard } from './column-dropped.ts';

testHazard(hazard, {
  flags: {
    'under a new name': {
      schema: 'create table orders (id bigint primary key, note text);',
      migration: 'alter table orders rename note to gone; alter table orders drop column gone;',
    },
    'with CASCADE': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);create view v as select note from orders;',
      migration: 'alter table orders drop column note cascade;',
    },
    'with the domain below its own': {
      schema:
        'create domain word as text; create domain mail as word; create table people (id bigint primary key, addresses mail[]);',
      migration: 'drop domain word cascade;',
    },
  },
  allows: {
    'a domain that no column is of': { schema: 'create domain word as text;', migration: 'drop domain word cascade;' },
    'a composite type whose attribute goes': {
      schema:
        'create domain word as text; create type pair as (a word, b int); create table pairs (id bigint primary key, p pair);',
      migration: 'drop domain word cascade;',
    },
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
