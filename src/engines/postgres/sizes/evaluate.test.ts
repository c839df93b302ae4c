import { describe, expect, test } from 'vitest';
import { evaluated } from './evaluate.ts';
import { parseExpression } from './expression.ts';

/** What an expression over `x` makes of one value. */
function of(expression: string, value: string | null) {
  return evaluated(parseExpression(expression), 'x', [{ value, share: 1 }])?.[0]?.value;
}

describe('expressions on known values', () => {
  test.each([
    [`(x ->> 'a')`, '{"a": "b"}', 'b'],
    [`(x ->> 'a')`, '{"a": {"b": 1}}', '{"b":1}'],
    [`((x -> 'a') ->> 'b')`, '{"a": {"b": 1}}', '1'],
    [`(x ->> 'c')`, '{"a": 1}', null],
    [`(x ->> 'a')`, null, null],
    [`((x ->> 'a')::integer)`, '{"a": 7}', '7'],
    [`(x ? 'a'::text)`, '{"a": null}', true],
    [`(x ? 'b')`, '{"a": 1}', false],
    [`(x @> '{"a": [1]}'::jsonb)`, '{"a": [2, 1], "b": 3}', true],
    [`(x @> '{"a": 2}')`, '{"a": 1}', false],
    [`((x ->> 'a') IS NOT NULL)`, '{"a": 1}', true],
    [`(x ~~ 'a%c_'::text)`, 'abbcd', true],
    [`(x ~~ 'a.c'::text)`, 'abc', false],
    [`(x ~~* 'ABC')`, 'abc', true],
    [`(x !~~ '%c')`, 'abc', false],
    ['lower(x)', 'ÄB', 'äb'],
    [`(split_part(x, ' '::text, 1) || '!'::text)`, 'a b', 'a!'],
    [`(x = 'a' OR x = 'b')`, 'b', true],
    [`(NOT (x = 'a'))`, null, null],
  ])('%s of %s', (expression, value, result) => {
    expect(of(expression, value)).toBe(result);
  });

  test.each(['md5(x)', `(x ~ 'a+')`, '(x ->> y)', '(x > 3)', `(x ? 'a')`])(
    '%s cannot be told of a text',
    (expression) => {
      expect(of(expression, 'a')).toBeUndefined();
    },
  );
});
