import { testRule } from '../../../test/rule.ts';
import { sampled } from '../../../test/sampled.ts';
import { rule } from './rule.ts';

testRule(rule, {
  flags: {
    'a number of a name that asks': {
      sql: 'create table t (id int primary key, is_active smallint not null default 1, "hasChildren" integer);',
      rows: 'insert into t values (1, 0, 5), (2, 1, null);',
      items: ['public.t:is_active', 'public.t:"hasChildren"'],
    },
    'letters that a check allows': {
      sql: `create table t (id int primary key, active char(1) not null default 'Y' check (active in ('Y', 'N')), "Mailing" varchar(3) check ("Mailing" in ('yes', 'no')));`,
      rows: `insert into t values (1, 'N', 'yes'), (2, 'Y', null);`,
      items: ['public.t:active', 'public.t:"Mailing"'],
    },
    'numbers that a check allows': {
      sql: 'create table t (id int primary key, done int not null default 0 check (done between 0 and 1), seen bigint check (seen = 0 or seen = 1));',
      rows: 'insert into t values (1, 1, 0);',
      items: ['public.t:done', 'public.t:seen'],
    },
    'letters of another language': {
      sql: `create table t (id int primary key, aktiv char(1) default 'N' check (aktiv in ('J', 'N')));`,
      rows: `insert into t values (1, 'J'), (2, 'N');`,
    },
    'one bit': {
      sql: `create table t (id int primary key, is_open bit(1) default B'1');`,
      rows: `insert into t values (1, B'0');`,
    },
    'a default that says it': {
      sql: `create table t (id int primary key, is_public varchar(5) default 'false');`,
      rows: `insert into t values (1, 'TRUE');`,
    },
    'values in the statistics': {
      sql: 'create table t (id int primary key, deleted_flag numeric(1,0));',
      statistics: sampled('public.t', 'deleted_flag', ['0', '1']),
      rows: 'insert into t values (1, 0);',
    },
    'a small number of a state': 'create table t (id int primary key, enabled smallint, email_verified char(1));',
    'an index of the true ones: must be made anew':
      'create table t (id int primary key, is_new int default 0); create index on t (id) where is_new = 1;',
  },
  allows: {
    booleans: 'create table t (id int primary key, is_active boolean, flag boolean);',
    'counts, times and references':
      'create table users (id int primary key); create table t (id int primary key, is_used_count int, deleted int, deleted_by int, active_users int, active int, is_default_for int references users);',
    'three values': 'create table t (id int primary key, is_active smallint check (is_active in (0, 1, 2)));',
    'two values that are no yes and no': `create table t (id int primary key, gender char(1) check (gender in ('M', 'F')), half int check (half in (1, 2)));`,
    'a third value in the statistics': {
      sql: 'create table t (id int primary key, is_active smallint);',
      statistics: sampled('public.t', 'is_active', ['0', '1', '2']),
    },
    'a default that is neither': 'create table t (id int primary key, is_open smallint default 7);',
    'a mask of flags': 'create table t (id int primary key, flags int, is_text text);',
  },
});
