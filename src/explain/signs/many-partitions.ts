import { figure } from '../figures.ts';
import { harms, nodesOf, shareText } from '../harm.ts';
import { isTableScan } from '../scan.ts';
import { defineSign } from '../sign.ts';
import { told } from '../told.ts';

const leastParts = 100;

export const sign = defineSign({
  id: 'many-partitions',
  title: 'very many partitions are opened',
  why: 'Each partition is locked, planned and started by itself, whatever it holds. With hundreds of them that work outweighs the reading.',
  what: `An Append over ${leastParts} scans or more. Prune by the partition key, or make fewer, larger partitions.`,
  references: [
    'https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-BEST-PRACTICES',
  ],
  *check(input) {
    for (const placed of nodesOf(input, ['Append', 'Merge Append'])) {
      const parts = input.tree.childrenOf(placed).filter((one) => isTableScan(one.node));
      if (parts.length < leastParts || !harms(placed.wholeShare, input)) continue;
      const planning = input.plan.planningMilliseconds;
      yield {
        node: placed.path,
        message: `opens ${figure(parts.length)} partitions${planning === undefined ? '' : `, which took ${figure(planning)} ms to plan`}: ${shareText(placed.wholeShare, input)}`,
        evidence: [told(input, `${parts.length} scans under ${placed.node.kind}`)],
        weight: placed.wholeShare,
        remedies: [
          {
            kind: 'advice',
            text: 'Make fewer, larger partitions (a month instead of a day), or name the partition key in the query.',
          },
        ],
      };
    }
  },
});
