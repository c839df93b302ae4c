import { describe, expect, it } from 'vitest';
import { elements, seen } from '../../../test/html.ts';
import { planTexts } from '../../../test/plans/corpus.ts';
import type { QueryPlan } from '../../catalog/query-plan.ts';
import { readPlan } from '../../engines/postgres/explain/read.ts';
import type { Explanation } from '../../explain/explanation.ts';
import { planTree } from '../../explain/plan-tree.ts';
import { displayWidth } from '../width.ts';
import { explanationHtml } from './html.ts';
import { explanationMarkdown } from './markdown.ts';
import { explanationText } from './text.ts';

function explanationOf(plan: QueryPlan): Explanation {
  const worst = planTree(plan).nodes.reduce((one, other) => (other.share > one.share ? other : one));
  return {
    tool: { name: 'relvar', version: '0.1.0' },
    plan,
    basis: 'given',
    causes: [
      {
        sign: 'a-sign',
        title: 'a sign',
        node: worst.path,
        message: 'it is slow',
        why: '',
        evidence: [],
        confidence: 9,
        weight: worst.share,
      },
    ],
    remedies: [],
    advice: [],
    rejected: [],
    scale: [],
    flips: [],
    assumptions: [],
    doubts: [],
    questions: [],
    diagnostics: [],
    nextSteps: [],
  };
}

const treeOf = (text: string) => text.slice(text.indexOf('\nPlan ·'), text.indexOf('\nWhy it is slow'));

/** Plans that real servers wrote, of every kind of node. */
describe.each([13, 18] as const)('plans of PostgreSQL %s', (version) => {
  it('fit in 80 columns, with the cause marked, and make well-formed pages', async () => {
    let plans = 0;
    // The other forms tell the same.
    for (const { title, text } of planTexts([version]).filter((one) => one.form === 'TEXT')) {
      for (const plan of await readPlan(text, title)) {
        plans++;
        const explanation = explanationOf(plan);
        for (const verbose of [false, true]) {
          const tree = treeOf(explanationText(explanation, { verbose }));
          expect(tree.match(/❶/g), title).toHaveLength(1);
          expect(tree, title).not.toMatch(/undefined|NaN|\[object|Infinity/);
          for (const line of tree.split('\n')) expect(displayWidth(line), `${title}: ${line}`).toBeLessThanOrEqual(80);
        }
        const page = explanationHtml(explanation);
        elements(page);
        expect(seen(page), title).not.toMatch(/undefined|NaN|\[object|Infinity/);
        expect(explanationMarkdown(explanation), title).not.toMatch(/undefined|NaN|\[object|Infinity/);
      }
    }
    expect(plans).toBeGreaterThan(30);
  }, 60_000);
});
