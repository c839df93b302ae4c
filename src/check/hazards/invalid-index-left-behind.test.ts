import { testHazard } from '../../../test/hazard.ts';
import { hazard } from './invalid-index-left-behind.ts';

testHazard(hazard, {
  flags: {
    'a unique index': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'create unique index concurrently i on orders (status);',
    },
  },
  allows: {
    'one that is cleared first': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'drop index concurrently if exists i; create index concurrently if not exists i on orders (status);',
    },
    'a plain build': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'create index if not exists i on orders (status);',
    },
  },
});
