import { testHazard } from '../../../test/hazard.ts';
import { hazard } from './alter-blocks-writes.ts';

testHazard(hazard, {
  flags: {
    'a copy': {
      engine: 'mysql',
      schema: 'create table orders (id bigint primary key, amount int);',
      migration: 'alter table orders modify amount bigint;',
      rows: ['orders=5M'],
    },
    'an index that is filled while others only read': {
      engine: 'mysql',
      schema: 'create table posts (id bigint primary key, body text);',
      migration: 'alter table posts add fulltext key body (body);',
    },
    'a lock that the statement asks for': {
      engine: 'mysql',
      schema: 'create table orders (id bigint primary key, amount int);',
      migration: 'create index amount on orders (amount) algorithm=inplace lock=shared;',
    },
    'the first kind by the version': {
      engine: 'mysql',
      target: '10.11',
      schema: 'create table orders (id bigint primary key, amount int);',
      migration: 'alter table orders add check (amount > 0);',
    },
  },
  allows: {
    'what is done in an instant': {
      engine: 'mysql',
      schema: 'create table orders (id bigint primary key, amount int);',
      migration: 'alter table orders add column note text;',
    },
    'what is done beside writers': {
      engine: 'mysql',
      schema: 'create table orders (id bigint primary key, amount int);',
      migration: 'alter table orders add key amount (amount), modify amount int not null;',
    },
    'a small table': {
      engine: 'mysql',
      schema: 'create table orders (id bigint primary key, amount int);',
      migration: 'alter table orders modify amount bigint;',
      rows: ['orders=500'],
    },
    'a table that the migration makes': {
      engine: 'mysql',
      schema: '',
      migration: 'create table t (id int primary key); alter table t modify id bigint;',
    },
  },
});
