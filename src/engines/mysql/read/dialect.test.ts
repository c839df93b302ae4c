import { expect, test } from 'vitest';
import { versionOf } from './dialect.ts';

test.each([
  ['create table a (id int) engine=aria;', 'mariadb'],
  ['create table a (id int) engine Aria;', 'mariadb'],
  ['create table a (id int) transactional=1 page_checksum=1;', 'mariadb'],
  ['create table a (id int) page_compressed=1;', 'mariadb'],
  ['create table a (id int) row_format=page;', 'mariadb'],
  ['create table a (id int) row_format=dynamic;', 'mysql'],
])('whose %s is', (sql, whose) => expect(versionOf(sql, { mysql: 'mysql', mariadb: 'mariadb' })).toBe(whose));
