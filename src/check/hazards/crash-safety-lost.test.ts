import { testHazard } from '../../../test/hazard.ts';
import { hazard } from './crash-safety-lost.ts';

testHazard(hazard, {
  flags: {
    'one part of several': {
      schema: 'create table orders (id bigint primary key);',
      migration: 'alter table orders add column note text, set unlogged;',
    },
  },
  allows: {
    'a table that is made': {
      schema: 'select 1;',
      migration: 'create table fresh (id int); alter table fresh set unlogged;',
    },
    'the way back': {
      schema: 'create unlogged table orders (id bigint primary key);',
      migration: 'alter table orders set logged;',
    },
  },
});
