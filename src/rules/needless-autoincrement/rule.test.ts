import { testSqliteRule } from '../../../test/sqlite-rule.ts';
import { rule } from './rule.ts';

testSqliteRule(rule, {
  flags: {
    'a key': {
      sql: `create table t (id integer primary key autoincrement, name text); create index i on t (name); insert into t (name) values ('a'), ('b');`,
      items: ['main.t:id'],
    },
  },
  allows: {
    'the number of the row': 'create table t (id integer primary key);',
    'a key of another type': 'create table t (id text primary key);',
  },
});
