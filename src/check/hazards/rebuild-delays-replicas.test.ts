import { testHazard } from '../../../test/hazard.ts';
import { hazard } from './rebuild-delays-replicas.ts';

testHazard(hazard, {
  flags: {
    'columns that would come at once, with an index': {
      engine: 'mysql',
      schema: 'create table orders (id bigint primary key, amount int);',
      migration: 'alter table orders add column note text, add key amount (amount);',
    },
    'a table that is asked to be made anew': {
      engine: 'mysql',
      schema: 'create table orders (id bigint primary key);',
      migration: 'alter table orders add column note text, algorithm=inplace;',
    },
  },
  allows: {
    'an index alone': {
      engine: 'mysql',
      schema: 'create table orders (id bigint primary key, amount int);',
      migration: 'alter table orders add key amount (amount);',
    },
  },
});
