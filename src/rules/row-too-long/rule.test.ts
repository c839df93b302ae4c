import { testMysqlRule } from '../../../test/mysql-rule.ts';
import { rule } from './rule.ts';

testMysqlRule(rule, {
  flags: {
    'long texts': 'create table t (id int primary key, a varchar(9000), b varchar(5000)) default charset=utf8mb4;',
  },
  allows: {
    'short ones': 'create table t (id int primary key, a varchar(255), b varchar(255)) default charset=utf8mb4;',
    'texts outside of the row': 'create table t (id int primary key, a text, b mediumtext);',
    'the same in one byte':
      'create table t (id int primary key, a varchar(9000), b varchar(5000)) default charset=latin1;',
  },
});
