import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noStatistics } from '../../catalog/statistics.ts';
import type { QueryFacts } from '../../engines/query-facts.ts';
import { openEmbeddedLab } from '../../lab/embedded-lab.ts';
import type { Lab } from '../../lab/lab.ts';
import { withKnownPatterns } from './known-patterns.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await openEmbeddedLab();
});
afterAll(() => lab.close());

/** The constant that is known of `name LIKE pattern`, with samples. */
async function constantOf(pattern: string, samples?: readonly string[]): Promise<string | null | undefined> {
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
  const sql = `select 1 from t where name like ${pattern}`;
  const known = await withKnownPatterns({ sql, facts, ...(samples ? { samples } : {}) }, noStatistics, lab);
  return known.facts.blocks[0]?.conditions[0]?.right?.constant;
}

describe('what is known of a pattern', () => {
  it('is the sample of a parameter that is all of it', async () => {
    expect(await constantOf('$1', ['%x%'])).toBe('%x%');
    expect(await constantOf('$1')).toBeUndefined();
    expect(await constantOf('lower($1)')).toBeUndefined();
  });

  it('is the sample with the wildcard behind it, in the case that the query gives it', async () => {
    expect(await constantOf("$1 || '%'", ['Ab'])).toBe('Ab%');
    expect(await constantOf("lower($1) || '%'", ["A'b"])).toBe("a'b%");
    expect(await constantOf("$1 || '%'")).toBe('abc%');
    expect(await constantOf("'$2' || $1 || '%'")).toBe('$2abc%');
  });

  it('is nothing where a wildcard stands before the value, whatever its sample', async () => {
    expect(await constantOf("('%' || $1) || '%'")).toBeUndefined();
    expect(await constantOf("('%' || $1) || '%'", ['abc'])).toBe('%abc%');
  });

  it('is what the engine makes of constants, where it does so before the query runs', async () => {
    expect(await constantOf("reverse('%@x.org')")).toBe('gro.x@%');
    expect(await constantOf("reverse('%@' || $1)")).toBe('cba@%');
    expect(await constantOf("upper('a\\_b%')")).toBe('A\\_B%');
    expect(await constantOf("concat('ab', '%')")).toBeUndefined();
    expect(await constantOf("nosuch('ab')")).toBeUndefined();
    expect(await constantOf("nullif('a', 'a')")).toBeNull();
  });
});
