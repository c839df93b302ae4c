import { qualified } from '../../catalog/names.ts';
import { estimateOf } from '../estimates.ts';
import { figure } from '../figures.ts';
import { harms, shareText } from '../harm.ts';
import type { PlacedNode } from '../plan-tree.ts';
import { isTableScan, relationText, tableOf, textFact } from '../scan.ts';
import { defineSign, type SignInput } from '../sign.ts';
import { measured } from '../told.ts';

const leastFactor = 5;

export const sign = defineSign({
  id: 'generic-plan',
  title: 'a generic plan does not fit the values',
  why: 'After five executions a prepared statement may be planned once for all values, with average numbers. A value that is much more frequent than the average, or much rarer, then gets the plan of another.',
  what: `A condition with a parameter ($1) in the plan of a query that was run, and an estimate that is off by ${leastFactor} times or more there. Plan it for its values: plan_cache_mode = force_custom_plan, for the query's session or role.`,
  references: [
    'https://www.postgresql.org/docs/current/sql-prepare.html',
    'https://www.postgresql.org/docs/current/runtime-config-query.html#GUC-PLAN-CACHE-MODE',
  ],
  *check(input) {
    for (const placed of input.tree.nodes) {
      if (!isTableScan(placed.node) || placed.neverExecuted) continue;
      const parameter = parameterOf(placed, input);
      const estimate = parameter === undefined ? undefined : estimateOf(placed, input.tree);
      if (!estimate || estimate.factor < leastFactor || Math.max(estimate.actual, estimate.estimated) < 100) continue;
      const weight = Math.max(placed.share, (placed.parent?.share ?? 0) + placed.share);
      if (!harms(weight, input)) continue;
      const table = tableOf(placed.node, input);
      yield {
        node: placed.path,
        subject: table ? qualified(table) : relationText(placed.node),
        message: `the plan was made without the value of ${parameter}: ${figure(estimate.estimated)} rows of ${relationText(placed.node)} were expected on average, ${figure(estimate.actual)} came for this value; ${shareText(weight, input)}`,
        evidence: [
          measured(
            `${parameter} stands in the condition of a plan that was run; ${figure(estimate.estimated)} rows estimated, ${figure(estimate.actual)} found`,
          ),
        ],
        weight: Math.min(1, weight),
        remedies: [
          {
            kind: 'setting',
            name: 'plan_cache_mode',
            value: 'force_custom_plan',
            why: 'each execution is then planned for its values',
          },
        ],
      };
    }
  },
});

/** A parameter of the statement: parameters that a node of the plan fills look the same, but are named where they are filled. */
function parameterOf(placed: PlacedNode, { tree }: SignInput): string | undefined {
  const filled = new Set(
    tree.nodes.flatMap((one) => /\(returns ([^)]*)\)/.exec(one.node.subplanName ?? '')?.[1]?.split(',') ?? []),
  );
  const inside = tree
    .below(placed)
    .flatMap((one) => ['Filter', 'Index Cond', 'Recheck Cond'].flatMap((name) => textFact(one.node, name) ?? []));
  return inside
    .flatMap((text) => text.replaceAll(/'(?:[^']|'')*'/g, '').match(/\$\d+/g) ?? [])
    .find((one) => !filled.has(one));
}
