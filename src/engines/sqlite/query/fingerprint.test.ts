import { expect, test } from 'vitest';
import { fingerprint, withoutConstants } from '../../query/fingerprint.ts';
import { sqliteQueries } from './dialect.ts';

const of = (sql: string) => fingerprint(sql, sqliteQueries);

test.each([
  ['SELECT a FROM t WHERE id = ?1', 'select a from t where id = ?2'],
  ['SELECT a FROM t WHERE id = :id', 'SELECT a  FROM `t` WHERE "id" = 7'],
  ["SELECT a FROM t WHERE b IS NOT ? AND c GLOB 'x*'", "SELECT a FROM t WHERE b IS NOT 5 AND c GLOB 'y?'"],
  ['INSERT OR REPLACE INTO t (a) VALUES (?) RETURNING a', 'insert or replace into t(a) values (8) returning a'],
  ['SELECT a FROM t WHERE id IN (1, 2, 3)', 'SELECT a FROM t WHERE id IN (4, 5)'],
])('%s is the query %s', (one, two) => {
  expect(of(one)).toBeDefined();
  expect(of(one)).toBe(of(two));
});

test('queries of other columns are others, and what is no query has none', () => {
  expect(of('SELECT a FROM t')).not.toBe(of('SELECT b FROM t'));
  expect(of('SELECT FROM WHERE')).toBeUndefined();
});

test('leaves no value', () => {
  expect(withoutConstants("SELECT a FROM t WHERE b = 'secret' -- note\n AND c > 5", sqliteQueries)).toBe(
    'SELECT a FROM t WHERE b = ? AND c > ?',
  );
});
