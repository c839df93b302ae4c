import { plannedRows } from '../estimates.ts';
import { figure } from '../figures.ts';
import { harms, nodesOf, shareText } from '../harm.ts';
import { isTableScan, relationText, textFact } from '../scan.ts';
import { defineSign } from '../sign.ts';
import { told } from '../told.ts';

/** Pairs of rows that are held against each other. */
const leastPairs = 1_000_000;

export const sign = defineSign({
  id: 'materialized-inner-rescanned',
  title: 'a nested loop goes through a kept list again and again',
  why: 'Every row of the one side is held against every row of the other. The list is kept in memory, so it is not read from the table again, but the pairs grow with both sides.',
  what: `A Nested Loop over a Materialize that makes ${leastPairs} pairs or more. A join by equality lets the engine hash or merge; where the condition is a range or an OR, an index on the inner side's column narrows the search.`,
  references: ['https://www.postgresql.org/docs/current/planner-optimizer.html'],
  followsFromEstimates: true,
  *check(input) {
    for (const placed of nodesOf(input, ['Materialize'])) {
      const { node, parent } = placed;
      if (parent?.node.kind !== 'Nested Loop' || node.relationship !== 'Inner') continue;
      const rows = node.measured ? node.measured.rows : plannedRows(placed);
      const pairs = rows * placed.loops;
      const weight = Math.min(1, placed.wholeShare + parent.share);
      if (pairs < leastPairs || placed.loops < 2 || !harms(weight, input)) continue;
      const scan = input.tree.below(placed).find((one) => isTableScan(one.node));
      const condition = textFact(parent.node, 'Join Filter');
      yield {
        node: placed.path,
        message: `holds ${figure(rows)} rows${scan ? ` of ${relationText(scan.node)}` : ''} against each of ${figure(placed.loops)} rows, ${figure(pairs)} pairs${condition === undefined ? ', without a condition' : ` for ${condition}`}: ${shareText(weight, input)}`,
        evidence: [told(input, `${figure(placed.loops)} passes over ${figure(rows)} rows`)],
        weight,
        remedies: [
          {
            kind: 'advice',
            text:
              condition === undefined
                ? 'No condition joins the two sides: add the one that is missing, or join them where one side has a single row.'
                : 'Join by equality where it can be had (an indexed key, a bucket of the range), so that the engine can hash or look rows up.',
          },
        ],
      };
    }
  },
});
