import { expect, it } from 'vitest';
import { supposing } from './supposing.ts';

const bound = { beside: 'at', operand: '$1', value: "x'y", type: 'timestamp with time zone' };

it('puts a value before one side of a comparison, on whichever side it stands', async () => {
  const value = "(COALESCE(CAST('x''y' AS timestamp with time zone), $1))";
  expect(await supposing('delete from t where at < $1 and kind = $2', bound)).toBe(
    `DELETE FROM t WHERE at < ${value} AND kind = $2`,
  );
  expect(await supposing('delete from t where $1 > at', bound)).toBe(`DELETE FROM t WHERE ${value} > at`);
});

it('gives nothing where there is no such comparison', async () => {
  expect(await supposing('delete from t where at < $2', bound)).toBeUndefined();
  expect(await supposing('delete from', bound)).toBeUndefined();
});
