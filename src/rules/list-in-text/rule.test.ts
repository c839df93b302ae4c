import { testRule } from '../../../test/rule.ts';
import { sampled } from '../../../test/sampled.ts';
import { rule } from './rule.ts';

testRule(rule, {
  flags: {
    'a plural': {
      sql: 'create table t (id int primary key, tags text, "userRoles" varchar(200));',
      items: ['public.t:tags', 'public.t:"userRoles"'],
    },
    'keys of other rows': 'create table t (id int primary key, category_ids text, member_list text);',
    'a comment that says what separates them': {
      sql: `create table t (id int primary key, "Colours" text not null default ''); comment on column t."Colours" is 'comma-separated';`,
      rows: `insert into t values (1, 'red,green'), (2, '');`,
      items: ['public.t:"Colours"'],
    },
    'values in the statistics': {
      sql: 'create table t (id int primary key, tags text);',
      statistics: sampled('public.t', 'tags', ['a, b', 'c', 'a, c, d']),
      rows: `insert into t values (1, 'a, b'), (2, null);`,
    },
    'a default of nothing': `create table t (id int primary key, emails text not null default '');`,
  },
  allows: {
    arrays: 'create table t (id int primary key, tags text[], category_ids bigint[]);',
    prose:
      'create table t (id int primary key, notes text, comments text, details text, terms text, settings text, series text);',
    'a single value': 'create table t (id int primary key, tag text, email text, role text);',
    JSON: `create table t (id int primary key, tags text default '[]', labels text default '{}', tags_json text);`,
    'too short': 'create table t (id int primary key, tags varchar(10));',
    'values that are none': {
      sql: 'create table t (id int primary key, addresses text);',
      statistics: sampled('public.t', 'addresses', ['Bahnhofstr.1', 'Mainstreet']),
    },
    'arrays as JSON': {
      sql: 'create table t (id int primary key, tags text);',
      statistics: sampled('public.t', 'tags', ['["a", "b"]', '["c"]']),
    },
    'a default of one value': `create table t (id int primary key, roles text default 'user');`,
  },
});
