import { testHazard } from '../../../test/hazard.ts';
import { hazard } from './metadata-lock-without-timeout.ts';

testHazard(hazard, {
  flags: {
    'an index that is built beside writers': {
      engine: 'mysql',
      schema: 'create table orders (id bigint primary key, amount int);',
      migration: 'create index amount on orders (amount);',
    },
  },
  allows: {
    'one that gives up soon': {
      engine: 'mysql',
      schema: 'create table orders (id bigint primary key);',
      migration: 'set session lock_wait_timeout = 3; alter table orders add column note text;',
    },
    'one that says so by the variable': {
      engine: 'mysql',
      schema: 'create table orders (id bigint primary key);',
      migration: 'set @@session.lock_wait_timeout = 3; drop table orders;',
    },
    'changes of rows': {
      engine: 'mysql',
      schema: 'create table orders (id bigint primary key);',
      migration: 'delete from orders where id = 7;',
    },
  },
});
