import { testHazard } from '../../../test/hazard.ts';
import { hazard } from './volatile-default.ts';

testHazard(hazard, {
  flags: {
    'a random number': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'alter table orders add column r float default random();',
      target: '15',
    },
  },
  allows: {
    'a stable default': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'alter table orders add column made timestamptz not null default now();',
    },
    'a constant': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'alter table orders add column n int not null default 5;',
    },
  },
});
