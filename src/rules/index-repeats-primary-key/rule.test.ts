import { testMysqlRule } from '../../../test/mysql-rule.ts';
import { rule } from './rule.ts';

testMysqlRule(rule, {
  flags: {
    'one column': 'create table t (id int primary key, a int, key one (a), key two (a, id));',
    'a pair as key': 'create table t (x int, y int, a int, primary key (x, y), key one (a), key two (a, x, y));',
  },
  allows: {
    'the longer one alone': 'create table t (id int primary key, a int, key two (a, id));',
    'another column between': 'create table t (id int primary key, a int, b int, key one (a), key two (a, b, id));',
    'a part of the key': 'create table t (x int, y int, a int, primary key (x, y), key one (a), key two (a, x));',
    'a unique one': 'create table t (id int primary key, a int, key one (a), unique key two (a, id));',
  },
});
