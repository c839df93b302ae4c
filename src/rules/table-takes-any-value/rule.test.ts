import { testSqliteRule } from '../../../test/sqlite-rule.ts';
import { rule } from './rule.ts';

testSqliteRule(rule, {
  flags: {
    'a plain table': {
      sql: `create table t (id integer primary key, name text not null, price real); insert into t values (1, 'a', 2);`,
      items: ['main.t'],
    },
    'a table with types of its own': 'create table t (id integer primary key, at datetime);',
  },
  allows: {
    'a strict table': 'create table t (id integer primary key, name text) strict;',
    'columns that are to take anything': 'create table t (key, value);',
  },
});
