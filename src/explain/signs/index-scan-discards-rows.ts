import { oriented } from '../../engines/oriented.ts';
import { subjectOf } from '../discards.ts';
import { plannedRows } from '../estimates.ts';
import { figure, percentage } from '../figures.ts';
import { harms, nodesOf, shareText } from '../harm.ts';
import { indexIdeas } from '../index-ideas.ts';
import type { PlacedNode } from '../plan-tree.ts';
import { limitedOrder } from '../query-part.ts';
import { type RowsRead, readable, relationText, rowsRead, scanConditions, tableOf, textFact } from '../scan.ts';
import { defineSign, type SignInput } from '../sign.ts';
import { measured, planned } from '../told.ts';

/** Rows found by the index and thrown away, of all executions together. */
const leastRemoved = 1000;

export const sign = defineSign({
  id: 'index-scan-discards-rows',
  title: 'an index finds many rows that a filter then discards',
  why: 'The index narrows the search by some conditions only. For each row that it finds, the table is visited, often at another page, only to throw the row away.',
  what: `An Index Scan or Bitmap Heap Scan whose Filter removes at least half of the rows found, and ${leastRemoved} or more. Add the filter's columns to the index, behind the columns held equal.`,
  references: [
    'https://www.postgresql.org/docs/current/indexes-multicolumn.html',
    'https://www.postgresql.org/docs/current/using-explain.html',
  ],
  *check(input) {
    for (const placed of nodesOf(input, ['Index Scan', 'Index Only Scan', 'Bitmap Heap Scan'])) {
      const { node } = placed;
      const filter = textFact(node, 'Filter');
      const rows = filter === undefined ? undefined : found(placed, input);
      if (!rows || filter === undefined) continue;
      const weight = weightOf(placed, input);
      const removed = rows.read - rows.kept;
      if (removed < leastRemoved || removed < rows.read / 2 || !harms(weight, input)) continue;
      const table = tableOf(node, input);
      const { access, filter: conditions } = scanConditions(placed, input);
      const all = [...access, ...conditions].map((one) => oriented(one, node.alias, table));
      const index = node.index ?? input.tree.below(placed).find((one) => one.node.index)?.node.index ?? 'the index';
      yield {
        node: placed.path,
        subject: subjectOf(placed, input),
        message: `${index} finds ${figure(rows.read)} rows of ${relationText(node)}, and ${readable(filter)} discards ${percentage(removed / rows.read)} of them: ${figure(rows.kept)} are kept`,
        evidence: [
          (rows.kind === 'measured' ? measured : planned)(
            `${figure(rows.read)} rows found, ${figure(rows.kept)} kept, ${shareText(weight, input)}`,
          ),
        ],
        weight,
        remedies: table
          ? indexIdeas(
              {
                table,
                conditions: all,
                order: limitedOrder(node.alias, table, input),
                ...(node.alias === undefined ? {} : { alias: node.alias }),
              },
              input,
            )
          : [
              {
                kind: 'advice',
                text: `An index that also has the columns in ${readable(filter)} would find only the rows that are kept.`,
              },
            ],
      };
    }
  },
});

/** Measured; or, of a bitmap, by what the planner expects of the index and of the heap. */
function found(placed: PlacedNode, input: SignInput): RowsRead | undefined {
  if (placed.node.measured) return rowsRead(placed, input);
  if (placed.node.kind !== 'Bitmap Heap Scan') return undefined;
  const [below] = input.tree.childrenOf(placed);
  if (!below) return undefined;
  return { read: below.node.rows * placed.loops, kept: plannedRows(placed) * placed.loops, kind: 'planned' };
}

/** A bitmap's own index scans are part of the work. */
function weightOf(placed: PlacedNode, { tree }: SignInput): number {
  return Math.min(
    1,
    tree.below(placed).reduce((sum, one) => sum + one.share, 0),
  );
}
