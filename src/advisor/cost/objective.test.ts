import { describe, expect, it } from 'vitest';
import type { AdviceQuery } from '../advice.ts';
import { weightsOf } from './objective.ts';

const facts: AdviceQuery['facts'] = { kind: 'select', writes: false, assigned: [], blocks: [], parameters: 0 };
const query = (callsPerSecond: number, goalMilliseconds?: number): AdviceQuery => ({
  sql: 'select',
  facts,
  callsPerSecond,
  ...(goalMilliseconds === undefined ? {} : { goalMilliseconds }),
});

describe('weights', () => {
  const queries = Array.from({ length: 10 }, () => query(1));
  const base = [1e9, ...Array.from({ length: 9 }, () => 1000)];
  const least = [1e6, ...Array.from({ length: 9 }, () => 500)];

  it('of a plain sum follow calls and costs alone', () => {
    const weights = weightsOf({ queries, options: { objective: 'sum' } }, base, least);
    expect((weights[0] ?? 0) * 1e9).toBeGreaterThan(0.9999);
  });

  it('that are balanced leave room beside a monstrous query', () => {
    const weights = weightsOf({ queries, options: {} }, base, least);
    const best = (weights[0] ?? 0) * 1e6;
    const others = weights.slice(1).reduce((sum, weight) => sum + weight * 1000, 0);
    expect(others).toBeGreaterThan(20 * best);
  });

  it('are more for a query with a goal, and nothing for one that never runs', () => {
    const [plain = 0, goal = 0, never = 0] = weightsOf(
      { queries: [query(1), query(1, 50), query(0), ...queries], options: {} },
      Array.from({ length: 13 }, () => 1000),
      Array.from({ length: 13 }, () => 500),
    );
    expect(goal).toBeGreaterThan(2 * plain);
    expect(never).toBe(0);
  });
});
