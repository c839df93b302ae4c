import type { Statistics } from '../catalog/statistics.ts';
import type { Lab, PlannedQuery, PlanRequest } from '../lab/lab.ts';
import { predictedTime } from './calibrate.ts';
import type { Calibration, Flip, ScalePoint } from './explanation.ts';
import { planShape, planSummary } from './shape.ts';
import { type Attempt, type SizeOf, tryOut } from './trials.ts';

/** A flip is narrowed down until its bounds are this near to each other. */
const narrow = 1.15;

/** What the planning at several sizes needs. */
export interface ScaleRequest {
  readonly lab: Lab;
  readonly request: PlanRequest;
  readonly factors: readonly number[];
  /** The statistics at a multiple of the present sizes. */
  readonly grown: (factor: number) => Statistics;
  readonly believe: (statistics: Statistics) => Promise<void>;
  readonly helped?: Attempt;
  readonly sizeOf: SizeOf;
  readonly calibration?: Calibration;
  readonly progress: (text: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Plans the query at every multiple of the present sizes, and finds the sizes between them at which the plan changes.
 * Leaves the lab at the present sizes.
 */
export async function atScale(
  input: ScaleRequest,
): Promise<{ readonly scale: readonly ScalePoint[]; readonly flips: readonly Flip[] }> {
  const points: { readonly factor: number; readonly planned: PlannedQuery; readonly helped?: number }[] = [];
  try {
    for (const factor of [...input.factors].sort((a, b) => a - b)) {
      input.signal.throwIfAborted();
      input.progress(`planning at ${factor}×`);
      const planned = await planAt(input, factor);
      const tried = input.helped
        ? await tryOut(input.helped, input.request, input.lab, input.grown(factor), input.sizeOf)
        : undefined;
      points.push({ factor, planned, ...(tried?.planned ? { helped: tried.planned.plan.root.totalCost } : {}) });
    }
    const flips: Flip[] = [];
    for (const [at, point] of points.entries()) {
      const next = points[at + 1];
      if (next) flips.push(...(await flipsBetween(input, point, next)));
    }
    return { scale: points.map((point) => scalePoint(point, input.calibration)), flips };
  } finally {
    await input.believe(input.grown(1));
  }
}

async function planAt(input: ScaleRequest, factor: number): Promise<PlannedQuery> {
  await input.believe(input.grown(factor));
  return input.lab.plan(input.request);
}

interface Planned {
  readonly factor: number;
  readonly planned: PlannedQuery;
}

/** By halving, on a logarithmic scale; where the plan changes more than once, the first change is found, then the rest. */
async function flipsBetween(input: ScaleRequest, from: Planned, to: Planned): Promise<readonly Flip[]> {
  if (planShape(from.planned.plan) === planShape(to.planned.plan)) return [];
  let [low, high] = [from, to];
  while (high.factor / low.factor > narrow) {
    input.signal.throwIfAborted();
    const factor = Number(Math.sqrt(low.factor * high.factor).toPrecision(3));
    if (factor <= low.factor || factor >= high.factor) break;
    const middle = { factor, planned: await planAt(input, factor) };
    if (planShape(middle.planned.plan) === planShape(low.planned.plan)) low = middle;
    else high = middle;
  }
  const flip: Flip = {
    from: low.factor,
    to: high.factor,
    before: planSummary(low.planned.plan),
    after: planSummary(high.planned.plan),
  };
  return [flip, ...(high.factor < to.factor ? await flipsBetween(input, high, to) : [])];
}

function scalePoint(
  { factor, planned, helped }: Planned & { readonly helped?: number },
  calibration: Calibration | undefined,
): ScalePoint {
  const cost = planned.plan.root.totalCost;
  return {
    factor,
    plan: planned.plan,
    cost,
    ...(calibration ? { time: predictedTime(cost, calibration) } : {}),
    ...(helped === undefined
      ? {}
      : { helped: { cost: helped, ...(calibration ? { time: predictedTime(helped, calibration) } : {}) } }),
    shape: planSummary(planned.plan),
  };
}
