import { isHashed } from '../effective-costs.ts';
import { figure } from '../figures.ts';
import { harms, shareText } from '../harm.ts';
import { isTableScan, relationText } from '../scan.ts';
import { defineSign } from '../sign.ts';
import { told } from '../told.ts';

const leastCalls = 100;

export const sign = defineSign({
  id: 'correlated-sub-plan',
  title: 'a sub-query is executed again for each row',
  why: 'A sub-query that uses a column of the outer row cannot be executed once: it runs for every row that the outer query looks at, even for those that are discarded later.',
  what: `A SubPlan that is not hashed with ${leastCalls} executions or more. Join to the grouped result instead, or at least give the sub-query an index that finds its rows at once.`,
  references: [
    'https://www.postgresql.org/docs/current/sql-expressions.html#SQL-SYNTAX-SCALAR-SUBQUERIES',
    'https://www.postgresql.org/docs/current/queries-table-expressions.html#QUERIES-LATERAL',
  ],
  *check(input) {
    if (input.query && !input.query.blocks.some((block) => block.correlated)) return;
    for (const placed of input.tree.nodes) {
      const { node, parent } = placed;
      if (node.relationship !== 'SubPlan' || !parent || placed.neverExecuted || isHashed(parent.node, node)) continue;
      // The planner puts this over what depends on no outer row, and only over that (build_subplan in subselect.c).
      if (node.kind === 'Materialize') continue;
      const weight = placed.wholeShare;
      if (placed.loops < leastCalls || !harms(weight, input)) continue;
      const scan = input.tree.below(placed).find((one) => isTableScan(one.node));
      yield {
        node: placed.path,
        message: `${node.subplanName ?? 'a sub-query'}${scan ? ` on ${relationText(scan.node)}` : ''} runs ${input.plan.analyzed ? '' : 'about '}${figure(placed.loops)} times, once for each row: ${shareText(weight, input)}`,
        evidence: [told(input, `${figure(placed.loops)} executions, ${shareText(weight, input)}`)],
        weight,
        remedies: [
          { kind: 'rewrite', rewrite: 'scalar-aggregate-to-grouped-join' },
          { kind: 'rewrite', rewrite: 'correlated-subquery-to-lateral-or-join' },
          { kind: 'rewrite', rewrite: 'exists-count-to-exists' },
        ],
      };
    }
  },
});
