import { testHazard } from '../../../test/hazard.ts';
import { hazard } from './foreign-keys-unchecked.ts';

testHazard(hazard, {
  flags: {},
  allows: {
    'looked at before the end': {
      engine: 'sqlite',
      schema: 'create table orders (id integer primary key);',
      migration: 'pragma foreign_keys = off; begin; delete from orders; pragma foreign_key_check; commit;',
    },
    'nothing is written': {
      engine: 'sqlite',
      schema: 'create table orders (id integer primary key);',
      migration: 'pragma foreign_keys = off; alter table orders add column note text;',
    },
  },
});
