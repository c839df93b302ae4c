import { measuredOf, plannedRows } from '../estimates.ts';
import { figure } from '../figures.ts';
import { harms, nodesOf, shareText } from '../harm.ts';
import type { PlacedNode } from '../plan-tree.ts';
import { textFact } from '../scan.ts';
import { defineSign } from '../sign.ts';
import { told } from '../told.ts';

/** More rows than the larger side has, by so many times. */
const leastFactor = 10;
const leastRows = 50_000;

export const sign = defineSign({
  id: 'join-multiplies-rows',
  title: 'a join makes many times more rows than it reads',
  why: 'Each row meets many on the other side, and everything above the join works on the product: mostly only to aggregate it again, or because a condition of the join was forgotten.',
  what: `A join of ${leastRows} rows or more, ${leastFactor} times as many as its larger side. Look for a missing condition; aggregate before joining; where only the existence of a match counts, use EXISTS.`,
  references: ['https://www.postgresql.org/docs/current/queries-table-expressions.html#QUERIES-JOIN'],
  *check(input) {
    for (const placed of nodesOf(input, ['Nested Loop', 'Hash Join', 'Merge Join'])) {
      const [outer, inner] = input.tree
        .childrenOf(placed)
        .filter((one) => one.node.relationship !== 'SubPlan' && one.node.relationship !== 'InitPlan');
      if (!outer || !inner) continue;
      const rows = rowsOut(placed);
      // The inner side of a loop gives its rows again and again: those of one execution are its size.
      const sides = [
        rowsOut(outer),
        inner.loops > 0 ? rowsOut(inner) / Math.max(1, inner.loops / Math.max(1, placed.loops)) : 0,
      ];
      const largest = Math.max(1, ...sides);
      const above = placed.parent ? placed.parent.share : 0;
      const weight = Math.min(1, placed.share + above);
      if (rows < leastRows || rows < largest * leastFactor || !harms(weight, input)) continue;
      // A look-up in an index finds its matches only: the side is as large as what it finds.
      if (placed.node.kind === 'Nested Loop' && textFact(inner.node, 'Index Cond') !== undefined) continue;
      const condition =
        textFact(placed.node, 'Hash Cond') ??
        textFact(placed.node, 'Merge Cond') ??
        textFact(placed.node, 'Join Filter');
      yield {
        node: placed.path,
        message: `joins ${figure(sides[0] ?? 0)} rows to ${figure(sides[1] ?? 0)} and makes ${figure(rows)} of them${condition === undefined ? ', without a condition' : ` by ${condition}`}: ${shareText(weight, input)}`,
        evidence: [told(input, `${figure(rows)} rows out of ${figure(sides[0] ?? 0)} and ${figure(sides[1] ?? 0)}`)],
        weight,
        remedies: [
          { kind: 'rewrite', rewrite: 'scalar-aggregate-to-grouped-join' },
          {
            kind: 'advice',
            text:
              condition === undefined
                ? 'Add the condition that joins the two sides.'
                : 'Aggregate each side by the joined columns before joining, or add the column that is missing from the condition.',
          },
        ],
      };
    }
  },
});

function rowsOut(placed: PlacedNode): number {
  return placed.node.measured ? (measuredOf(placed.node) ?? 0) : plannedRows(placed) * placed.loops;
}
