import { expect, test } from 'vitest';
import { type GrowingQuery, plannedRisks } from './planned-risks.ts';

function query(
  name: string,
  costs: readonly number[],
  plans: readonly string[] = ['Seq Scan t', 'Seq Scan t', 'Seq Scan t'],
): GrowingQuery {
  return {
    name,
    tables: ['public.t'],
    points: [1, 10, 100].map((factor, at) => ({ factor, cost: costs[at] ?? 0, plan: plans[at] ?? '' })),
  };
}

test('a cost that grows with the rows is told once, at the factor at which it is felt', () => {
  const risks = plannedRisks([query('early', [500, 5000, 50_000]), query('late', [20, 200, 2000])], 5);
  expect(risks.map((risk) => [risk.factor, /"(\w+)"/.exec(risk.text)?.[1], risk.basis])).toEqual([
    [10, 'early', 'planned'],
    [100, 'late', 'planned'],
  ]);
  expect(risks[0]?.text).toContain('planned cost 500 now, 5 000 at 10×; by Seq Scan t');
});

test('what stays as it is, or is never felt, is not told', () => {
  expect(
    plannedRisks([query('point', [8, 8.4, 8.9]), query('small', [1, 10, 100]), query('slow', [5000, 5100, 5200])], 5),
  ).toEqual([]);
});

test('a plan that changes is told with both', () => {
  const [risk] = plannedRisks(
    [query('flip', [100, 9000, 10_000], ['Index Scan i', 'Hash Join(a, b)', 'Hash Join(a, b)'])],
    5,
  );
  expect(risk?.text).toContain('the plan changes from Index Scan i to Hash Join(a, b)');
});

test('the heaviest come first, weighed by their calls', () => {
  const often = { ...query('often', [500, 5000, 50_000]), callsPerSecond: 100 };
  const seldom = { ...query('seldom', [900, 9000, 90_000]), callsPerSecond: 0.01 };
  const risks = plannedRisks([seldom, often], 1);
  expect(risks.map((risk) => /"(\w+)"(, [^:]+)?/.exec(risk.text)?.slice(1))).toEqual([
    ['often', ', 100 times a second'],
    ['seldom', ', 36 times an hour'],
  ]);
});
