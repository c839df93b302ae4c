import { expect, test } from 'vitest';
import type { Change } from '../../../catalog/change.ts';
import { together } from './together.ts';

const t = { schema: 'main', name: 't' };
const type = (column: string, table = t): Change => ({ kind: 'change type', table, column, type: 'text' });
const check = (name: string): Change => ({ kind: 'add check', table: t, name, expression: 'a > 0' });

test('fixes go together that change each something of its own of one table', () => {
  const other = { schema: 'main', name: 'u' };
  expect(together([[type('a')], [type('b')], [check('c')], [type('a', other)]])).toEqual([[0, 1, 2], [3]]);
  // The same column twice, whatever its case, and a check of the same name: each would hide the other.
  expect(together([[type('a')], [type('A')], [check('c')], [check('C')]])).toEqual([
    [0, 2],
    [1, 3],
  ]);
  // What more may hang on stands alone, and so do changes of two tables.
  const strict: Change = { kind: 'set table option', table: t, option: 'strict', value: 'true' };
  expect(together([[type('a')], [strict], [type('b')], [type('c'), type('c', other)]])).toEqual([[0, 2], [1], [3]]);
});
