import type { PlanNode } from '../../catalog/query-plan.ts';

/** The share of the whole scan that a LIMIT over a filter is reckoned to read beyond what the planner hopes. */
const risk = 0.01;

/** How many times more rows than the mean a key is reckoned to have, where they are all sorted for a LIMIT. */
const skew = 5;

/** What hands rows on as they come. */
const streaming = new Set([
  'Limit',
  'Result',
  'Subquery Scan',
  'LockRows',
  'Append',
  'Merge Append',
  'Nested Loop',
  'Unique',
  'ProjectSet',
  'Gather',
  'Gather Merge',
]);

const scans = new Set(['Seq Scan', 'Index Scan', 'Index Only Scan']);

/**
 * A plan's cost with what it risks: a LIMIT over a scan that filters is as cheap as the planner says only if the rows
 * that pass lie evenly spread. Where they come late or never, the scan goes to its end; a hundredth of that is added,
 * and less where most rows pass. Where a key's rows are all read and sorted for the LIMIT, some keys have many more of
 * them than the mean.
 *
 * @param rowsOf  rows of a relation by its bare name, where they are known
 */
export function weighedCost(root: PlanNode, rowsOf: (relation: string) => number | undefined): number {
  const excess = (node: PlanNode, limited: boolean): number => {
    if (limited && scans.has(node.kind)) {
      if (node.facts['Filter'] === undefined) return 0;
      // How many rows an index condition leaves to the filter is not told.
      const all = node.facts['Index Cond'] === undefined ? rowsOf(node.relation ?? '') : undefined;
      const passing = all === undefined || all <= 0 ? 0 : Math.min(1, node.rows / all);
      return node.totalCost * (1 - passing) ** 2;
    }
    if (limited && node.kind === 'Sort') return sorted(node) / risk;
    const isLimited = node.kind === 'Limit' || (limited && streaming.has(node.kind));
    let sum = 0;
    for (const child of node.children) {
      sum += excess(child, isLimited && (child.relationship === undefined || flowing.has(child.relationship)));
    }
    return sum;
  };
  return root.totalCost + risk * excess(root, false);
}

/** What keys with many rows cost beyond the mean, where all rows of a key are read and sorted. */
function sorted({ children: [child] }: PlanNode): number {
  return child && (child.kind === 'Index Scan' || child.kind === 'Index Only Scan' || child.kind === 'Bitmap Heap Scan')
    ? (skew - 1) * child.totalCost
    : 0;
}

/** Children whose rows are handed on; an inner side is read anew for each row, and costs what the planner says. */
const flowing = new Set(['Outer', 'Member', 'Subquery']);
