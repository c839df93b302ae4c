import { measuredOf } from '../estimates.ts';
import { figure } from '../figures.ts';
import { harms, nodesOf, shareText } from '../harm.ts';
import { orderIdeas, scanBelow } from '../order-ideas.ts';
import type { PlacedNode } from '../plan-tree.ts';
import { listFact, relationText } from '../scan.ts';
import { defineSign } from '../sign.ts';
import { told } from '../told.ts';

const leastRows = 5000;

export const sign = defineSign({
  id: 'sort-an-index-would-spare',
  title: 'rows are sorted that an index could give in order',
  why: 'All rows must be read and sorted before the first is returned. An index on the order gives the first rows at once, and a LIMIT then stops the reading; an index on the first keys leaves small groups to sort.',
  what: `A Sort of ${leastRows} rows or more of one table, under a LIMIT, or for a grouping, a window or a merge. An index with the columns held equal first and the order behind them.`,
  references: [
    'https://www.postgresql.org/docs/current/indexes-ordering.html',
    'https://www.postgresql.org/docs/current/runtime-config-query.html#GUC-ENABLE-INCREMENTAL-SORT',
  ],
  *check(input) {
    for (const placed of nodesOf(input, ['Sort'])) {
      const scan = scanBelow(placed, input);
      const limit = limitAbove(placed);
      const [child] = input.tree.childrenOf(placed);
      if (!scan || !child) continue;
      const rows = child.node.measured ? (measuredOf(child.node) ?? 0) : child.node.rows * child.loops;
      if (rows < leastRows) continue;
      // With a LIMIT the reading is spared, too.
      const weight = limit ? Math.min(1, placed.wholeShare) : placed.share;
      if (!harms(weight, input)) continue;
      const remedies = orderIdeas(placed, input);
      if (remedies.length === 0) continue;
      const keys = listFact(placed.node, 'Sort Key').join(', ');
      const wanted = limit && (limit.node.measured ? (measuredOf(limit.node) ?? 0) : limit.node.rows);
      yield {
        node: placed.path,
        message: `reads ${figure(rows)} rows of ${relationText(scan.node)} and sorts them by ${keys}${wanted === undefined ? '' : ` to return the first ${figure(wanted)}`}: ${shareText(weight, input)}`,
        evidence: [told(input, `${figure(rows)} rows sorted, ${shareText(weight, input)}`)],
        weight,
        remedies,
      };
    }
  },
});

function limitAbove(placed: PlacedNode): PlacedNode | undefined {
  const { parent } = placed;
  if (parent?.node.kind === 'Limit') return parent;
  const passing =
    parent && ['Gather Merge', 'LockRows', 'Result', 'Subquery Scan', 'Unique'].includes(parent.node.kind);
  return passing ? limitAbove(parent) : undefined;
}
