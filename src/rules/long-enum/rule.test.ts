import { testMysqlRule } from '../../../test/mysql-rule.ts';
import { rule } from './rule.ts';

const values = (count: number) => Array.from({ length: count }, (_, at) => `'v${at}'`).join(', ');

testMysqlRule(rule, {
  flags: { 'many values': `create table t (id int primary key, country enum(${values(20)}));` },
  allows: { 'few values': `create table t (id int primary key, status enum(${values(5)}));` },
});
