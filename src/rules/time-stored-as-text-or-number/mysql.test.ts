import { testMysqlRule } from '../../../test/mysql-rule.ts';
import { rule } from './rule.ts';

testMysqlRule(rule, {
  flags: {
    'a moment as text': {
      sql: 'create table t (id int primary key, created_at varchar(30));',
      statistics: {},
      message: /created_at is varchar\(30\): a moment as text/,
    },
    'a moment as a number': 'create table t (id int primary key, updated_at bigint);',
  },
  allows: {
    'times as times':
      'create table t (id int primary key, created_at datetime, updated_at timestamp null, due_date date);',
    'text of something else': 'create table t (id int primary key, note varchar(30), located_at varchar(80));',
  },
  exampleOfOthers: true,
});
