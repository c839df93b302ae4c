import { testMysqlRule } from '../../../test/mysql-rule.ts';
import { rule } from './rule.ts';

testMysqlRule(rule, {
  flags: {
    'an end': 'create table t (id int primary key, valid_until timestamp null);',
    'an expiry': 'create table t (id int primary key, expires_at timestamp null);',
  },
  allows: {
    'what has been': 'create table t (id int primary key, created_at timestamp not null default current_timestamp);',
    'another type': 'create table t (id int primary key, expires_at datetime);',
  },
});
