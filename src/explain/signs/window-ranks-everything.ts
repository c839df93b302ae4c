import { measuredOf } from '../estimates.ts';
import { figure } from '../figures.ts';
import { harms, nodesOf, shareText } from '../harm.ts';
import { orderIdeas } from '../order-ideas.ts';
import { numberFact, readable, textFact } from '../scan.ts';
import { defineSign } from '../sign.ts';
import { told } from '../told.ts';

const leastRows = 5000;
const mostKept = 0.3;

export const sign = defineSign({
  id: 'window-ranks-everything',
  title: 'all rows are ranked to keep the first of each group',
  why: 'row_number() and its like number every row of every group, after sorting them all; the condition on the number then throws nearly all away.',
  what: `A Subquery Scan over a WindowAgg whose filter or run condition keeps less than a third of ${leastRows} rows or more. Look the first rows of each group up by LATERAL … LIMIT with an index on group and order, or use DISTINCT ON.`,
  references: [
    'https://www.postgresql.org/docs/current/queries-table-expressions.html#QUERIES-LATERAL',
    'https://www.postgresql.org/docs/current/sql-select.html#SQL-DISTINCT',
  ],
  *check(input) {
    for (const placed of nodesOf(input, ['WindowAgg'])) {
      const { parent } = placed;
      const run = textFact(placed.node, 'Run Condition');
      const filter = parent?.node.kind === 'Subquery Scan' ? textFact(parent.node, 'Filter') : undefined;
      const condition = run ?? filter;
      const [child] = input.tree.childrenOf(placed);
      if (condition === undefined || !child) continue;
      const before = child.node.measured ? (measuredOf(child.node) ?? 0) : child.node.rows;
      const top = filter !== undefined && parent ? parent : placed;
      const after = top.node.measured ? (measuredOf(top.node) ?? 0) : top.node.rows;
      const weight = top.wholeShare;
      if (before < leastRows || after > before * mostKept || !harms(weight, input)) continue;
      // What the filter says beside the rank is no ranking's fault.
      if (run === undefined && (numberFact(top.node, 'Rows Removed by Filter') ?? 1) === 0) continue;
      const sort = input.tree.below(placed).find((one) => one.node.kind === 'Sort');
      yield {
        node: placed.path,
        message: `ranks ${figure(before)} rows to keep ${figure(after)} with ${readable(condition)}: ${shareText(weight, input)}`,
        evidence: [told(input, `${figure(before)} rows ranked, ${figure(after)} kept`)],
        weight,
        remedies: [
          ...(sort ? orderIdeas(sort, input) : []),
          {
            kind: 'advice',
            text: 'Take the groups from their own table and look the first rows of each up by LATERAL (… ORDER BY … LIMIT n), with an index on group and order.',
          },
        ],
      };
    }
  },
});
