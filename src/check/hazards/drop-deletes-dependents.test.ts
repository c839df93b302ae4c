import { testHazard } from '../../../test/hazard.ts';
import { hazard } from './drop-deletes-dependents.ts';

testHazard(hazard, {
  flags: {
    'where the switch is inside the transaction': {
      engine: 'sqlite',
      schema:
        'create table orders (id integer primary key); create table items (order_id integer references orders (id) on delete set null);',
      migration: 'begin; pragma foreign_keys = off; drop table orders; commit;',
    },
    'where a row would stop it': {
      engine: 'sqlite',
      schema:
        'create table orders (id integer primary key); create table items (order_id integer references orders (id));',
      migration: 'drop table orders;',
    },
  },
  allows: {
    'switched off before': {
      engine: 'sqlite',
      schema:
        'create table orders (id integer primary key); create table items (order_id integer references orders (id) on delete cascade);',
      migration: 'pragma foreign_keys = off; begin; drop table orders; commit;',
    },
    'what refers to it goes first': {
      engine: 'sqlite',
      schema:
        'create table orders (id integer primary key); create table items (order_id integer references orders (id) on delete cascade);',
      migration: 'drop table items; drop table orders;',
    },
    'nothing refers to it': {
      engine: 'sqlite',
      schema: 'create table orders (id integer primary key);',
      migration: 'drop table orders;',
    },
  },
});
