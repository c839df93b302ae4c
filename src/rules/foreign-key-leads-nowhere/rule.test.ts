import { testSqliteRule } from '../../../test/sqlite-rule.ts';
import { rule } from './rule.ts';

const parent =
  'create table a (id integer primary key, code text not null, name text not null, tenant integer not null';

testSqliteRule(rule, {
  flags: {
    'a table that is not there': 'create table b (id integer primary key, a_id integer references a (id));',
    'columns that are not unique': `${parent}); create table b (id integer primary key, code text references a (code));`,
    'a part of a unique key': `${parent}, unique (tenant, code)); create table b (id integer primary key, code text references a (code));`,
    'what is unique among some rows alone': `${parent}); create unique index a_code on a (code) where tenant = 1; create table b (id integer primary key, code text references a (code));`,
    'a column that tells kinds, over which no index is offered': {
      sql: 'create table a (id integer primary key, status text); create table b (id integer primary key, a_status text references a (status));',
      changes: 0,
    },
    'a column that is not there': `${parent}); create table b (id integer primary key, a_no integer references a (no));`,
    'the key of a table without one':
      'create table a (x integer); create table b (id integer primary key, a_x integer references a);',
  },
  allows: {
    'the primary key': `${parent}); create table b (id integer primary key, a_id integer references a, other integer references A (ID));`,
    'a unique constraint': `${parent}, unique (code)); create table b (id integer primary key, code text references a (code));`,
    'a unique index of both columns, in whatever order': `${parent}); create unique index a_u on a (tenant, code); create table b (id integer primary key, code text, tenant integer, foreign key (code, tenant) references a (code, tenant));`,
    'its own table': 'create table a (id integer primary key, up integer references a (id));',
  },
});
