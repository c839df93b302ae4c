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
  expect(versionOf(sql, { mysql: '8.4', mariadb: '11.8' }, '8.0.36')).toBe('8.0.36');
});

test.each([
  ['-- Server version\t8.0.20\n', '8.4', '8.0.20'],
  ['-- Server version\t8.0.20\n', '11.8', '11.8'],
  ['create table a (id int) engine=aria;', '8.4', '8.4'],
])('where a person has named the product, %j is of %s, or as its head says: %s', (head, meant, version) =>
  expect(versionOf(head, { mysql: '8.4', mariadb: '11.8' }, undefined, meant)).toBe(version),
);

test.each([
  ['-- MySQL dump 10.13  Distrib 8.0.33, for Linux (x86_64)\n-- Server version\t8.0.20\n', '8.0.20'],
  ['-- MySQL dump 10.13  Distrib 8.0.33, for Linux (x86_64)\n-- Server version\t8.0.20-0ubuntu0.20.04.1\n', '8.0.20'],
  // The release is that of the program that wrote the dump.
  ['-- MySQL dump 10.13  Distrib 8.0.33, for Linux (x86_64)\n', '8.0'],
  ['-- Server version\t8.4.3\n', '8.4'],
  ['-- Server version\t10.11.6-MariaDB\n', '10.11'],
])('the head of a dump, %j, is of %s', (head, version) =>
  expect(versionOf(head, { mysql: '8.4', mariadb: '11.8' })).toBe(version),
);

const whole = '-- All of it is here.\n\nCREATE TABLE a (id int) ENGINE=Aria;';

test.each([
  [`-- shop (PostgreSQL 18) for MariaDB 10.11\n${whole}`, undefined, '10.11'],
  [`-- shop (PostgreSQL 18) for MySQL 8.0\r\n${whole}`, undefined, '8.0'],
  [`-- shop (PostgreSQL 18) for MySQL 8.0\n-- Not carried over, or otherwise:\n`, undefined, '8.0'],
  // A long line goes on in the next.
  [`-- a/long/path/to/shop.sql (PostgreSQL 18) for\n--   MySQL 8.0\n${whole}`, undefined, '8.0'],
  // What a source is called may look like it.
  [`-- for MySQL 8.0 (old) (SQLite 3) for MariaDB 10.6\n${whole}`, undefined, '10.6'],
  [`-- shop (PostgreSQL 18) for MariaDB 10.11\n${whole}`, '8.4', '8.4'],
  // Words of a person.
  ['-- shop (old) for MySQL 8.0\nCREATE TABLE a (id int) ENGINE=Aria;', undefined, '11.8'],
])('a conversion, %j, is for what its first line says', (head, meant, version) =>
  expect(versionOf(head, { mysql: '8.4', mariadb: '11.8' }, undefined, meant)).toBe(version),
);
