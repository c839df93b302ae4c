import { expect, test } from 'vitest';
import { withoutConstants } from './without-constants.ts';

test.each([
  ['select * from t where a = $1', 'select * from t where a = $1'],
  [`select * from t where a = 'x' and b = $1 and c > 7.5`, 'select * from t where a = $2 and b = $1 and c > $3'],
  [`/* trace='é' */ select a -- who\nfrom t where a in ($1 /*, ... */)`, 'select a \nfrom t where a in ($1 )'],
  ['select interval $1, a from t order by 2', 'select interval $1, a from t order by 2'],
  [`insert into "é" values ('ü', E'\\n', $$x$$)`, 'insert into "é" values ($1, $2, $3)'],
])('%s', async (sql, expected) => {
  expect(await withoutConstants(sql)).toBe(expected);
});

test.each([['select from where'], [`select 'unfinished`], [`select x'1f'::bit(8), b'1' from`], ['']])(
  'nothing is told of what cannot be parsed: %s',
  async (sql) => {
    expect((await withoutConstants(sql)) ?? '').toBe('');
  },
);
