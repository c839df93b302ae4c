import { testHazard } from '../../../test/hazard.ts';
import { hazard } from './rerun-fails.ts';

testHazard(hazard, {
  flags: {},
  allows: {
    'IF NOT EXISTS': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration:
        'create index concurrently if not exists a on orders (status); create index concurrently if not exists b on orders (amount);',
    },
    'one transaction': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'alter table orders add a int; alter table orders add b int;',
    },
  },
});
