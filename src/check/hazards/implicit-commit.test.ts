import { testHazard } from '../../../test/hazard.ts';
import { hazard } from './implicit-commit.ts';

testHazard(hazard, {
  flags: {
    'one that is to be taken back': {
      engine: 'mysql',
      schema: 'create table orders (id bigint primary key);',
      migration: 'start transaction; alter table orders add column note text; rollback;',
    },
  },
  allows: {
    'rows alone': {
      engine: 'mysql',
      schema: 'create table orders (id bigint primary key);',
      migration: 'begin; delete from orders where id = 7; commit; alter table orders add column note text;',
    },
    'a table of the session': {
      engine: 'mysql',
      schema: 'create table orders (id bigint primary key);',
      migration: 'begin; create temporary table t (id int); delete from orders where id = 7; commit;',
    },
  },
});
