import { expect, test } from 'vitest';
import { plainOperators } from './operators.ts';

const writing = {
  numbersForTruth: true,
  to: { backslashEscapes: false },
  matching: (text: string, pattern: string) => (pattern.includes('+') ? undefined : `${text} LIKES '${pattern}'`),
};

test.each([
  ["(status = ANY (ARRAY['a', 'it''s']))", "(status IN ('a', 'it''s'))"],
  ["((status) = ANY ((ARRAY[('a'), ('b')])))", "((status) IN (('a'), ('b')))"],
  ["(status <> ALL (ARRAY['a']))", "(status NOT IN ('a'))"],
  ['(n = ANY (numbers))', '(n = ANY (numbers))'],
  ['(num_nonnulls(a, lower(b, c)) = 1)', '(((a IS NOT NULL) + (lower(b, c) IS NOT NULL)) = 1)'],
  ["((code) ~ '^[A-Z]{2}$')", "((code) LIKES '^[A-Z]{2}$')"],
  ["(lower(code) ~ ('^a'))", "(lower(code) LIKES '^a')"],
  ["(code ~ 'a+')", "(code ~ 'a+')"],
  ["(note = 'x ~~ y')", "(note = 'x ~~ y')"],
])('%s', (given, written) => {
  expect(plainOperators(given, writing)).toBe(written);
});

test('a pattern is taken for what its text says', () => {
  const escaping = { ...writing, to: { backslashEscapes: true } };
  const [doubled, single] = [String.raw`'^\\d$'`, String.raw`'^\d$'`];
  expect(plainOperators(`(code ~ ${doubled})`, escaping)).toBe(`(code LIKES ${single})`);
  expect(plainOperators(`(code ~ ${doubled})`, writing)).toBe(`(code LIKES ${doubled})`);
});
