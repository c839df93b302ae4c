import { testHazard } from '../../../test/hazard.ts';
import { hazard } from './rows-removed.ts';

testHazard(hazard, {
  flags: {
    'DELETE within WITH': {
      schema: 'create table orders (id bigint primary key);',
      migration: 'with gone as (delete from orders returning 1) select count(*) from gone;',
    },
    DELETE: {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: "delete from orders where status = 'old';",
    },
  },
  allows: {
    UPDATE: {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: "update orders set status = 'x';",
    },
  },
});
