import { testHazard } from '../../../test/hazard.ts';
import { hazard } from './key-dropped.ts';

const schema = 'create table orders (id bigint primary key, code text not null constraint orders_code unique, n int);';

testHazard(hazard, {
  flags: {
    'a primary key': { schema, migration: 'alter table orders drop constraint orders_pkey;' },
    'a key of more columns in its place': {
      schema,
      migration:
        'begin; alter table orders drop constraint orders_pkey; alter table orders add primary key (id, code); commit;',
    },
    'a unique index of some rows in its place': {
      schema,
      migration:
        'begin; alter table orders drop constraint orders_code; create unique index on orders (code) where n > 0; commit;',
    },
  },
  allows: {
    'the same key under another name': {
      schema,
      migration:
        'begin; alter table orders add constraint other unique (code); alter table orders drop constraint orders_code; commit;',
    },
    'a unique index in its place': {
      schema,
      migration:
        'create unique index concurrently other on orders (code);\nbegin; alter table orders drop constraint orders_code; commit;',
    },
    'a key of fewer columns': {
      schema: 'create table t (a int, b int, unique (a, b));',
      migration: 'begin; alter table t add unique (a); alter table t drop constraint t_a_b_key; commit;',
    },
    'a check': {
      schema: 'create table t (a int constraint c check (a > 0));',
      migration: 'alter table t drop constraint c;',
    },
    'the table goes, too': {
      schema,
      migration: 'begin; alter table orders drop constraint orders_code; drop table orders; commit;',
    },
  },
});
