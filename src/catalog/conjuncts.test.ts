import { describe, expect, it } from 'vitest';
import { conjuncts, unwrapped } from './conjuncts.ts';

describe('conjuncts', () => {
  for (const [condition, parts] of [
    ['(a IS NOT NULL)', ['a IS NOT NULL']],
    ['((a IS NOT NULL) AND (b > 0))', ['a IS NOT NULL', 'b > 0']],
    ['(a > 0) AND ((b > 0) AND (c > 0))', ['a > 0', 'b > 0', 'c > 0']],
    ['((a > 0) OR ((b > 0) AND (c > 0)))', ['(a > 0) OR ((b > 0) AND (c > 0))']],
    ["(name = ' AND '::text)", ["name = ' AND '::text"]],
    ['("a AND b" IS NOT NULL)', ['"a AND b" IS NOT NULL']],
    ["(a = ')'::text) AND b", ["a = ')'::text", 'b']],
    ["a = 'it''s (' AND b", ["a = 'it''s ('", 'b']],
    ['f(a AND b)', ['f(a AND b)']],
  ] as const) {
    it(condition, () => expect(conjuncts(condition)).toEqual(parts));
  }
});

describe('unwrapped', () => {
  it('takes off what encloses all', () => expect(unwrapped('((a > 0))')).toBe('a > 0'));
  it('leaves what encloses a part', () => expect(unwrapped('(a) + (b)')).toBe('(a) + (b)'));
});
