import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonFault } from './json-fault.ts';

test.each([
  ['{"a":1,\noops}', 8],
  ['{"a" 1}', 5],
  ['[1 2]', 3],
  ['[1,]', 3],
  ['{"a":1,}', 7],
  ['{1:2}', 1],
  ['[01]', 2],
  ['["a\nb"]', 1],
  [String.raw`["a\x"]`, 1],
  ['{}}', 2],
  ['[tru]', 1],
  ["{'a':1}", 1],
  ['', 0],
])('%j is wrong at %d', (text, at) => {
  expect(jsonFault(text)).toBe(at);
});

test('JSON that is cut anywhere ends too early', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), (text, cut) => {
      const part = text.slice(0, cut % text.length);
      try {
        JSON.parse(part);
      } catch {
        expect(jsonFault(part)).toBe(part.length);
      }
    }),
  );
});

test('what replaces a character is found at or before it', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), (text, place) => {
      const at = place % text.length;
      const broken = `${text.slice(0, at)}\u0001${text.slice(at + 1)}`;
      expect(jsonFault(broken)).toBeLessThanOrEqual(at);
    }),
  );
});
