import { testMysqlRule } from '../../../test/mysql-rule.ts';
import { rule } from './rule.ts';

testMysqlRule(rule, {
  flags: { 'a text': 'create table t (id int primary key, url text, unique key by_url (url(100)));' },
  allows: {
    'no unique one': 'create table t (id int primary key, url text, key by_url (url(100)));',
    'the whole': 'create table t (id int primary key, url varchar(200), unique key by_url (url));',
  },
});
