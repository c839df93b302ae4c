import { testHazard } from '../../../test/hazard.ts';
import { hazard } from './irreversible.ts';

testHazard(hazard, {
  flags: {},
  allows: {
    'a change that can be taken back': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'alter table orders add a int;',
    },
  },
});
