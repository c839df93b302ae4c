import { describe, expect, it } from 'vitest';
import { wrapCalls } from './calls.ts';

const names = new Set(['auth.uid', 'current_setting', 'auth.jwt', '"My Schema".tenant']);

describe('wrapCalls', () => {
  it.each([
    ['(user_id = auth.uid())', '(user_id = (select auth.uid()))'],
    [
      "(t = (current_setting('app.t'::text, true))::integer)",
      "(t = ((select current_setting('app.t'::text, true)))::integer)",
    ],
    ['(user_id = ( SELECT auth.uid() AS uid))', undefined],
    ["(((SELECT auth.jwt() AS jwt) ->> 'role'::text) = 'x'::text)", undefined],
    ["(( SELECT (auth.jwt() ->> 'role'::text)) = 'x'::text)", undefined],
    [
      '(EXISTS ( SELECT 1 FROM m WHERE (m.u = auth.uid())))',
      '(EXISTS ( SELECT 1 FROM m WHERE (m.u = (select auth.uid()))))',
    ],
    ['(EXISTS ( SELECT 1 FROM m WHERE (m.u = ( SELECT auth.uid() AS uid))))', undefined],
    ['("My Schema".tenant() = t)', '((select "My Schema".tenant()) = t)'],
    ["(note = 'auth.uid()'::text)", undefined],
    ['(current_setting(name) = t)', undefined],
    ['(auth.uid() = a) OR (auth.uid() = b)', '((select auth.uid()) = a) OR ((select auth.uid()) = b)'],
    ['(x_auth.uid() = a)', undefined],
  ])('%s', (expression, expected) => {
    expect(wrapCalls(expression, names).text).toBe(expected ?? expression);
  });
});
