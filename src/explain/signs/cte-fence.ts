import { measuredOf } from '../estimates.ts';
import { figure, percentage } from '../figures.ts';
import { harms, nodesOf } from '../harm.ts';
import type { PlacedNode } from '../plan-tree.ts';
import { listFact, numberFact, readable, textFact } from '../scan.ts';
import { defineSign, type SignInput } from '../sign.ts';
import { told } from '../told.ts';

const leastRead = 1000;
const mostKept = 0.5;

export const sign = defineSign({
  id: 'cte-fence',
  title: 'conditions stop at a materialised CTE',
  why: 'A CTE that is MATERIALIZED, or read more than once, is computed in full before the outer conditions are looked at: they cannot use the indexes of its tables.',
  what: `A CTE Scan with a Filter that keeps at most half of ${leastRead} rows or more. Write NOT MATERIALIZED, repeat the condition inside the CTE, or make it a sub-query.`,
  references: ['https://www.postgresql.org/docs/current/queries-with.html#QUERIES-WITH-CTE-MATERIALIZATION'],
  *check(input) {
    for (const placed of nodesOf(input, ['CTE Scan'])) {
      const { node } = placed;
      const filter = textFact(node, 'Filter');
      const source = input.tree.nodes.find((one) => one.node.subplanName === `CTE ${node.cte ?? ''}`);
      if (
        filter === undefined ||
        !source ||
        input.tree.below(source).some((one) => one.node.kind === 'Recursive Union')
      )
        continue;
      if (source.node.kind === 'ModifyTable' || !canGoInside(filter, source, input)) continue;
      const kept = node.measured ? (measuredOf(node) ?? 0) : node.rows;
      const removed = node.measured
        ? (numberFact(node, 'Rows Removed by Filter') ?? 0) * node.measured.loops
        : Math.max(0, source.node.rows - node.rows);
      const weight = Math.min(1, source.wholeShare + placed.share);
      if (kept + removed < leastRead || kept > (kept + removed) * mostKept || !harms(weight, input)) continue;
      yield {
        node: placed.path,
        subject: node.cte ?? placed.path,
        message: `the CTE ${node.cte ?? ''} computes ${figure(source.node.measured ? source.node.measured.rows : source.node.rows)} rows in full before ${readable(filter)} discards ${percentage(removed / (kept + removed))} of them`,
        evidence: [told(input, `${figure(kept + removed)} rows of the CTE read, ${figure(kept)} kept`)],
        weight,
        remedies: [{ kind: 'rewrite', rewrite: 'cte-inline' }],
      };
    }
  },
});

/** A condition on the result of an aggregate or a window cannot be asked before it is computed. */
function canGoInside(filter: string, source: PlacedNode, { conditions }: SignInput): boolean {
  const { node } = source;
  if (node.kind === 'WindowAgg') return false;
  if (node.kind !== 'Aggregate') return true;
  const keys = listFact(node, 'Group Key').map((key) => key.replace(/^.*\./, ''));
  return conditions(filter).some((one) =>
    [one.left, one.right].some((side) => side?.column !== undefined && keys.includes(side.column.column)),
  );
}
