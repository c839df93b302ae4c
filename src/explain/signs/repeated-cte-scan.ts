import { measuredOf } from '../estimates.ts';
import { figure } from '../figures.ts';
import { harms, nodesOf, shareText } from '../harm.ts';
import { numberFact } from '../scan.ts';
import { defineSign } from '../sign.ts';
import { told } from '../told.ts';

const leastLoops = 10;
const leastRows = 100_000;

export const sign = defineSign({
  id: 'repeated-cte-scan',
  title: 'a CTE is read from end to end again and again',
  why: 'A materialised CTE has no index. As the inner side of a nested loop it is searched from end to end for every outer row.',
  what: `A CTE Scan with ${leastLoops} executions or more that goes through ${leastRows} rows in all. Let the engine inline the CTE, so that it can join by an index or a hash; or put it into a temporary table with an index and ANALYZE it.`,
  references: ['https://www.postgresql.org/docs/current/queries-with.html#QUERIES-WITH-CTE-MATERIALIZATION'],
  followsFromEstimates: true,
  *check(input) {
    for (const placed of nodesOf(input, ['CTE Scan'])) {
      const { node } = placed;
      const read = node.measured
        ? (measuredOf(node) ?? 0) + (numberFact(node, 'Rows Removed by Filter') ?? 0) * node.measured.loops
        : node.rows * placed.loops;
      if (placed.loops < leastLoops || read < leastRows || !harms(placed.share, input)) continue;
      yield {
        node: placed.path,
        message: `reads the CTE ${node.cte ?? ''} ${figure(placed.loops)} times from end to end, ${figure(read)} rows in all: ${shareText(placed.share, input)}`,
        evidence: [told(input, `${figure(placed.loops)} executions, ${figure(read)} rows`)],
        weight: placed.share,
        remedies: [
          { kind: 'rewrite', rewrite: 'cte-inline' },
          {
            kind: 'advice',
            text: `A temporary table with an index in place of the CTE ${node.cte ?? ''} finds its rows at once, and ANALYZE tells the planner how many there are.`,
          },
        ],
      };
    }
  },
});
