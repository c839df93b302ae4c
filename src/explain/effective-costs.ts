import type { PlanNode } from '../catalog/query-plan.ts';

/** Cost of a node over all its executions in the query, as far as it is run. */
export interface EffectiveCost {
  readonly whole: number;
  readonly own: number;
  /** How often it is executed, by the estimates. */
  readonly runs: number;
}

/**
 * What each node adds to the cost of the root. A node's printed cost is that of one execution to its end; the planner
 * itself counts less of a child under a LIMIT or a semi join, and more of one that is executed again and again
 * (src/backend/optimizer/path/costsize.c and util/pathnode.c). Children never take more than their parent has: where
 * the printed numbers do not tell how much the planner counted, they are scaled to fit.
 */
export function effectiveCosts(root: PlanNode): ReadonlyMap<PlanNode, EffectiveCost> {
  const costs = new Map<PlanNode, EffectiveCost>();
  const visit = (node: PlanNode, whole: number, runs: number, reach: number): void => {
    const parts = node.children.map((child) => partOf(node, child, whole, runs, reach));
    const sum = parts.reduce((total, part) => total + part.whole, 0);
    const scale = sum > whole && sum > 0 ? whole / sum : 1;
    costs.set(node, { whole, own: Math.max(0, whole - sum * scale), runs });
    node.children.forEach((child, at) => {
      const part = parts[at];
      if (part) visit(child, part.whole * scale, part.runs, part.reach);
    });
  };
  visit(root, root.totalCost, 1, 1);
  return costs;
}

interface Part {
  readonly whole: number;
  readonly runs: number;
  /** How far it is run each time, 0 to 1. */
  readonly reach: number;
}

function partOf(node: PlanNode, child: PlanNode, whole: number, runs: number, reach: number): Part {
  if (child.relationship === 'InitPlan') return { whole: child.totalCost, runs: 1, reach: 1 };
  if (child.relationship === 'SubPlan') return subPlan(node, child, whole, runs, reach);
  const far = reachOf(node, child, reach);
  const once = child.startupCost + far * (child.totalCost - child.startupCost);
  if (node.kind === 'Nested Loop' && child.relationship === 'Inner') {
    const outer = node.children.find((one) => one.relationship === 'Outer') ?? node.children[0];
    const times = Math.max(1, (outer?.rows ?? 1) * reach);
    return { whole: once + (times * runs - 1) * again(child, once), runs: runs * times, reach: far };
  }
  // Filled once, then read again: its parent's reads are its own.
  if (node.kind === 'Materialize') return { whole: once, runs: 1, reach: far };
  return { whole: once * runs, runs, reach: far };
}

/** A LIMIT stops its child where its own cost says; what must be run to its end before the first row comes always is. */
function reachOf(node: PlanNode, child: PlanNode, reach: number): number {
  if (child.totalCost <= node.startupCost) return 1;
  if (node.kind !== 'Limit') return reach;
  const range = child.totalCost - child.startupCost;
  return range > 0 ? Math.min(1, Math.max(0, (node.totalCost - child.startupCost) / range)) : 1;
}

/** The cost of running it once more: what is kept in memory is only read again (cost_rescan). */
function again(child: PlanNode, once: number): number {
  const operator = 0.0025;
  return child.kind === 'Materialize' ? Math.min(once, operator * child.rows) : once;
}

/** Hashed it is run once; else for each row that its node looks at, so that its node's own cost is nearly all its. */
function subPlan(node: PlanNode, child: PlanNode, whole: number, runs: number, reach: number): Part {
  const others = node.children
    .filter((one) => one.relationship !== 'SubPlan')
    .reduce((sum, one) => sum + (one.relationship === 'InitPlan' ? one.totalCost : one.totalCost * runs * reach), 0);
  const left = Math.max(0, whole - others);
  if (child.totalCost <= 0) return { whole: 0, runs, reach: 1 };
  if (isHashed(node, child)) return { whole: Math.min(child.totalCost, left), runs: 1, reach: 1 };
  const siblings = node.children.filter((one) => one.relationship === 'SubPlan').length;
  const calls = Math.max(1, Math.floor(left / siblings / child.totalCost));
  return { whole: calls * child.totalCost, runs: calls, reach: 1 };
}

/** Whether the conditions or results of the node name the sub-plan as `hashed SubPlan 1`. */
export function isHashed(node: PlanNode, subPlan: PlanNode): boolean {
  const name = subPlan.subplanName;
  if (name === undefined) return false;
  return Object.values(node.facts).some((fact) => String(fact).includes(`hashed ${name}`));
}
