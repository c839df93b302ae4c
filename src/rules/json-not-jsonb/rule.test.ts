import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

testRule(rule, {
  flags: {
    'a json column': {
      sql: `create table t (id int primary key, settings json not null default '{}');`,
      rows: `insert into t values (1, '{"a": 1, "a": 2}');`,
    },
    'a name that needs quotes': {
      sql: 'create table "T" (id int primary key, "Extra Data" json);',
      rows: `insert into "T" values (1, '[1, 2]'), (2, null);`,
      items: ['public."T":"Extra Data"'],
    },
    'an index over a part of it: must be made anew': `create table t (id int primary key, data json); create index on t ((data ->> 'name'));`,
    'a text that may have to stay as it is': { sql: 'create table t (id int primary key, raw_payload json);' },
    'a partitioned table, once': {
      sql: 'create table t (id int, data json) partition by list (id); create table t1 partition of t default;',
      rows: `insert into t values (1, '{}');`,
      items: ['public.t:data'],
    },
    'an inherited column, where it comes from': {
      sql: 'create table base (id int, data json); create table derived (more int) inherits (base);',
      rows: `insert into derived values (1, '{}', 2);`,
      items: ['public.base:data'],
    },
  },
  allows: {
    jsonb: `create table t (id int primary key, data jsonb default '{}');`,
    text: 'create table t (id int primary key, json text);',
    'a domain': 'create domain doc as json; create table t (id int primary key, data doc);',
    'a generated column': `create table t (id int primary key, data json generated always as ('{}'::json) stored);`,
  },
});
