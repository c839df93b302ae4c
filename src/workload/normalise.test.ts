import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openJudge } from './judge.ts';
import { newNormalised, normalise } from './normalise.ts';

const found = newNormalised();

function keyOf(sql: string): number {
  const bytes = Buffer.from(sql);
  normalise(bytes, 0, bytes.length, found);
  return found.key;
}

function constants(sql: string): readonly string[] {
  const bytes = Buffer.from(sql);
  normalise(bytes, 0, bytes.length, found);
  return Array.from({ length: found.count }, (_, at) => bytes.toString('utf8', found.starts[at], found.ends[at]));
}

describe('the key of a statement', () => {
  test.each([
    ['select * from a where x = 1', "SELECT  *\nFROM a WHERE x = 'it''s'"],
    ['select * from a where x in (1, 2, 3)', 'select * from a where x in (4)'],
    ['select * from a where x = any(array[1,2])', 'select * from a where x = any(array[3])'],
    ['select 1 -- one\n from a', 'select /* a /* nested */ one */ 2 from a;\n'],
    ["select e'\\'' from a", "select E'x' from a"],
    ['select $$a;b$$ from a', 'select $x$ $$ $x$ from a'],
    ['select 1e-5, .5 from a', 'select 17, 0x1F from a'],
    ['select a.b from a where größe = 1', 'select a.b from a where größe = 22'],
  ])('is the same for %j and %j', (one, other) => {
    expect(keyOf(one)).toBe(keyOf(other));
  });

  test.each([
    ['select "A" from t', 'select "a" from t'],
    ['select f(1) from t', 'select f(1, 2) from t'],
    ['select a from t', 'select ab from t'],
    ['select a b from t', 'select ab from t'],
    ['select a from t where x in (1, y)', 'select a from t where x in (1)'],
    ['select a from t where x = $1', 'select a from t where x = 1'],
    ['select a from t; select b from t', 'select a from t'],
    ['select a from t where x < 1', 'select a from t where x <= 1'],
  ])('differs for %j and %j', (one, other) => {
    expect(keyOf(one)).not.toBe(keyOf(other));
  });

  test('finds the constants where they stand', () => {
    expect(constants(`select 'a''b', 1.5e3, $2, e'\\'x', $t$ y $t$ from t1 where a2 = -7`)).toEqual([
      "'a''b'",
      '1.5e3',
      '$2',
      "e'\\'x'",
      '$t$ y $t$',
      '7',
    ]);
  });

  test.each(["select 'open", 'select "open', 'select $a$ open', 'select 1 /* open'])('tells that %j is cut', (sql) => {
    keyOf(sql);
    expect(found.whole).toBe(false);
  });

  test('never joins what the parser tells apart', async () => {
    const judge = await openJudge();
    const value = fc.constantFrom('1', "'x'", '$1', 'a', 'b', '-2', '(1)', 'null', '"a"', 'f(1)', '1.5');
    const statement = fc
      .tuple(
        fc.constantFrom('*', 'a', 'a, b', 'count(*)', '1'),
        fc.constantFrom('t', 't x', 's.t', 't, u'),
        value,
        fc.constantFrom('=', '<', '<=', 'in', 'like'),
        fc.array(value, { minLength: 1, maxLength: 4 }),
        fc.constantFrom('', ' limit 3', ' order by 1', ' -- end', ' offset 5'),
      )
      .map(
        ([what, from, left, operator, right, tail]) =>
          `select ${what} from ${from} where ${left} ${operator} ${operator === 'in' ? `(${right.join(',')})` : right[0]}${tail}`,
      );
    const fingerprints = new Map<number, string>();
    fc.assert(
      fc.property(statement, (sql) => {
        const judgement = judge.judge(sql, true);
        if (judgement.kind !== 'query') return;
        const key = keyOf(sql);
        expect(fingerprints.get(key) ?? judgement.fingerprint).toBe(judgement.fingerprint);
        fingerprints.set(key, judgement.fingerprint);
      }),
      { numRuns: 1500, seed: 7 },
    );
    expect(fingerprints.size).toBeGreaterThan(200);
  });
});
