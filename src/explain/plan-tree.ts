import type { PlanNode, QueryPlan } from '../catalog/query-plan.ts';
import { effectiveCosts } from './effective-costs.ts';
import { elapsedTimes } from './elapsed-times.ts';

/** A node in its place, with what is its own of the totals that include its children. */
export interface PlacedNode {
  readonly node: PlanNode;
  /** `0` is the root, `0.1` its second child. */
  readonly path: string;
  readonly parent?: PlacedNode;
  readonly depth: number;
  /** How often it is executed, by the measured loops where there are some, else by the estimates; a parallel run is one. */
  readonly loops: number;
  /** How many processes run it side by side. */
  readonly processes: number;
  /** Cost of the node itself over all its loops, those below it left out. */
  readonly ownCost: number;
  /** The same with those below it. */
  readonly cost: number;
  /** Milliseconds of the node itself over all loops, wall clock; absent when not measured. */
  readonly ownMilliseconds?: number;
  /** The same with those below it, and with the sub-plans that it was the first to read. */
  readonly milliseconds?: number;
  /** The share of the whole query, 0 to 1: of the time when measured, else of the cost. */
  readonly share: number;
  /** The same with those below it. */
  readonly wholeShare: number;
  /** It was run and never asked for a row. */
  readonly neverExecuted: boolean;
}

/** All nodes of a plan, parents first. */
export interface PlanTree {
  readonly nodes: readonly PlacedNode[];
  readonly root: PlacedNode;
  /** Shares are shares of measured time, not of cost. */
  readonly timed: boolean;
  /** Milliseconds of the whole query, planning left out, where it was measured. */
  readonly milliseconds?: number;
  at(path: string): PlacedNode | undefined;
  childrenOf(placed: PlacedNode): readonly PlacedNode[];
  /** The node and everything below it, parents first. */
  below(placed: PlacedNode): readonly PlacedNode[];
}

/**
 * Puts the nodes of a plan in their places. A node's cost and time include its children's; a child under a nested
 * loop counts as often as it is executed, parallel workers' loops run side by side, and a node under a LIMIT that was
 * not run to its end counts for no more than its parent. Own costs add up to the cost of the root, own times to its time.
 */
export function planTree(plan: QueryPlan): PlanTree {
  const costs = effectiveCosts(plan.root);
  const times = elapsedTimes(plan.root);
  const milliseconds = plan.executionMilliseconds ?? plan.root.measured?.totalMilliseconds;
  const timed = milliseconds !== undefined && milliseconds > 0 && times.get(plan.root)?.whole !== undefined;
  const nodes: PlacedNode[] = [];
  const children = new Map<PlacedNode, PlacedNode[]>();
  const place = (node: PlanNode, path: string, parent: PlacedNode | undefined): PlacedNode => {
    const cost = costs.get(node) ?? { whole: 0, own: 0, runs: 1 };
    const time = times.get(node);
    const processes = time?.processes ?? 1;
    const share = (ofTime: number | undefined, ofCost: number): number => {
      const whole = timed ? milliseconds : plan.root.totalCost;
      const part = timed ? (ofTime ?? 0) : ofCost;
      return whole > 0 ? Math.min(1, part / whole) : 0;
    };
    const placed: PlacedNode = {
      node,
      path,
      ...(parent ? { parent } : {}),
      depth: parent ? parent.depth + 1 : 0,
      loops: node.measured ? node.measured.loops / processes : cost.runs,
      processes,
      ownCost: cost.own,
      cost: cost.whole,
      ...(time?.own === undefined ? {} : { ownMilliseconds: time.own }),
      ...(time?.whole === undefined ? {} : { milliseconds: time.whole }),
      share: share(time?.own, cost.own),
      wholeShare: share(time?.whole, cost.whole),
      neverExecuted: node.measured?.loops === 0,
    };
    nodes.push(placed);
    children.set(
      placed,
      node.children.map((child, at) => place(child, `${path}.${at}`, placed)),
    );
    return placed;
  };
  const root = place(plan.root, '0', undefined);
  const byPath = new Map(nodes.map((one) => [one.path, one]));
  const childrenOf = (placed: PlacedNode) => children.get(placed) ?? [];
  const below = (placed: PlacedNode): readonly PlacedNode[] => [placed, ...childrenOf(placed).flatMap(below)];
  return {
    nodes,
    root,
    timed,
    ...(timed ? { milliseconds } : {}),
    at: (path) => byPath.get(path),
    childrenOf,
    below,
  };
}
