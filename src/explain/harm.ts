import type { PlacedNode } from './plan-tree.ts';
import type { SignInput } from './sign.ts';

/** Below this share of the query's time or cost a sign is silent. */
export const leastShare = 0.05;

/** And below this many milliseconds, where time was measured. */
export const leastMilliseconds = 1;

/** And below this many units of cost, about a millisecond of work in memory, where it was not. */
export const leastCost = 100;

/** Whether a share of the query is worth a word. */
export function harms(weight: number, { tree, plan }: SignInput): boolean {
  if (weight < leastShare) return false;
  return tree.milliseconds !== undefined
    ? weight * tree.milliseconds >= leastMilliseconds
    : weight * plan.root.totalCost >= leastCost;
}

/** The share of several nodes' own work together. */
export function shareOf(nodes: readonly PlacedNode[]): number {
  return Math.min(
    1,
    nodes.reduce((sum, one) => sum + one.share, 0),
  );
}

/** `62% of the time`, `62% of the cost`. */
export function shareText(share: number, { tree }: SignInput): string {
  const percent = share * 100;
  return `${percent < 10 ? Number(percent.toPrecision(1)) : Math.round(percent)}% of the ${tree.timed ? 'time' : 'cost'}`;
}

/** The nodes of these kinds that were executed, or may be. */
export function nodesOf({ tree }: SignInput, kinds: readonly string[]): readonly PlacedNode[] {
  return tree.nodes.filter((one) => !one.neverExecuted && kinds.includes(one.node.kind));
}
