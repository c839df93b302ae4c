import { testMysqlRule } from '../../../test/mysql-rule.ts';
import { rule } from './rule.ts';

testMysqlRule(rule, {
  flags: {
    'by the table': 'create table t (id int primary key, name varchar(50)) default charset=utf8;',
    'one column':
      'create table t (id int primary key, name varchar(50) character set utf8mb3) default charset=utf8mb4;',
  },
  allows: {
    'four bytes': 'create table t (id int primary key, name varchar(50)) default charset=utf8mb4;',
    'no text': 'create table t (id int primary key) default charset=utf8mb3;',
    'of one byte': 'create table t (id int primary key, code char(2) character set latin1) default charset=utf8mb4;',
  },
});
