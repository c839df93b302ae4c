import { bindingsOf } from '../../engines/oriented.ts';
import { figure } from '../figures.ts';
import { harms, nodesOf, shareText } from '../harm.ts';
import { indexIdeas } from '../index-ideas.ts';
import { isTableScan, relationText, scanConditions, tableOf } from '../scan.ts';
import { defineSign } from '../sign.ts';
import { told } from '../told.ts';

const leastLoops = 10_000;

/** Share of the query that the inner side must take: below it the loop is how the query should run. */
const leastWeight = 0.3;

export const sign = defineSign({
  id: 'nested-loop-over-many-rows',
  title: 'a nested loop goes through many rows',
  why: 'For each row of the outer side the inner side is started anew. Over many rows, even a quick look-up in an index each time takes longer than reading the inner table once and hashing it.',
  what: `A Nested Loop whose inner side is executed ${leastLoops} times or more and takes ${leastWeight * 100}% of the query or more. Most often the outer side's rows were estimated too low: mend the estimate. Else let an index hold all that the inner side reads.`,
  references: [
    'https://www.postgresql.org/docs/current/planner-optimizer.html',
    'https://www.postgresql.org/docs/current/using-explain.html',
  ],
  needs: ['joinsByHash'],
  followsFromEstimates: true,
  *check(input) {
    for (const placed of nodesOf(input, ['Nested Loop'])) {
      const inner = input.tree.childrenOf(placed).find((one) => one.node.relationship === 'Inner');
      if (!inner || inner.neverExecuted || inner.loops < leastLoops) continue;
      const scan = isTableScan(inner.node) ? inner : input.tree.below(inner).find((one) => isTableScan(one.node));
      // Without an index each loop reads the whole table: another sign's.
      if (!scan || input.tree.below(inner).some((one) => ['Seq Scan', 'Materialize'].includes(one.node.kind))) continue;
      // What a cache of look-ups answered was not looked up.
      const lookups = scan.node.measured ? scan.loops : inner.loops;
      const weight = Math.min(1, inner.wholeShare + placed.share);
      if (lookups < leastLoops || weight < leastWeight || !harms(weight, input)) continue;
      const table = tableOf(scan.node, input);
      const { access, filter } = scanConditions(scan, input);
      const alias = scan.node.alias;
      const covering = table
        ? indexIdeas(
            {
              table,
              conditions: bindingsOf([...access, ...filter], alias, table),
              ...(alias === undefined ? {} : { alias }),
            },
            input,
          )
        : [];
      yield {
        node: placed.path,
        message: `looks up ${relationText(scan.node)} once for each of ${figure(lookups)} rows: ${shareText(weight, input)}`,
        evidence: [told(input, `${figure(lookups)} executions of ${scan.node.kind}, ${shareText(weight, input)}`)],
        weight,
        remedies: [
          ...covering,
          {
            kind: 'advice',
            text: `Compare with SET LOCAL enable_nestloop = off: if a hash join is faster, the planner's rows or its page costs (random_page_cost) are wrong for this server.`,
          },
        ],
      };
    }
  },
});
