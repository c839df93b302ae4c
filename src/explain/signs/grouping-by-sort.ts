import { measuredOf } from '../estimates.ts';
import { figure } from '../figures.ts';
import { harms, nodesOf, shareText } from '../harm.ts';
import { memorySetting, rowBytes, settingOf } from '../memory.ts';
import { orderIdeas } from '../order-ideas.ts';
import { listFact } from '../scan.ts';
import { defineSign, type RemedyIdea } from '../sign.ts';
import { told } from '../told.ts';

const leastRows = 10_000;
const mostMemory = 1024 ** 3;

export const sign = defineSign({
  id: 'grouping-by-sort',
  title: 'rows are sorted only to be grouped',
  why: 'Groups can be gathered in a hash table as rows come, without any order. Sorting is chosen when so many groups are expected that the table would not fit in memory, or when an aggregate asks for DISTINCT or an order of its own.',
  what: `An Aggregate by sorted keys, or a Unique, over a Sort of ${leastRows} rows or more. Mend the estimate of the groups (n_distinct, extended statistics), give the query more work_mem, or index the grouped columns.`,
  references: [
    'https://www.postgresql.org/docs/current/runtime-config-query.html#GUC-ENABLE-HASHAGG',
    'https://www.postgresql.org/docs/current/planner-stats.html#PLANNER-STATS-EXTENDED-N-DISTINCT-COUNTS',
  ],
  followsFromEstimates: true,
  *check(input) {
    for (const placed of nodesOf(input, ['Aggregate', 'Unique', 'Group'])) {
      const { node } = placed;
      const [sort] = input.tree.childrenOf(placed);
      if (sort?.node.kind !== 'Sort' || (node.kind === 'Aggregate' && node.strategy !== 'Sorted')) continue;
      const [child] = input.tree.childrenOf(sort);
      const rows = child ? (child.node.measured ? (measuredOf(child.node) ?? 0) : child.node.rows * child.loops) : 0;
      if (rows < leastRows || !harms(sort.share, input)) continue;
      const groups = node.measured ? (measuredOf(node) ?? 0) : node.rows;
      const keys = listFact(node, 'Group Key').join(', ') || listFact(sort.node, 'Sort Key').join(', ');
      yield {
        node: placed.path,
        message: `sorts ${figure(rows)} rows by ${keys} to make ${figure(groups)} groups of them: ${shareText(sort.share, input)} is sorting`,
        evidence: [told(input, `${figure(rows)} rows sorted for ${figure(groups)} groups`)],
        weight: sort.share,
        remedies: [
          ...orderIdeas(sort, input),
          ...(input.traits.sortMemory.hashesGroups
            ? moreMemory(groups, node.width, Number(settingOf(input, 'hash_mem_multiplier') ?? 2))
            : []),
        ],
      };
    }
  },
});

function moreMemory(groups: number, width: number, multiplier: number): readonly RemedyIdea[] {
  const needed = (rowBytes(groups, width) * 3) / multiplier;
  if (needed > mostMemory) return [];
  return [
    {
      kind: 'setting',
      name: 'work_mem',
      value: memorySetting(Math.max(needed, 8 * 1024 ** 2)),
      why: 'a hash table of the groups then fits in memory',
    },
  ];
}
