import { bindingsOf } from '../../engines/oriented.ts';
import { subjectOf } from '../discards.ts';
import { measuredOf } from '../estimates.ts';
import { figure } from '../figures.ts';
import { harms, nodesOf } from '../harm.ts';
import { indexIdeas } from '../index-ideas.ts';
import type { PlacedNode } from '../plan-tree.ts';
import { limitedOrder } from '../query-part.ts';
import { numberFact, readable, relationText, scanConditions, statisticsOf, tableOf, textFact } from '../scan.ts';
import { defineSign, type SignInput } from '../sign.ts';
import { measured, planned } from '../told.ts';

/** Rows read in vain before the LIMIT was full. */
const leastRead = 5000;

export const sign = defineSign({
  id: 'limit-with-wrong-index',
  title: 'ORDER BY … LIMIT goes along an index and throws most rows away',
  why: 'The planner hopes to fill the LIMIT soon by reading in the order wanted and discarding what does not match. Where matching rows are rare, or lie at the far end, it reads much of the table.',
  what: `A Limit over an Index Scan in the order of the query whose Filter removes ${leastRead} rows or more. An index with the columns of the filter first and the columns of the order behind them finds the first rows at once.`,
  references: [
    'https://www.postgresql.org/docs/current/indexes-ordering.html',
    'https://www.postgresql.org/docs/current/using-explain.html',
  ],
  explains: ['index-scan-discards-rows'],
  *check(input) {
    for (const limit of nodesOf(input, ['Limit'])) {
      for (const scan of orderedScans(limit, input)) {
        const filter = textFact(scan.node, 'Filter');
        if (filter === undefined || scan.neverExecuted || !harms(scan.share, input)) continue;
        const read = rowsReadInVain(scan, input);
        if (!read || read.rows < leastRead) continue;
        const table = tableOf(scan.node, input);
        const { access, filter: conditions } = scanConditions(scan, input);
        const alias = scan.node.alias;
        const wanted = limit.node.measured ? (measuredOf(limit.node) ?? 0) : limit.node.rows;
        const verb = read.kind === 'measured' ? 'reads' : 'is expected to read';
        yield {
          node: scan.path,
          subject: subjectOf(scan, input),
          message: `${verb} ${figure(read.rows)} rows of ${relationText(scan.node)} along ${scan.node.index ?? 'an index'} to find ${figure(wanted)} with ${readable(filter)}`,
          evidence: [
            (read.kind === 'measured' ? measured : planned)(
              `${figure(read.rows)} rows read for a LIMIT of ${figure(wanted)}`,
            ),
          ],
          weight: scan.share,
          remedies: table
            ? indexIdeas(
                {
                  table,
                  conditions: bindingsOf([...access, ...conditions], alias, table),
                  order: limitedOrder(alias, table, input),
                  ...(alias === undefined ? {} : { alias }),
                },
                input,
              )
            : [
                {
                  kind: 'advice',
                  text: `An index with the columns of ${readable(filter)} first and those of the order behind them finds the first rows at once.`,
                },
              ],
        };
      }
    }
  },
});

/** Index scans whose order the LIMIT takes as it comes, through joins that keep it. */
function orderedScans(placed: PlacedNode, input: SignInput): readonly PlacedNode[] {
  return input.tree.childrenOf(placed).flatMap((child) => {
    const { node } = child;
    if (node.kind === 'Index Scan' || node.kind === 'Index Only Scan') return [child];
    if (
      [
        'Nested Loop',
        'Gather Merge',
        'Result',
        'Subquery Scan',
        'Merge Append',
        'Append',
        'Unique',
        'LockRows',
        'Incremental Sort',
      ].includes(node.kind)
    ) {
      const outer = orderedScans(child, input);
      return node.kind === 'Nested Loop' ? outer.filter((one) => !one.path.startsWith(`${child.path}.1`)) : outer;
    }
    return [];
  });
}

function rowsReadInVain(
  scan: PlacedNode,
  input: SignInput,
): { readonly rows: number; readonly kind: 'measured' | 'planned' } | undefined {
  const { node } = scan;
  if (node.measured) {
    const rows = (numberFact(node, 'Rows Removed by Filter') ?? 0) * node.measured.loops;
    return { rows, kind: 'measured' };
  }
  // Without a condition on the index it goes through the table from one end, as far as its cost reaches.
  const table = tableOf(node, input);
  const all = table && statisticsOf(table, input)?.rows;
  if (all === undefined || textFact(node, 'Index Cond') !== undefined || node.totalCost <= 0) return undefined;
  return { rows: all * Math.min(1, scan.cost / node.totalCost), kind: 'planned' };
}
