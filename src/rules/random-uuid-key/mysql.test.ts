import { testMysqlRule } from '../../../test/mysql-rule.ts';
import { rule } from './rule.ts';

testMysqlRule(rule, {
  exampleOfOthers: true,
  flags: {
    'a type of its own': {
      sql: 'create table orders (id uuid primary key);',
      statistics: {},
      message: /^main\.orders\.id seems to be a random UUID/,
    },
    'a text that the server makes': {
      sql: 'create table orders (id char(36) primary key default uuid());',
      statistics: {},
      message: /^main\.orders\.id is a random UUID/,
    },
    'text that the application makes': 'create table orders (id char(36) primary key, a int, key (a));',
    bytes: 'create table orders (id binary(16) primary key);',
    'a large table': {
      sql: 'create table orders (uuid char(36) primary key, a int, key (a));',
      statistics: { tables: { 'main.orders': { origin: 'observed', rows: 50_000_000, columns: {} } } },
      message: /the rows stand in its order.*every entry of 1 other index carries its 36 bytes/,
    },
  },
  allows: {
    'a type that keeps them in the order of time': 'create table orders (id uuid primary key default uuid());',
    'a number': 'create table orders (id bigint auto_increment primary key, uuid char(36) not null unique);',
    'one that is put in order': 'create table orders (id binary(16) primary key default (uuid_to_bin(uuid(), 1)));',
    'a key of tokens': 'create table tokens (id char(36) primary key);',
    'a hash': 'create table files (md5 char(32) primary key);',
    'a code of another length': 'create table countries (id char(2) primary key);',
    'a small table': {
      sql: 'create table orders (id char(36) primary key);',
      statistics: { tables: { 'main.orders': { origin: 'observed', rows: 500, columns: {} } } },
    },
  },
});
