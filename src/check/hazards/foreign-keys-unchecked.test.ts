import { testHazard } from '../../../test/hazard.ts';
import { hazard } from './foreign-keys-unchecked.ts';

testHazard(hazard, {
  flags: {
    'rows that come while nothing is checked': {
      engine: 'mysql',
      schema: 'create table a (id int primary key); create table b (a_id int, foreign key (a_id) references a (id));',
      migration: 'set foreign_key_checks = 0; insert into b select 7; set foreign_key_checks = 1;',
    },
  },
  allows: {
    'looked at before the end': {
      engine: 'sqlite',
      schema: 'create table orders (id integer primary key);',
      migration: 'pragma foreign_keys = off; begin; delete from orders; pragma foreign_key_check; commit;',
    },
    'looked for by a query': {
      engine: 'mysql',
      schema: 'create table a (id int primary key); create table b (a_id int, foreign key (a_id) references a (id));',
      migration:
        'set session foreign_key_checks = 0; insert into b select 7; select * from b left join a on a.id = a_id where a.id is null;',
    },
    'nothing is written': {
      engine: 'sqlite',
      schema: 'create table orders (id integer primary key);',
      migration: 'pragma foreign_keys = off; alter table orders add column note text;',
    },
  },
});
