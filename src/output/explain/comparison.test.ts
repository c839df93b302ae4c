import { describe, expect, it } from 'vitest';
import type { PlanNode, QueryPlan } from '../../catalog/query-plan.ts';
import { comparePlans, withoutLongRuns } from './comparison.ts';

const node = (kind: string, totalCost: number, children: readonly PlanNode[] = []): PlanNode => ({
  kind,
  parallelAware: false,
  asyncCapable: false,
  startupCost: 0,
  totalCost,
  rows: 1,
  width: 4,
  workers: [],
  facts: {},
  children,
});
const plan = (root: PlanNode): QueryPlan => ({ root, settings: {}, triggers: [], analyzed: false });
const chain = (kinds: readonly string[]): PlanNode => {
  const [first = 'Result', ...rest] = kinds;
  return node(first, 10, rest.length === 0 ? [] : [chain(rest)]);
};
const text = (before: readonly string[], after: readonly string[]) =>
  comparePlans(plan(chain(before)), plan(chain(after))).map(
    (pair) => `${pair.before?.label ?? ''}${pair.same ? '=' : '|'}${pair.after?.label ?? ''}`,
  );

describe('two plans beside each other', () => {
  it('puts the same steps beside each other', () => {
    expect(text(['Limit', 'Sort', 'Seq Scan'], ['Limit', 'Index Scan'])).toEqual([
      'Limit=Limit',
      'Sort|Index Scan',
      'Seq Scan|',
    ]);
    expect(text(['A', 'B', 'C'], ['A', 'C'])).toEqual(['A=A', 'B|', 'C=C']);
    expect(text(['A', 'C'], ['A', 'B', 'C'])).toEqual(['A=A', '|B', 'C=C']);
  });

  it('loses no step of plans that are too large to be compared step by step', () => {
    const wide = (kind: string, count: number) =>
      plan(
        node(
          'Append',
          10,
          Array.from({ length: count }, (_, at) => node(`${kind} ${at}`, 0.001)),
        ),
      );
    const pairs = comparePlans(wide('a', 3000), wide('b', 2500));
    expect(pairs.filter((pair) => pair.before)).toHaveLength(3001);
    expect(pairs.filter((pair) => pair.after)).toHaveLength(2501);
    expect(pairs.filter((pair) => pair.same)).toHaveLength(1);
  });

  it('leaves out long runs of equal steps, and counts them', () => {
    const steps = Array.from({ length: 30 }, (_, at) => `S${at}`);
    const pairs = comparePlans(plan(chain([...steps, 'Seq Scan'])), plan(chain([...steps, 'Index Scan'])));
    const shown = withoutLongRuns(pairs, 20);
    expect(shown.filter((one) => typeof one === 'number')).toEqual([27]);
    expect(shown).toHaveLength(5);
    expect(withoutLongRuns(pairs, 31)).toHaveLength(31);
  });
});
