import { leastRead } from '../discards.ts';
import { plannedRows } from '../estimates.ts';
import { counted, figure } from '../figures.ts';
import { harms, nodesOf, shareText } from '../harm.ts';
import type { PlacedNode } from '../plan-tree.ts';
import { listFact } from '../scan.ts';
import { defineSign, type SignInput } from '../sign.ts';
import { told } from '../told.ts';

export const sign = defineSign({
  id: 'random-order',
  title: 'all rows are put in a random order to take a few',
  why: 'ORDER BY random() gives every row a number and sorts all by it, for the few that LIMIT keeps. No index can give that order, and the work grows with the table.',
  what: `A Sort by random() of ${leastRead} rows or more below a Limit. Sample the table (TABLESAMPLE), or take rows from random places of an indexed key.`,
  references: [
    'https://www.postgresql.org/docs/current/sql-select.html#SQL-FROM',
    'https://www.postgresql.org/docs/current/tsm-system-rows.html',
  ],
  explains: ['sort-on-disk', 'sort-an-index-would-spare'],
  *check(input) {
    for (const sort of nodesOf(input, ['Sort'])) {
      const [key = ''] = listFact(sort.node, 'Sort Key');
      const limit = limitAbove(sort);
      if (!/^\(*(?:random|rand)\(\)\)*$/.test(key) || !limit) continue;
      const call = /\w+\(\)/.exec(key)?.[0] ?? key;
      const rows = sortedRows(sort, input);
      const weight = sort.wholeShare;
      if (rows < leastRead || !harms(weight, input)) continue;
      yield {
        node: sort.path,
        message: `sorts ${figure(rows)} rows by ${call} to take ${counted(Math.round(limit.node.rows), 'row')}: ${shareText(weight, input)}`,
        evidence: [told(input, `${figure(rows)} rows come into the sort`)],
        weight,
        remedies: [
          {
            kind: 'advice',
            text: input.traits.randomRowsAdvice(input.query?.blocks[0]?.relations[0]?.table?.name ?? 'the table'),
          },
        ],
      };
    }
  },
});

function limitAbove(sort: PlacedNode): PlacedNode | undefined {
  for (let above = sort.parent; above; above = above.parent) {
    if (above.node.kind === 'Limit') return above;
    if (!['Gather Merge', 'Result', 'Subquery Scan'].includes(above.node.kind)) return undefined;
  }
  return undefined;
}

/** Rows that come into the sort: what it gives ends with the LIMIT. */
function sortedRows(sort: PlacedNode, { tree }: SignInput): number {
  const [child] = tree.childrenOf(sort);
  if (!child) return plannedRows(sort);
  const { measured } = child.node;
  return measured ? measured.rows * measured.loops : plannedRows(child);
}
