import { describe, expect, it } from 'vitest';
import type { AdviceQuery } from '../advice.ts';
import { objectiveOf } from './objective.ts';

const facts: AdviceQuery['facts'] = { kind: 'select', writes: false, assigned: [], blocks: [], parameters: 0 };
const query = (callsPerSecond: number, goalMilliseconds?: number): AdviceQuery => ({
  sql: 'select',
  facts,
  callsPerSecond,
  ...(goalMilliseconds === undefined ? {} : { goalMilliseconds }),
});
const same = (number: number, cost: number) => Array.from({ length: number }, () => cost);

describe('the objective', () => {
  const queries = same(10, 1).map((rate) => query(rate));
  const base = [1e9, ...same(9, 1000)];
  const least = [1e6, ...same(9, 500)];

  it('as a plain sum follows calls and costs alone', () => {
    const { value } = objectiveOf({ queries, options: { objective: 'sum' } }, base, least);
    expect(value(0, 1e9)).toBeGreaterThan(0.9999);
  });

  it('when balanced leaves room beside a monstrous query', () => {
    const { value } = objectiveOf({ queries, options: {} }, base, least);
    // Its last tenth is worth less than what the others can gain.
    const tenth = value(0, 1.1e6) - value(0, 1e6);
    const others = value(1, 1000) - value(1, 500);
    expect(others).toBeGreaterThan(tenth / 10);
    // A thousand times its ideal counts for less than three hundred.
    expect(value(0, 1e9)).toBeLessThan(300 * value(0, 1e6));
  });

  it('when balanced is the same whatever indexes are there already', () => {
    const before = objectiveOf({ queries, options: {} }, base, least);
    const after = objectiveOf({ queries, options: {} }, least, least);
    expect(after.value(3, 700)).toBe(before.value(3, 700));
    expect(after.leastGain).toBe(before.leastGain);
  });

  it('counts a query with a goal for more, and one that never runs for nothing', () => {
    const given = [query(1), query(1, 50), query(0), ...queries];
    const { value } = objectiveOf({ queries: given, options: {} }, same(13, 1000), same(13, 500));
    expect(value(1, 1000)).toBeGreaterThan(2 * value(0, 1000));
    expect(value(2, 1000)).toBe(0);
  });

  it('puts what is missing to a goal before all that others can gain, and counts nothing more once it is met', () => {
    const given = [query(0.001, 50), ...same(9, 1).map(() => query(1000))];
    const { value } = objectiveOf({ queries: given, options: {} }, same(10, 1e6), same(10, 10));
    const others = given.slice(1).reduce((sum, _, at) => sum + value(at + 1, 1e6) - value(at + 1, 10), 0);
    expect(value(0, 1e6) - value(0, 5e5)).toBeGreaterThan(others);
    expect(value(0, 400) - value(0, 200)).toBeLessThan(value(1, 400));
    // By the time that was measured: 100 ms at a cost of a million.
    const measured = [{ ...query(1, 50), meanMilliseconds: 100 }, query(1)];
    const objective = objectiveOf({ queries: measured, options: {} }, same(2, 1e6), same(2, 10));
    expect(objective.value(0, 1e6) - objective.value(0, 5e5)).toBeGreaterThan(1000);
    expect(objective.value(0, 5e5) - objective.value(0, 3e5)).toBeLessThan(1000);
  });

  it('measures groups apart: what one holds changes nothing in another', () => {
    const alone = objectiveOf({ queries: [query(1), query(5)], options: {} }, [900, 4000], [600, 700], [0, 0]);
    const beside = objectiveOf(
      { queries: [query(1), query(5), query(100), query(9)], options: {} },
      [900, 4000, 1e9, 2000],
      [600, 700, 1e9, 800],
      [0, 0, 2, 2],
    );
    const index = { queries: [0, 1], bytes: 1e8, tableBytes: 1e9, entries: 3 };
    for (const cost of [600, 900, 4000, 1e6]) {
      expect(beside.value(0, cost)).toBe(alone.value(0, cost));
      expect(beside.value(1, cost)).toBe(alone.value(1, cost));
    }
    expect(beside.price(index)).toBe(alone.price(index));
    expect(beside.leastGain).toBe(alone.leastGain);
  });
});
