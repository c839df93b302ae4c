import { testHazard } from '../../../test/hazard.ts';
import { hazard } from './writers-wait.ts';

testHazard(hazard, {
  flags: {
    'an index, with the time that it takes': {
      engine: 'sqlite',
      schema: 'create table orders (id integer primary key, customer_id integer);',
      migration: 'create index orders_customer_id on orders (customer_id);',
      rows: ['orders=50M'],
    },
    'a column that goes is taken out of every row': {
      engine: 'sqlite',
      schema: 'create table orders (id integer primary key, note text);',
      migration: 'alter table orders drop column note;',
    },
    'a rebuild': {
      engine: 'sqlite',
      schema: 'create table orders (id integer primary key, note text);',
      migration:
        'create table fresh (id integer primary key, note text not null); insert into fresh select * from orders; drop table orders; alter table fresh rename to orders;',
    },
    'a write of all rows': {
      engine: 'sqlite',
      schema: 'create table orders (id integer primary key, note text);',
      migration: "update orders set note = '' where note is null;",
    },
    VACUUM: { engine: 'sqlite', schema: 'create table orders (id integer primary key);', migration: 'vacuum;' },
  },
  allows: {
    'a column that is added': {
      engine: 'sqlite',
      schema: 'create table orders (id integer primary key);',
      migration: 'alter table orders add column note text;',
    },
    'a small table': {
      engine: 'sqlite',
      schema: 'create table orders (id integer primary key, a integer);',
      migration: 'create index orders_a on orders (a);',
      rows: ['orders=5k'],
    },
    'rows that an index finds': {
      engine: 'sqlite',
      schema: 'create table orders (id integer primary key, a integer);',
      migration: 'update orders set a = 1 where id = 7;',
    },
    'an engine that locks tables': {
      schema: 'create table orders (id bigint primary key, a int);',
      migration: 'create index orders_a on orders (a);',
    },
  },
});
