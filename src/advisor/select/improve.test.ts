import { expect, test } from 'vitest';
import { pruned, prunedByAnswers } from './improve.ts';
import type { Search } from './search.ts';

// A plan that saw the index risks much; the one that the planner makes without it is no dearer than what is now.
test('what an index is worth is asked for at the end, not bounded by answers that saw it', async () => {
  const search = {
    input: { queries: [{}], options: {} },
    pool: { all: [{ id: 0, size: { bytes: 1 } }], concerned: () => new Set([0]) },
    planner: { lower: () => 10, upper: () => 1, cost: async () => ({ weighed: 1 }), exhausted: () => false },
    objective: { value: (_: number, cost: number) => cost, leastGain: 0.1 },
    penalty: () => 2,
  } as unknown as Search;
  const start = { chosen: new Set([0]), values: [1], total: 3 };
  expect([...(await pruned(search, start)).chosen]).toEqual([0]);
  expect(await prunedByAnswers(search, start)).toEqual({ chosen: new Set(), values: [1], total: 1 });
});
