import { testMysqlRule } from '../../../test/mysql-rule.ts';
import { rule } from './rule.ts';

testMysqlRule(rule, {
  flags: {
    MyISAM: 'create table t (id int primary key) engine=MyISAM;',
    Aria: 'create table t (id int primary key) engine=Aria;',
  },
  allows: {
    InnoDB: 'create table t (id int primary key) engine=InnoDB;',
    'no engine': 'create table t (id int primary key);',
  },
});
