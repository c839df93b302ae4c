import { leastMilliseconds, type QueryPlan } from '../catalog/query-plan.ts';
import type { WorkloadQuery } from '../catalog/workload.ts';
import type { Calibration, TimeRange } from './explanation.ts';
import { type PlacedNode, planTree } from './plan-tree.ts';

/** Nodes below this share of the time say little about what a unit of cost takes. */
const telling = 0.005;

/** A plan of another shape misses the measured ratio by about so much, either way, beside the spread that was seen. */
const otherShape = 2;

/** Beyond so many times the whole's ratio a node's says more of a wrong estimate than of what costs are worth. */
const mostSpread = 5;

/**
 * Milliseconds per unit of planner cost from a plan that was run: its whole time by its whole cost. The bounds are the
 * tenth and the ninetieth percentile of that ratio over its nodes, weighed by their time.
 */
export function calibrationOf(plan: QueryPlan): Calibration | undefined {
  const milliseconds = plan.executionMilliseconds ?? plan.root.measured?.totalMilliseconds;
  if (!plan.analyzed || milliseconds === undefined || milliseconds <= 0 || plan.root.totalCost <= 0) return undefined;
  const ratio = milliseconds / plan.root.totalCost;
  const nodes = planTree(plan).nodes.filter((one) => one.share >= telling && one.ownCost > 0);
  const [low, high] = [percentile(nodes, 0.1) ?? ratio, percentile(nodes, 0.9) ?? ratio];
  return {
    millisecondsPerCost: ratio,
    low: Math.max(ratio / mostSpread, Math.min(ratio, low)),
    high: Math.min(ratio * mostSpread, Math.max(ratio, high)),
    from: 'the measured plan of this query',
  };
}

/** The ratio below which nodes with this share of the time lie. */
function percentile(nodes: readonly PlacedNode[], share: number): number | undefined {
  const ratios = nodes
    .flatMap((one) =>
      one.ownMilliseconds === undefined
        ? []
        : [{ ratio: one.ownMilliseconds / one.ownCost, weight: one.ownMilliseconds }],
    )
    .sort((a, b) => a.ratio - b.ratio);
  const whole = ratios.reduce((sum, one) => sum + one.weight, 0);
  let sum = 0;
  for (const { ratio, weight } of ratios) {
    sum += weight;
    if (sum >= whole * share) return ratio;
  }
  return undefined;
}

/** The same from what the server counted of the query, whose plan costs `cost`. */
export function calibrationOfWorkload(query: WorkloadQuery | undefined, cost: number): Calibration | undefined {
  const mean = query?.meanMilliseconds;
  if (query === undefined || mean === undefined || mean <= 0 || cost <= 0) return undefined;
  const deviation = query.deviationMilliseconds ?? mean / 2;
  return {
    millisecondsPerCost: mean / cost,
    low: Math.max(mean / 4, mean - deviation) / cost,
    high: (mean + deviation) / cost,
    from: `pg_stat_statements, the mean of ${query.calls ?? 'all'} calls`,
  };
}

/** The time of a plan that was run. */
export function measuredTime(plan: QueryPlan): TimeRange | undefined {
  const likely = plan.executionMilliseconds ?? plan.root.measured?.totalMilliseconds;
  return plan.analyzed && likely !== undefined ? { likely, low: likely, high: likely } : undefined;
}

/** The time of the plan that was measured: the ratio gives it back. */
export function timeOf(cost: number, calibration: Calibration): TimeRange {
  return {
    likely: Math.max(leastMilliseconds, cost * calibration.millisecondsPerCost),
    low: Math.max(leastMilliseconds, cost * calibration.low),
    high: Math.max(leastMilliseconds, cost * calibration.high),
  };
}

/** The time of another plan, further off on both sides. */
export function predictedTime(cost: number, calibration: Calibration): TimeRange {
  const { likely, low, high } = timeOf(cost, calibration);
  return { likely, low: Math.max(leastMilliseconds, low / otherShape), high: high * otherShape };
}
