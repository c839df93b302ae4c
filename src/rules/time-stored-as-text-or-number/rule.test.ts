import { testRule } from '../../../test/rule.ts';
import { sampled } from '../../../test/sampled.ts';
import { rule } from './rule.ts';

testRule(rule, {
  flags: {
    'a moment as text': {
      sql: 'create table t (id int primary key, created_at text not null, "Updated At" varchar(30));',
      rows: `insert into t values (1, '2024-01-31T10:00:00Z', ''), (2, '2024-01-31 10:00', '2024-02-01');`,
      items: ['public.t:created_at', 'public.t:"Updated At"'],
    },
    'a date as text, with a default': {
      sql: `create table t (id int primary key, birth_date varchar(10) default '1970-01-01', joined_on text default current_date);`,
      rows: `insert into t values (1, '2000-02-29');`,
      items: ['public.t:birth_date', 'public.t:joined_on'],
    },
    'milliseconds, told by the default': {
      sql: 'create table t (id int primary key, created_at bigint not null default (extract(epoch from now()) * 1000)::bigint);',
      rows: 'insert into t (id) values (1);',
    },
    'seconds, which are all that fits': {
      sql: 'create table t (id int primary key, expires_at integer not null default 0);',
      rows: 'insert into t values (1, 1700000000);',
    },
    'numbers of unknown unit': {
      sql: 'create table t (id int primary key, "sentAt" bigint, last_seen bigint);',
      rows: 'insert into t values (1, 1700000000000, 1700000000);',
      items: ['public.t:"sentAt"', 'public.t:last_seen'],
    },
    'the unit in the name': 'create table t (id int primary key, created_at_ms bigint, updated_at_epoch int);',
    'fractions of seconds': 'create table t (id int primary key, logged_at double precision);',
    'days as numbers, seen in the statistics': {
      sql: 'create table t (id int primary key, order_date int);',
      statistics: sampled('public.t', 'order_date', ['20240131', '20240201']),
      rows: 'insert into t values (1, 20240131);',
    },
    'a time that may have a day or not':
      'create table t (id int primary key, start_time text, arrival_time varchar(8));',
    'names in one word': 'create table t (id int primary key, createdat text, lastupdated varchar(40));',
    'a view in the way: said, but not changed':
      'create table t (id int primary key, created_at text); create view v as select id, created_at from t;',
    'a column in an index, which follows': {
      sql: 'create table t (id int primary key, created_at bigint); create index on t (created_at desc);',
      rows: 'insert into t values (1, 1700000000000);',
    },
  },
  allows: {
    'times as times':
      'create table t (id int primary key, created_at timestamptz, due_date date, opens time, start_time interval);',
    durations:
      'create table t (id int primary key, timeout_ms int, response_time int, total_time bigint, cook_time int, duration text, start_time_ms bigint, uptime bigint);',
    'counts, places and reasons':
      'create table t (id int primary key, updated_count int, located_at text, based_on text, date_format text, time_zone text, hosted_at text);',
    'a reference to a calendar':
      'create table days (id int primary key); create table sales (id int primary key, order_date int references days);',
    'text too short for a time': 'create table t (id int primary key, start_date varchar(4), created_at char(1));',
    'a flag': 'create table t (id int primary key, is_up_to_date text, has_date smallint);',
    'numbers that the statistics show to be no times': {
      sql: 'create table t (id int primary key, start_time bigint);',
      statistics: sampled('public.t', 'start_time', ['10', '250', '99000']),
    },
    'texts that the statistics show to be no times': {
      sql: 'create table t (id int primary key, release_date text);',
      statistics: sampled('public.t', 'release_date', ['soon', 'next spring', 'never']),
    },
    'a generated text': `create table t (id int primary key, at date, created_at text generated always as (id::text) stored);`,
  },
});
