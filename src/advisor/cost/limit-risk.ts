import type { PlanNode } from '../../catalog/query-plan.ts';

/** The share of the whole scan that a LIMIT over a filter is reckoned to read beyond what the planner hopes. */
const risk = 0.01;

/** How many times more rows than the mean a key is reckoned to have, where they are all read for a few of them. */
const skew = 5;

/** The same where even the mean is a guess: nobody read or declared how many values the column has. */
const guessedSkew = 100;

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

/** What is known beside a plan. */
export interface RiskFacts {
  /** Rows of a relation by its bare name, where they are known. */
  readonly rowsOf: (relation: string) => number | undefined;
  /** Whether the number of rows that a condition on a relation finds is a guess. */
  readonly isGuess: (relation: string, condition: string) => boolean;
  /** Whether the query wants the first or the last row only, without saying LIMIT: `min(x)`, `max(x)`. */
  readonly wantsExtreme: boolean;
}

/**
 * A plan's cost with what it risks: a LIMIT over a scan that filters is as cheap as the planner says only if the rows
 * that pass lie evenly spread. Where they come late or never, the scan goes to its end; a hundredth of that is added,
 * and less where most rows pass. Where a key's rows are all read for the first few of them, some keys have many more of
 * them than the mean; and where the mean is a guess, all may have.
 */
export function weighedCost(root: PlanNode, facts: RiskFacts): number {
  const excess = (node: PlanNode, limited: boolean): number => {
    if (limited && scans.has(node.kind)) {
      if (node.facts['Filter'] === undefined) return 0;
      // How many rows an index condition leaves to the filter is not told.
      const all = node.facts['Index Cond'] === undefined ? facts.rowsOf(node.relation ?? '') : undefined;
      const passing = all === undefined || all <= 0 ? 0 : Math.min(1, node.rows / all);
      return node.totalCost * (1 - passing) ** 2;
    }
    const sorts = node.kind === 'Sort' || node.kind === 'Incremental Sort';
    if (limited && node.kind === 'Sort') return allRead(node, facts, skew) / risk;
    // The first of each value: DISTINCT ON.
    if (node.kind === 'Unique') {
      const [below] = node.children;
      if (below?.kind === 'Sort' && !limited) return allRead(below, facts, 1) / risk;
    }
    if (node.kind === 'Aggregate' && facts.wantsExtreme) return allRead(node, facts, 1) / risk;
    const isLimited = !sorts && (node.kind === 'Limit' || (limited && streaming.has(node.kind)));
    let sum = 0;
    for (const child of node.children) {
      sum += excess(child, isLimited && (child.relationship === undefined || flowing.has(child.relationship)));
    }
    return sum;
  };
  return root.totalCost + risk * excess(root, false);
}

/** What keys with many rows cost beyond the mean, where all rows of a key are read. */
function allRead({ children: [child] }: PlanNode, { isGuess }: RiskFacts, known: number): number {
  if (!child || !keyed.has(child.kind)) return 0;
  const condition = child.facts['Index Cond'] ?? child.facts['Recheck Cond'];
  const isGuessed = isGuess(child.relation ?? '', typeof condition === 'string' ? condition : '');
  return ((isGuessed ? guessedSkew : known) - 1) * child.totalCost;
}

const keyed = new Set(['Index Scan', 'Index Only Scan', 'Bitmap Heap Scan']);

/** Children whose rows are handed on; an inner side is read anew for each row, and costs what the planner says. */
const flowing = new Set(['Outer', 'Member', 'Subquery']);
