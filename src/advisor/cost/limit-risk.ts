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
  /** Whether how many rows pass a filter on a relation is a guess, because it searches inside of values that nobody knows. */
  readonly isBlind: (relation: string, filter: string) => boolean;
  /** How many keys an index that is there has which keeps them unique, by its bare name; nothing for any other. */
  readonly uniqueKeys: (index: string) => number | undefined;
  /** Whether the query wants the first or the last row only, without saying LIMIT: `min(x)`, `max(x)`. */
  readonly wantsExtreme: boolean;
}

/**
 * A plan's cost with what it risks: a LIMIT over a scan that filters is as cheap as the planner says only if the rows
 * that pass lie evenly spread. Where they come late or never, the scan goes to its end; a hundredth of that is added,
 * and less where most rows pass. Where a key's rows are all read for the first few of them, some keys have many more of
 * them than the mean; and where the mean is a guess, all may have. A walk in the order of an index for the first few rows
 * of a search whose number of matches nobody knows is reckoned to go to its end: most searches find few. What holds all
 * keys of a unique index equal finds one row at most, however many the planner expects.
 */
export function weighedCost(root: PlanNode, facts: RiskFacts): number {
  const { rowsOf, isBlind, wantsExtreme } = facts;
  const excess = (node: PlanNode, limited: PlanNode | undefined): number => {
    if (findsOne(node, facts)) return -beyondOne(node) / risk;
    if (limited && scans.has(node.kind)) {
      const filter = node.facts['Filter'];
      if (filter === undefined) return 0;
      if (isBlind(node.relation ?? '', String(filter))) return walkedFurther(node, limited) / risk;
      // How many rows an index condition leaves to the filter is not told.
      const all = node.facts['Index Cond'] === undefined ? rowsOf(node.relation ?? '') : undefined;
      const passing = all === undefined || all <= 0 ? 0 : Math.min(1, node.rows / all);
      return node.totalCost * (1 - passing) ** 2;
    }
    if (limited && node.kind === 'Sort') return allRead(node, facts, skew) / risk;
    // The first of each value: DISTINCT ON.
    if (node.kind === 'Unique') {
      const [below] = node.children;
      if (below?.kind === 'Sort' && !limited) return allRead(below, facts, 1) / risk;
    }
    if (node.kind === 'Aggregate' && wantsExtreme) return allRead(node, facts, 1) / risk;
    return node.children.reduce((sum, child) => sum + excess(child, limitBelow(node, child, limited)), 0);
  };
  return root.totalCost + risk * excess(root, undefined);
}

/**
 * Whether a scan finds one row at most. Of expressions in an index over a part of a table the planner reads no statistics
 * (examine_variable, src/backend/utils/adt/selfuncs.c), and takes a two-hundredth of the rows for equal.
 */
function findsOne(node: PlanNode, { uniqueKeys }: RiskFacts): boolean {
  const [below] = node.children;
  const scan = node.kind === 'Bitmap Heap Scan' && below?.kind === 'Bitmap Index Scan' ? below : node;
  const condition = scan.index === undefined ? undefined : scan.facts['Index Cond'];
  const keys = uniqueKeys(scan.index ?? '');
  if (typeof condition !== 'string' || keys === undefined || condition.includes(' = ANY ')) return false;
  const count = (word: string) => condition.split(word).length - 1;
  return count(' = ') === keys && count(' AND ') === keys - 1 && !condition.includes(' IS ');
}

/** What the rows beyond the first cost a scan. */
function beyondOne({ totalCost, startupCost, rows }: PlanNode): number {
  return rows <= 1 ? 0 : (totalCost - startupCost) * (1 - 1 / rows);
}

/** A scan that ends when enough rows of a search were found whose number of matches nobody knows. */
export interface BlindWalk {
  readonly scan: PlanNode;
  readonly limit: PlanNode;
}

/** The blind walks of a plan. */
export function blindWalks(root: PlanNode, isBlind: RiskFacts['isBlind']): readonly BlindWalk[] {
  const found: BlindWalk[] = [];
  const visit = (node: PlanNode, limited: PlanNode | undefined): void => {
    if (limited && scans.has(node.kind)) {
      const filter = node.facts['Filter'];
      if (filter !== undefined && isBlind(node.relation ?? '', String(filter)))
        found.push({ scan: node, limit: limited });
    }
    for (const child of node.children) visit(child, limitBelow(node, child, limited));
  };
  visit(root, undefined);
  return found;
}

/** The limit that rows of a child are handed on to as they come. */
function limitBelow(node: PlanNode, child: PlanNode, limited: PlanNode | undefined): PlanNode | undefined {
  if (child.relationship !== undefined && !flowing.has(child.relationship)) return undefined;
  return node.kind === 'Limit' ? node : streaming.has(node.kind) ? limited : undefined;
}

/** What a walk that ends when enough rows were found costs beyond what the planner hopes, when there are not enough. */
function walkedFurther(scan: PlanNode, limit: PlanNode): number {
  const hoped = scan.rows <= 0 ? 1 : Math.min(1, limit.rows / scan.rows);
  return scan.totalCost * (1 - hoped);
}

/** What keys with many rows cost beyond the mean, where all rows of a key are read. */
function allRead({ children: [child] }: PlanNode, { isGuess, isBlind }: RiskFacts, known: number): number {
  if (!child || !keyed.has(child.kind)) return 0;
  const written = child.facts['Index Cond'] ?? child.facts['Recheck Cond'];
  const condition = typeof written === 'string' ? written : '';
  // What a search may find was taken for much already.
  if (isBlind(child.relation ?? '', condition)) return 0;
  const isGuessed = isGuess(child.relation ?? '', condition);
  return ((isGuessed ? guessedSkew : known) - 1) * child.totalCost;
}

const keyed = new Set(['Index Scan', 'Index Only Scan', 'Bitmap Heap Scan']);

/** Children whose rows are handed on; an inner side is read anew for each row, and costs what the planner says. */
const flowing = new Set(['Outer', 'Member', 'Subquery']);
