import { testMysqlRule } from '../../../test/mysql-rule.ts';
import { rule } from './rule.ts';

testMysqlRule(rule, {
  exampleOfOthers: true,
  flags: {
    'values that the column lists': {
      sql: "create table t (id int primary key, state enum('a', 'b', 'c') not null, key (state));",
      statistics: {},
      message: /an enum of 3 values/,
    },
  },
  allows: {
    'more values':
      "create table t (id int primary key, c enum('1','2','3','4','5','6','7','8','9') not null, key (c));",
    'another column behind it':
      "create table t (id int primary key, at datetime, state enum('a', 'b'), key (state, at));",
    'one that a foreign key needs':
      'create table s (id tinyint primary key); create table t (id int primary key, s_id tinyint, foreign key (s_id) references s (id));',
  },
});
