import { testHazard } from '../../../test/hazard.ts';
import { hazard } from './foreign-keys-unchecked.ts';

testHazard(hazard, {
  flags: {
    'rows that come while nothing is checked': {
      engine: 'mysql',
      schema: 'create table a (id int primary key); create table b (a_id int, foreign key (a_id) references a (id));',
      migration: 'set foreign_key_checks = 0; insert into b select 7; set foreign_key_checks = 1;',
    },
    'a session that trusts what it writes': {
      schema: 'create table a (id int primary key); create table b (a_id int references a);',
      migration: 'set session_replication_role = replica; insert into b select 7; reset session_replication_role;',
    },
    'triggers of a table that are disabled, with those that check': {
      schema: 'create table a (id int primary key); create table b (a_id int references a);',
      migration:
        'begin; alter table b disable trigger all; insert into b select 7; alter table b enable trigger all; commit;',
    },
  },
  allows: {
    'triggers of the user alone': {
      schema: 'create table a (id int primary key); create table b (a_id int references a);',
      migration: 'alter table b disable trigger user; insert into b select 7;',
    },
    'a session as it is': {
      schema: 'create table a (id int primary key); create table b (a_id int references a);',
      migration: 'set session_replication_role = origin; delete from b;',
    },
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
