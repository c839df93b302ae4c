import { expect, test } from 'vitest';
import { ownedBy } from './stand-in-owners.ts';

test.each([
  [
    "CREATE DEFINER=`app`@`%` VIEW v AS SELECT 'DEFINER=x'",
    'VIEW v',
    '`app`@`%`',
    "CREATE VIEW v AS SELECT 'DEFINER=x'",
  ],
  [
    "CREATE OR REPLACE ALGORITHM=MERGE DEFINER = 'app'@'10.0.0.%' SQL SECURITY INVOKER VIEW `a``b` AS SELECT 1",
    'VIEW a`b',
    '`app`@`10.0.0.%`',
    'CREATE OR REPLACE ALGORITHM=MERGE SQL SECURITY INVOKER VIEW `a``b` AS SELECT 1',
  ],
  [
    'CREATE DEFINER=reader FUNCTION IF NOT EXISTS shop.f() RETURNS INT RETURN 1',
    'FUNCTION f',
    '`reader`',
    'CREATE FUNCTION IF NOT EXISTS shop.f() RETURNS INT RETURN 1',
  ],
  ['ALTER DEFINER=`app`@`%` EVENT e COMMENT "x"', 'EVENT e', '`app`@`%`', 'ALTER EVENT e COMMENT "x"'],
])('takes the account out of %s', (sql, key, owner, without) => {
  expect(ownedBy(sql)).toEqual({ key, owner, sql: without });
});

test.each([
  ['CREATE DEFINER=CURRENT_USER() TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET @a = 1', 'TRIGGER t'],
  ['CREATE VIEW v AS SELECT 1', 'VIEW v'],
])('leaves to whoever makes it %s', (sql, key) => {
  expect(ownedBy(sql)).toEqual({ key, sql });
});

test.each(['CREATE TABLE definer (id int)', 'SELECT 1', 'ALTER TABLE a ADD view int', 'CREATE DEFINER= VIEW'])(
  'is of no view or program: %s',
  (sql) => {
    expect(ownedBy(sql)).toBeUndefined();
  },
);
