import fc from 'fast-check';
import { expect, it } from 'vitest';
import { matchesGlob } from './glob.ts';

it.each([
  ['public.orders', 'public.orders', true],
  ['public.orders', 'public.orders2', false],
  ['*.orders', 'sales.orders', true],
  ['public.*:email', 'public.users:email', true],
  ['public.log_????', 'public.log_2024', true],
  ['public.log_????', 'public.log_20245', false],
  ['*', '', true],
  ['a+b', 'aab', false],
] as const)('%s on %s: %s', (pattern, text, expected) => {
  expect(matchesGlob(pattern, text)).toBe(expected);
});

it('agrees with the regular expression', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*', '?'), maxLength: 8 });
  const texts = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 12 });
  fc.assert(
    fc.property(letters, texts, (pattern, text) => {
      const expression = new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.')}$`);
      expect(matchesGlob(pattern, text)).toBe(expression.test(text));
    }),
  );
});

it('is quick on a pattern that makes a regular expression slow', () => {
  expect(matchesGlob('*a'.repeat(40), 'a'.repeat(39).padEnd(5000, 'b'))).toBe(false);
});
