import type { PlanNode } from '../catalog/query-plan.ts';
import type { PlacedNode, PlanTree } from './plan-tree.ts';

/** So far off, either way, an estimate is called wrong. */
export const wrongFactor = 10;

/** What the planner expected of a node and what came, rows per execution. */
export interface Estimate {
  readonly estimated: number;
  readonly actual: number;
  /** How far off: 10 is ten times too many or too few; at least 1, as fewer than a row count as one. */
  readonly factor: number;
  readonly tooLow: boolean;
}

/** Rows of all loops together, as measured. */
export function measuredOf(node: PlanNode): number | undefined {
  return node.measured && node.measured.rows * node.measured.loops;
}

/** Rows per execution by the planner; of a node that workers share, of all of them together. */
export function plannedRows(placed: PlacedNode): number {
  return placed.node.rows * parallelDivisor(placed);
}

/** By what the planner divides the rows of a partial path: the leader helps the less, the more workers there are (get_parallel_divisor). */
function parallelDivisor(placed: PlacedNode): number {
  for (let child = placed, above = placed.parent; above; child = above, above = above.parent) {
    if (above.node.kind !== 'Gather' && above.node.kind !== 'Gather Merge') continue;
    if (child.node.relationship === 'InitPlan') return 1;
    const workers = above.node.workersPlanned ?? 0;
    return workers + Math.max(0, 1 - 0.3 * workers);
  }
  return 1;
}

/** Nothing where it was not measured, was never executed, or was stopped or read again so that counts do not compare. */
export function estimateOf(placed: PlacedNode, tree: PlanTree): Estimate | undefined {
  const { node } = placed;
  if (!node.measured || placed.neverExecuted || placed.loops <= 0) return undefined;
  const estimated = plannedRows(placed);
  const actual = (measuredOf(node) ?? 0) / placed.loops;
  const tooLow = actual > estimated;
  const [more, fewer] = [Math.max(actual, estimated, 1), Math.max(1, Math.min(actual, estimated))];
  if (!tooLow && mayStopEarly(placed, tree)) return undefined;
  if (tooLow && isReadAgain(placed)) return undefined;
  return { estimated, actual, factor: more / fewer, tooLow };
}

/** Nodes that read all that is below them before they give their first row. */
const blocking = new Set(['Sort', 'Hash', 'Aggregate', 'WindowAgg', 'SetOp', 'Gather Merge', 'ModifyTable']);

/** Whether what is above takes no more rows than it needs: LIMIT, EXISTS, semi and anti joins, the end of a merge join. */
function mayStopEarly(placed: PlacedNode, tree: PlanTree): boolean {
  for (let child = placed, above = placed.parent; above; child = above, above = above.parent) {
    const { node } = above;
    if (child.node.relationship === 'SubPlan' || child.node.relationship === 'InitPlan') return true;
    if (node.kind === 'Limit' || node.kind === 'Merge Join') return true;
    if (node.kind === 'Nested Loop' && child.node.relationship === 'Inner') {
      if (node.joinType === 'Semi' || node.joinType === 'Anti' || node.facts['Inner Unique'] === true) return true;
    }
    if ((node.kind === 'Hash Join' || node.kind === 'Nested Loop') && child.node.relationship === 'Outer') {
      // An inner side without rows ends an inner join before its outer side is read.
      const inner = tree.childrenOf(above).find((one) => one.node.relationship === 'Inner');
      if (inner?.node.measured?.rows === 0 && node.joinType === 'Inner') return true;
    }
    if (blocking.has(node.kind) && !(node.kind === 'Aggregate' && node.strategy === 'Sorted')) return false;
  }
  return false;
}

/** The inner side of a merge join goes back to marks: rows that it gave again are counted again. */
function isReadAgain(placed: PlacedNode): boolean {
  const above = placed.parent?.node;
  if (above?.kind === 'Merge Join' && placed.node.relationship === 'Inner') return true;
  return above?.kind === 'Materialize' && placed.parent !== undefined && isReadAgain(placed.parent);
}

/** A wrong estimate where it starts, with the nodes above it that are wrong because of it. */
export interface WrongEstimate {
  readonly at: PlacedNode;
  readonly estimate: Estimate;
  /** From the nearest to the root. */
  readonly consequences: readonly PlacedNode[];
}

/**
 * Where wrong estimates start: nodes that are wrong by {@link wrongFactor} while what they read is not. Nodes above are
 * consequences as long as they are wrong the same way by no more than ten times as much again.
 */
export function wrongEstimates(tree: PlanTree): readonly WrongEstimate[] {
  const estimates = new Map(tree.nodes.map((one) => [one, estimateOf(one, tree)]));
  const isWrong = (placed: PlacedNode) => (estimates.get(placed)?.factor ?? 1) >= wrongFactor;
  const starts: WrongEstimate[] = [];
  for (const placed of tree.nodes) {
    const estimate = estimates.get(placed);
    if (!estimate || !isWrong(placed) || passesOn(placed.node)) continue;
    const fromBelow = tree
      .below(placed)
      .slice(1)
      .some((one) => {
        const below = estimates.get(one);
        return below !== undefined && below.tooLow === estimate.tooLow && below.factor * 3 >= estimate.factor;
      });
    if (fromBelow) continue;
    const consequences: PlacedNode[] = [];
    for (let above = placed.parent; above; above = above.parent) {
      const other = estimates.get(above);
      if (other && other.tooLow === estimate.tooLow && other.factor >= wrongFactor) consequences.push(above);
    }
    starts.push({ at: placed, estimate, consequences });
  }
  return starts;
}

/** Nodes that give the rows that they get: theirs is never the first wrong estimate. */
function passesOn(node: PlanNode): boolean {
  return [
    'Sort',
    'Incremental Sort',
    'Hash',
    'Materialize',
    'Memoize',
    'Gather',
    'Gather Merge',
    'Limit',
    'LockRows',
  ].includes(node.kind);
}
