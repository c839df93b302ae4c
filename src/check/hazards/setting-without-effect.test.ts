import { testHazard } from '../../../test/hazard.ts';
import { hazard } from './setting-without-effect.ts';

testHazard(hazard, {
  flags: {
    'inside a transaction of the script': {
      engine: 'sqlite',
      schema: 'create table orders (id integer primary key);',
      migration: 'begin; pragma foreign_keys = off; drop table orders; commit;',
    },
  },
  allows: {
    'before the transaction': {
      engine: 'sqlite',
      schema: 'create table orders (id integer primary key);',
      migration: 'pragma foreign_keys = off; begin; drop table orders; commit; pragma foreign_keys = on;',
    },
    'a setting that works inside': {
      engine: 'sqlite',
      schema: 'create table orders (id integer primary key);',
      migration: 'begin; pragma defer_foreign_keys = on; drop table orders; commit;',
    },
    'a file of Prisma, which opens none': {
      engine: 'sqlite',
      schema: 'create table orders (id integer primary key);',
      migration: 'pragma foreign_keys = off; drop table orders; pragma foreign_keys = on;',
      file: 'prisma/migrations/1_drop/migration.sql',
    },
  },
});
