import { describe, expect, it } from 'vitest';
import { noStatistics } from '../../catalog/statistics.ts';
import type { QueryFacts } from '../../engines/query-facts.ts';
import { withKnownPatterns } from './known-patterns.ts';

/** The constant that is known of `name LIKE pattern`, with samples. */
function constantOf(pattern: string, samples?: readonly string[]): string | null | undefined {
  const facts = {
    blocks: [
      {
        relations: [],
        conditions: [
          {
            text: '',
            clause: 'where',
            kind: 'like',
            negated: false,
            operator: '~~',
            left: { text: 'name', column: { column: 'name' }, functions: [] },
            right: { text: pattern, functions: [], parameter: 1 },
          },
        ],
      },
    ],
  } as unknown as QueryFacts;
  const known = withKnownPatterns(`select 1 from t where name like ${pattern}`, facts, samples, noStatistics);
  return known.facts.blocks[0]?.conditions[0]?.right?.constant;
}

describe('what is known of a pattern', () => {
  it('is the sample of a parameter that is all of it', () => {
    expect(constantOf('$1', ['%x%'])).toBe('%x%');
    expect(constantOf('$1')).toBeUndefined();
  });

  it('is the sample with the wildcard behind it, in the case that the query gives it', () => {
    expect(constantOf("$1 || '%'", ['Ab'])).toBe('Ab%');
    expect(constantOf("lower($1) || '%'", ['Ab'])).toBe('ab%');
    expect(constantOf("$1 || '%'")).toBe('abc%');
  });

  it('is nothing where a wildcard stands before the value, whatever its sample', () => {
    expect(constantOf("('%' || $1) || '%'", ['abc'])).toBeUndefined();
  });
});
