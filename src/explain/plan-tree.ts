import type { PlanNode, QueryPlan } from '../catalog/query-plan.ts';

/** A node in its place, with what is its own of the totals that include its children. */
export interface PlacedNode {
  readonly node: PlanNode;
  /** `0` is the root, `0.1` its second child. */
  readonly path: string;
  readonly parent?: PlacedNode;
  readonly depth: number;
  /** How often it is executed, by the measured loops where there are some, else by the estimates. */
  readonly loops: number;
  /** Cost of the node itself over all its loops, those below it left out. */
  readonly ownCost: number;
  /** Milliseconds of the node itself over all loops, wall clock; absent when not measured. */
  readonly ownMilliseconds?: number;
  /** The share of the whole query, 0 to 1: of the time when measured, else of the cost. */
  readonly share: number;
}

/** All nodes of a plan, parents first. */
export interface PlanTree {
  readonly nodes: readonly PlacedNode[];
  readonly root: PlacedNode;
  at(path: string): PlacedNode | undefined;
  childrenOf(placed: PlacedNode): readonly PlacedNode[];
}

/**
 * Puts the nodes of a plan in their places. A node's cost and time include its children's; a child under a nested
 * loop counts as often as it is executed, parallel workers' loops run side by side, and a node under a LIMIT that was
 * not run to its end counts for no more than its parent.
 */
export function planTree(plan: QueryPlan): PlanTree {
  const nodes: PlacedNode[] = [];
  const children = new Map<PlacedNode, PlacedNode[]>();
  const measuredTotal = plan.executionMilliseconds ?? plan.root.measured?.totalMilliseconds;
  const place = (
    node: PlanNode,
    path: string,
    parent: PlacedNode | undefined,
    loops: number,
    workers: number,
  ): PlacedNode => {
    const below = node.children.map((child, at) => ({
      child,
      path: `${path}.${at}`,
      ...executions(node, child, loops, workers),
    }));
    const total = node.measured ? ((node.measured.totalMilliseconds ?? 0) * node.measured.loops) / workers : undefined;
    const spentBelow = below.reduce(
      (sum, { child, workers: some }) =>
        sum + ((child.measured?.totalMilliseconds ?? 0) * (child.measured?.loops ?? 0)) / some,
      0,
    );
    const costBelow = below.reduce(
      (sum, { child, loops: times }) => sum + Math.min(child.totalCost * times, node.totalCost * loops),
      0,
    );
    const ownCost = Math.max(0, node.totalCost * loops - costBelow);
    const own =
      total === undefined || node.measured?.totalMilliseconds === undefined
        ? undefined
        : Math.max(0, total - spentBelow);
    const whole = plan.root.totalCost;
    const share =
      own !== undefined && measuredTotal !== undefined && measuredTotal > 0
        ? own / measuredTotal
        : whole > 0
          ? ownCost / whole
          : 0;
    const placed: PlacedNode = {
      node,
      path,
      ...(parent ? { parent } : {}),
      depth: parent ? parent.depth + 1 : 0,
      loops,
      ownCost,
      ...(own === undefined ? {} : { ownMilliseconds: own }),
      share: Math.min(1, share),
    };
    nodes.push(placed);
    children.set(
      placed,
      below.map((one) => place(one.child, one.path, placed, one.loops, one.workers)),
    );
    return placed;
  };
  const root = place(plan.root, '0', undefined, 1, 1);
  const byPath = new Map(nodes.map((one) => [one.path, one]));
  return {
    nodes,
    root,
    at: (path) => byPath.get(path),
    childrenOf: (placed) => children.get(placed) ?? [],
  };
}

/** How often a child is executed for all the executions of its parent, and by how many processes side by side. */
function executions(
  parent: PlanNode,
  child: PlanNode,
  loops: number,
  workers: number,
): { readonly loops: number; readonly workers: number } {
  const gathers = parent.kind === 'Gather' || parent.kind === 'Gather Merge';
  // The leader helps: measured loops tell how many took part.
  const some = gathers ? Math.max(1, Math.min(child.measured?.loops ?? 1, (parent.workersLaunched ?? 0) + 1)) : workers;
  if (child.measured) return { loops: child.measured.loops / some, workers: some };
  if (parent.kind === 'Nested Loop' && child.relationship === 'Inner') {
    const outer = parent.children.find((one) => one.relationship === 'Outer') ?? parent.children[0];
    return { loops: loops * Math.max(1, outer?.rows ?? 1), workers: some };
  }
  return { loops, workers: some };
}
