import { expect, test } from 'vitest';
import { versionOf } from './dialect.ts';

test.each([
  ['create table a (id int) engine=aria;', 'mariadb'],
  ['create table a (id int) engine Aria;', 'mariadb'],
  ['create table a (id int) transactional=1 page_checksum=1;', 'mariadb'],
  ['create table a (id int) page_compressed=1;', 'mariadb'],
  ['create table a (id int) row_format=page;', 'mariadb'],
  ['create table a (id int) row_format=dynamic;', 'mysql'],
  ['create table a (id int, b int, key k (b) invisible);', 'mysql'],
])('whose %s is', (sql, whose) => expect(versionOf(sql, { mysql: 'mysql', mariadb: 'mariadb' })).toBe(whose));

test('a hidden column, which both know, is of the server that it is held against', () => {
  const sql = 'create table a (id int primary key, b int invisible, check (id > 3));';
  expect(versionOf(sql, { mysql: '8.4', mariadb: '11.8' }, '10.11.6-MariaDB')).toBe('10.11');
  expect(versionOf(sql, { mysql: '8.4', mariadb: '11.8' }, '8.0.36')).toBe('8.0');
});
