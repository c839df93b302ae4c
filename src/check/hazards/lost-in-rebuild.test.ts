import { testHazard } from '../../../test/hazard.ts';
import { hazard } from './lost-in-rebuild.ts';

testHazard(hazard, {
  flags: {
    'a trigger, a foreign key and a column': {
      engine: 'sqlite',
      schema:
        'create table users (id integer primary key); create table orders (id integer primary key, user_id integer references users (id), note text); create trigger t after insert on orders begin select 1; end;',
      migration:
        'alter table orders rename to old; create table orders (id integer primary key, user_id integer); insert into orders select id, user_id from old; drop table old;',
    },
  },
  allows: {
    'all is made again': {
      engine: 'sqlite',
      schema:
        'create table orders (id integer primary key, status text); create index orders_status on orders (status);',
      migration:
        'create table fresh (id integer primary key, status text not null); insert into fresh select * from orders; drop table orders; alter table fresh rename to orders; create index orders_status on orders (status);',
    },
    'what is dropped by name, and a column that gets another one': {
      engine: 'sqlite',
      schema:
        'create table orders (id integer primary key, status text); create index orders_status on orders (status);',
      migration:
        'drop index orders_status; create table fresh (id integer primary key, state text); insert into fresh select id, status from orders; drop table orders; alter table fresh rename to orders;',
    },
    'a table that does not come back': {
      engine: 'sqlite',
      schema:
        'create table orders (id integer primary key, status text); create index orders_status on orders (status);',
      migration: 'drop table orders;',
    },
  },
});
