import { expect, test } from 'vitest';
import { openMemory } from './connect.ts';
import { globs } from './globs.ts';

test.each([
  ['^[A-Z]{2}$', ['PT'], ['pt', 'P', 'PTX']],
  ['^https?://', ['http://a', 'https://'], ['ftp://a', 'xhttp://a']],
  ['@', ['a@b'], ['a']],
  ['^[0-9]{4}-[0-9]{2}$', ['2026-01'], ['2026-1', '2026_01']],
])('%s holds for what the engine takes', async (pattern, good, bad) => {
  const database = await openMemory();
  const holds = async (value: string) =>
    Object.values((await database.query(`SELECT ${globs(`'${value}'`, pattern)} AS it`))[0] ?? {})[0];
  for (const value of good) expect([value, await holds(value)]).toEqual([value, 1]);
  for (const value of bad) expect([value, await holds(value)]).toEqual([value, 0]);
  await database.close();
});

test.each(['^[a-z0-9]+(-[a-z0-9]+)*$', 'a|b', '^a.*b', '\\d'])('%s is no pattern of its kind', (pattern) => {
  expect(globs('x', pattern)).toBeUndefined();
});
