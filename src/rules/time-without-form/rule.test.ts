import { testSqliteRule } from '../../../test/sqlite-rule.ts';
import { rule } from './rule.ts';

testSqliteRule(rule, {
  flags: {
    'a date': {
      sql: `create table t (id integer primary key, born date, created_at text); insert into t values (1, '2024-01-05', '2024-01-05 10:00:00'), (2, null, '2024-01-05T10:00:00Z');`,
      items: ['main.t:born', 'main.t:created_at'],
    },
    'a time stamp': 'create table t (id integer primary key, seen timestamp not null default current_timestamp);',
  },
  allows: {
    'a checked date': 'create table t (id integer primary key, born text check (born is date(born)));',
    'seconds since 1970': 'create table t (id integer primary key, created_at integer not null);',
    'other texts': 'create table t (id integer primary key, name text, status text);',
  },
});
