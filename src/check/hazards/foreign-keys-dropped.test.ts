import { testHazard } from '../../../test/hazard.ts';
import { hazard } from './foreign-keys-dropped.ts';

const schema =
  'create table customers (id bigint primary key, code text unique); create table orders (customer_id bigint references customers);';

testHazard(hazard, {
  flags: {
    'a unique key': {
      schema: 'create table a (code text unique); create table b (code text references a (code));',
      migration: 'alter table a drop constraint a_code_key cascade;',
    },
  },
  allows: {
    'nothing relies on it': { schema, migration: 'alter table customers drop constraint customers_code_key cascade;' },
    'without CASCADE it fails': { schema, migration: 'alter table customers drop constraint customers_pkey;' },
    'the foreign key goes by name': {
      schema,
      migration: 'alter table orders drop constraint orders_customer_id_fkey cascade;',
    },
  },
});
