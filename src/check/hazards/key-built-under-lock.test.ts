import { testHazard } from '../../../test/hazard.ts';
import { hazard } from './key-built-under-lock.ts';

testHazard(hazard, {
  flags: {
    'a primary key': { schema: 'create table t (a int not null);', migration: 'alter table t add primary key (a);' },
    'a column with a key': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'alter table orders add column code text unique;',
    },
  },
  allows: {
    'a key from an index': {
      schema: 'create table t (a int not null); create unique index t_a on t (a);',
      migration: 'alter table t add constraint k unique using index t_a;',
    },
  },
});
