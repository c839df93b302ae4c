import { testMysqlRule } from '../../../test/mysql-rule.ts';
import { rule } from './rule.ts';

testMysqlRule(rule, {
  flags: {
    'bytes behind another column': {
      sql: 'create table t (id int primary key, n int, body mediumblob, key by_body (n, body(40)));',
      statistics: {},
      message: /index by_body holds the first 40 bytes of body \(mediumblob\) alone/,
    },
  },
  allows: {
    'a unique one': 'create table t (id int primary key, url text, unique key by_url (url(100)));',
    'a text of some length': 'create table t (id int primary key, url varchar(500), key by_url (url(100)));',
    words: 'create table t (id int primary key, body text, fulltext key words (body));',
  },
});
