import { testHazard } from '../../../test/hazard.ts';
import { hazard } from './implicit-default.ts';

const schema = 'create table orders (id bigint primary key, note text, state int not null);';

testHazard(hazard, {
  flags: {
    'a column that may be null until then': {
      engine: 'mysql',
      schema,
      migration: 'alter table orders modify note text not null;',
    },
  },
  allows: {
    'a default': {
      engine: 'mysql',
      schema,
      migration: "alter table orders add column kind varchar(10) not null default 'new', modify state bigint not null;",
    },
    'a column that is counted or computed': {
      engine: 'mysql',
      schema: 'create table t (a int not null);',
      migration:
        'alter table t add column id int not null auto_increment primary key, add column b int as (a + 1) stored not null;',
    },
    'a table without rows': {
      engine: 'mysql',
      schema,
      migration: 'alter table orders add column kind varchar(10) not null;',
      rows: ['orders=0'],
    },
  },
});
