import { describe, expect, it } from 'vitest';
import { planTexts } from '../../test/plans/corpus.ts';
import { emptyCatalog } from '../catalog/catalog.ts';
import { lookups } from '../catalog/lookups.ts';
import type { QueryPlan } from '../catalog/query-plan.ts';
import { noStatistics } from '../catalog/statistics.ts';
import { conditionReader } from '../engines/postgres/explain/conditions.ts';
import { readPlan } from '../engines/postgres/explain/read.ts';
import { postgresTraits } from '../engines/postgres/traits.ts';
import { diagnose } from './diagnose.ts';
import { planTree } from './plan-tree.ts';

interface TitledPlan {
  readonly title: string;
  readonly plan: QueryPlan;
}

/** The plans of the corpus in one of its forms: the others read alike (see the reader's tests). */
async function plans(): Promise<readonly TitledPlan[]> {
  const texts = planTexts().filter((one) => one.form === 'JSON');
  const read = await Promise.all(
    texts.map(async ({ title, text }) => (await readPlan(text, title)).map((plan) => ({ title, plan }))),
  );
  return read.flat();
}

describe('plans of real servers, PostgreSQL 13 to 18', () => {
  it('are many', async () => {
    expect((await plans()).length).toBeGreaterThan(100);
  });

  it('own costs and own times add up to the whole', async () => {
    const wrong = (await plans()).flatMap(({ title, plan }) => {
      const { nodes } = planTree(plan);
      const cost = nodes.reduce((sum, one) => sum + one.ownCost, 0);
      const own = nodes.reduce((sum, one) => sum + (one.ownMilliseconds ?? 0), 0);
      const whole = plan.root.measured?.totalMilliseconds;
      const rounding = nodes.reduce((sum, one) => sum + Math.max(1, one.node.measured?.loops ?? 0) * 0.002, 0.05);
      const timesOff = whole === undefined ? false : own < whole - rounding || own > whole * 1.1 + rounding;
      const costsOff = Math.abs(cost - plan.root.totalCost) > 0.01 + plan.root.totalCost * 1e-6;
      return timesOff || costsOff ? [`${title}: cost ${cost} of ${plan.root.totalCost}, time ${own} of ${whole}`] : [];
    });
    expect(wrong).toEqual([]);
  });

  it('every sign can look at them without the schema and the query', async () => {
    const conditions = await conditionReader();
    for (const { title, plan } of await plans()) {
      const found = diagnose({
        plan,
        tree: planTree(plan),
        catalog: emptyCatalog,
        lookups: lookups(emptyCatalog),
        statistics: noStatistics,
        traits: postgresTraits('18.0'),
        conditions,
      });
      for (const one of found) {
        const words = JSON.stringify([one.message, one.evidence, one.remedies]);
        expect(words, title).not.toMatch(/undefined|NaN|\[object|Infinity/);
        expect(one.weight, title).toBeGreaterThan(0);
        expect(one.weight, title).toBeLessThanOrEqual(1);
      }
    }
  });
});
