import { testMysqlRule } from '../../../test/mysql-rule.ts';
import { rule } from './rule.ts';

testMysqlRule(rule, {
  flags: {
    'a date': "create table t (id int primary key, born date not null default '0000-00-00');",
    'a time': "create table t (id int primary key, seen_at datetime not null default '0000-00-00 00:00:00');",
  },
  allows: {
    'a day': "create table t (id int primary key, born date not null default '1970-01-01');",
    none: 'create table t (id int primary key, born date);',
  },
});
