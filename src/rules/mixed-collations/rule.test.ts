import { testMysqlRule } from '../../../test/mysql-rule.ts';
import { rule } from './rule.ts';

const users =
  'create table users (id int primary key, email varchar(100) not null unique) default charset utf8mb4 collate utf8mb4_general_ci;';

testMysqlRule(rule, {
  flags: {
    'a table of another default': {
      sql: `${users} create table logins (id int primary key, email varchar(100)) default charset utf8mb4 collate utf8mb4_unicode_ci;`,
      statistics: {},
      message:
        /main\.logins\.email is utf8mb4_unicode_ci, and main\.users\.email, a key of that name, utf8mb4_general_ci: comparing them is an error/,
    },
    'another character set': {
      sql: `${users} create table logins (id int primary key, email varchar(100)) default charset utf8mb3;`,
      statistics: {},
      message: /comparing them converts main\.logins row by row/,
    },
  },
  allows: {
    'one collation': `${users} create table logins (id int primary key, email varchar(100)) default charset utf8mb4 collate utf8mb4_general_ci;`,
    'no key': `create table a (id int primary key, note varchar(20)) default charset utf8mb4; create table b (id int primary key, note varchar(20)) default charset latin1;`,
    'a name of many things': `create table a (name varchar(20) primary key) default charset utf8mb4; create table b (name varchar(20) primary key) default charset latin1;`,
    numbers:
      'create table a (no int primary key) default charset utf8mb4; create table b (no int primary key) default charset latin1;',
  },
});
