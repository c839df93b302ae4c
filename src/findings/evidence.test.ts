import { expect, it } from 'vitest';
import { confidence, counted, observed, presumed, stated } from './evidence.ts';

it.each([
  ['a weak presumption', [presumed('x', 'weak')], 2],
  ['a fair presumption', [presumed('x')], 4],
  ['a strong presumption beside the DDL', [presumed('x', 'strong'), stated('x')], 7],
  ['the DDL alone', [stated('x')], 8],
  ['two facts of one kind', [stated('x'), stated('y')], 8],
  ['the DDL and a counter', [stated('x'), observed('y')], 9],
  ['rows that were counted, and the DDL', [counted('x'), stated('y')], 10],
  ['a presumption that rows confirm', [presumed('x', 'weak'), counted('y')], 10],
  ['a rehearsal', [{ kind: 'rehearsed', text: 'x' } as const], 8],
  ['a measurement', [{ kind: 'measured', text: 'x' } as const], 10],
  ['nothing', [], 1],
] as const)('%s', (_name, evidence, expected) => {
  expect(confidence(evidence)).toBe(expected);
});
