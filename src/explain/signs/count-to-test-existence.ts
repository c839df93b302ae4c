import { measuredOf } from '../estimates.ts';
import { figure } from '../figures.ts';
import { harms, shareText } from '../harm.ts';
import type { PlacedNode } from '../plan-tree.ts';
import { defineSign, type SignInput } from '../sign.ts';
import { told } from '../told.ts';

export const sign = defineSign({
  id: 'count-to-test-existence',
  title: 'rows are counted to know whether there is one',
  why: 'A count finds every match, for each row that asks, only to be compared with none. EXISTS stops at the first match.',
  what: 'A sub-query with count whose result is compared with 0 or 1. Ask with EXISTS or NOT EXISTS.',
  references: ['https://www.postgresql.org/docs/current/functions-subquery.html#FUNCTIONS-SUBQUERY-EXISTS'],
  explains: ['correlated-sub-plan'],
  *check(input) {
    const { query } = input;
    for (const block of query?.blocks ?? []) {
      for (const condition of block.conditions) {
        const counting = [condition.left, condition.right].find((one) => one?.block !== undefined);
        const other = condition.left === counting ? condition.right : condition.left;
        const counted = counting?.block === undefined ? undefined : query?.blocks[counting.block];
        if (!counted || (other?.constant !== '0' && other?.constant !== '1')) continue;
        if (counted.aggregates.length !== 1 || counted.aggregates[0]?.name !== 'count' || counted.group.length > 0)
          continue;
        const placed = subPlan(
          input,
          counted.relations.map((one) => one.alias),
        );
        if (!placed || !harms(placed.wholeShare, input)) continue;
        const [child] = input.tree.childrenOf(placed);
        const rows = child?.node.measured ? (measuredOf(child.node) ?? 0) : (child?.node.rows ?? 0) * placed.loops;
        yield {
          node: placed.path,
          message: `counts ${figure(rows)} rows only to compare the count with ${other.constant}: ${shareText(placed.wholeShare, input)}`,
          evidence: [told(input, `${figure(rows)} rows counted in ${figure(placed.loops)} executions`)],
          weight: placed.wholeShare,
          remedies: [{ kind: 'rewrite', rewrite: 'exists-count-to-exists' }],
        };
      }
    }
  },
});

/** The sub-plan that aggregates over the relations of the block. */
function subPlan({ tree }: SignInput, aliases: readonly string[]): PlacedNode | undefined {
  return tree.nodes.find(
    (one) =>
      !one.neverExecuted &&
      (one.node.relationship === 'SubPlan' || one.node.relationship === 'InitPlan') &&
      one.node.kind === 'Aggregate' &&
      aliases.some((alias) => tree.below(one).some((below) => below.node.alias === alias)),
  );
}
