import type { Calibration, Effect, Explanation, PlanBasis, Remedy, TimeRange } from '../../explain/explanation.ts';
import { bytesText, duration } from '../../explain/figures.ts';
import { planTree } from '../../explain/plan-tree.ts';
import { digits, short } from '../words.ts';

/** Planner cost: `1 168 479`, `12.4`, `0.29`. */
export function costText(cost: number): string {
  return cost < 100 ? `${Number(cost.toFixed(cost < 10 ? 2 : 1))}` : digits(cost);
}

/** Rows in the narrow columns of a plan: `12`, `9 876`, `48k`, `1.17M`; a fraction where there is less than one per loop. */
export function rowsText(rows: number): string {
  if (rows > 0 && rows < 10 && !Number.isInteger(rows)) return `${Number(rows.toFixed(rows < 1 ? 2 : 1))}`;
  return rows < 10_000 ? digits(rows) : short(rows);
}

/** `94 000 times less`, `3.2 times less`, `18% less`, `25% more`. */
export function changeText({ before, after }: Pick<Effect, 'before' | 'after'>): string {
  if (before === after) return 'the same';
  if (after > before) return before > 0 ? `${digits((after / before - 1) * 100)}% more` : 'more';
  if (after <= 0) return 'nearly nothing left';
  const factor = before / after;
  if (factor < 1.95) return `${digits((1 - after / before) * 100)}% less`;
  return `${factor < 10 ? Number(factor.toFixed(1)) : digits(Number(factor.toPrecision(2)))} times less`;
}

/** `1 168 479 → 12.4 (94 000 times less)`. */
export function effectText(effect: Effect): string {
  return `${costText(effect.before)} → ${costText(effect.after)} (${changeText(effect)})`;
}

/** `0.3 ms (0.1 to 0.9 ms)`. */
export function timeText({ likely, low, high }: TimeRange): string {
  const [from, to] = [duration(low), duration(high)];
  if (from === to) return duration(likely);
  const unit = / (ms|s|min)$/.exec(to)?.[0] ?? '';
  return `${duration(likely)} (${from.endsWith(unit) ? from.slice(0, -unit.length) : from} to ${to})`;
}

/** `predicted 1.2 s (0.9 to 1.6 s) → 0.3 ms (0.1 to 0.9 ms)`; nothing where no time is known. */
export function predictionText({ time }: Effect): string | undefined {
  return time && `predicted ${timeText(time.before)} → ${timeText(time.after)}`;
}

/** Where times come from that were not measured. */
export function calibrationText({ from, millisecondsPerCost, low, high }: Calibration): string {
  const perCost = (value: number) => Number((value * 1000).toPrecision(2));
  const bounds = perCost(low) === perCost(high) ? '' : ` (${perCost(low)} to ${perCost(high)} ms)`;
  return `Predicted times follow from ${from}: 1 000 units of planner cost took ${perCost(millisecondsPerCost)} ms${bounds}.`;
}

/** Where the plan comes from, for the reader. */
export const basisWords: Readonly<Record<PlanBasis, string>> = {
  given: 'the plan as it was given',
  measured: 'run and measured on the live database, then rolled back',
  server: 'planned by the database itself',
  shadow: 'planned in the lab, at the sizes that are known, declared or derived',
  lab: 'planned in a scratch database without rows',
};

/** Who says so, in a few words: beside a cost or a time. */
const basisShort: Readonly<Record<PlanBasis, string>> = {
  given: 'by the plan that was given',
  measured: 'by the plan that was run',
  server: 'for the plan of the database itself',
  shadow: 'by the planner at the sizes that are known, declared or derived',
  lab: 'by the planner of a lab without rows',
};

/** What the query costs or took, what is wrong, what helps: a sentence each. */
export interface Verdict {
  readonly size: string;
  /** The worst cause, and how many there are beside it. */
  readonly wrong: string;
  readonly helps?: string;
}

/** The first lines of every explanation. */
export function explanationVerdict(explanation: Explanation): Verdict {
  const helps = helpsText(explanation);
  return { size: sizeText(explanation), wrong: wrongText(explanation), ...(helps === undefined ? {} : { helps }) };
}

function sizeText({ plan, basis, calibration }: Explanation): string {
  const tree = planTree(plan);
  const cost = plan.uncosted ? undefined : `cost ${costText(plan.root.totalCost)}`;
  if (tree.milliseconds !== undefined) {
    const planning =
      plan.planningMilliseconds === undefined ? '' : ` after ${duration(plan.planningMilliseconds)} of planning`;
    return `Took ${duration(tree.milliseconds)}${planning}, measured${cost === undefined ? '' : `; ${cost} by the planner`}`;
  }
  if (cost === undefined) return 'Neither costs nor times are told in this plan';
  const predicted = calibration ? `; predicted ${duration(plan.root.totalCost * calibration.millisecondsPerCost)}` : '';
  return `${cost.charAt(0).toUpperCase()}${cost.slice(1)} ${basisShort[basis]}${predicted}`;
}

function wrongText({ plan, causes, remedies, basis }: Explanation): string {
  const [first] = causes;
  if (basis === 'lab') return 'Whether it is slow cannot be told from tables without rows; see the doubts';
  if (!first) {
    if (plan.uncosted && !planTree(plan).timed) return 'Without costs or times no step can be called slow';
    return remedies.length > 0
      ? 'No sign of trouble in this plan, but another way is cheaper'
      : 'No sign of trouble was found in this plan';
  }
  const more = causes.length > 1 ? ` (and ${causes.length - 1} more)` : '';
  return `${capital(first.message)}${more}`;
}

function helpsText({ remedies, causes, advice, rejected }: Explanation): string | undefined {
  const [best] = remedies;
  if (best) {
    const time = best.effect.time;
    const predicted = time ? `; predicted ${duration(time.before.likely)} → ${duration(time.after.likely)}` : '';
    return `${effectText(best.effect)} with ${best.title}${predicted}`;
  }
  if (causes.length === 0) return undefined;
  if (rejected.length > 0)
    return rejected.length === 1
      ? 'What was tried does not help'
      : `None of the ${rejected.length} things that were tried helps`;
  return advice.length > 0 ? 'Nothing could be tried; see the advice' : undefined;
}

/** The first letter as a capital, where the first word is a word, no name of a thing (`work_mem`) and no column (`email LIKE …`). */
export function capital(text: string): string {
  if (!/^\p{L}+(?=[\s,:;.]|$)(?! (?:LIKE|ILIKE|IS|IN|BETWEEN|SIMILAR|[=<>~@&|!?*+-]))/u.test(text)) return text;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What it takes to have a remedy, a sentence each: its size where its costs do not say it, then its costs. */
export function costsOf({ bytes, costs }: Remedy): readonly string[] {
  const told = costs.some((cost) => /\bdisk\b/.test(cost));
  return bytes === undefined || told ? costs : [`about ${bytesText(bytes)} of disk`, ...costs];
}

/** `SET work_mem = '64MB';` */
export function settingText({ name, value }: NonNullable<Remedy['setting']>): string {
  return `SET ${name} = ${/^\d+$/.test(value) ? value : `'${value.replaceAll("'", "''")}'`};`;
}

/**
 * Something to know before two plans are compared: the one before was given, and the lab plans the query otherwise.
 */
export function comparisonNote({ plan, basis }: Explanation, { effect }: Remedy): string | undefined {
  const cost = plan.root.totalCost;
  if (plan.uncosted || Math.abs(cost - effect.before) <= Math.max(0.01, effect.before * 0.005)) return undefined;
  const whose = basis === 'measured' ? 'the plan that was run' : 'the plan that was given';
  return `Before is ${whose} (cost ${costText(cost)}); the lab's own plan of the query costs ${costText(effect.before)}, and the gain is reckoned from that.`;
}

/** `98%`, `<1%`, `0%`. */
export function percentText(share: number): string {
  const percent = Math.round(share * 100);
  return percent === 0 && share > 0 ? '<1%' : `${percent}%`;
}

/** `1.4 calls per second`, `5 100 calls per hour`, `96 calls per day`. */
export function callsText(perSecond: number): string {
  const [count, unit] =
    perSecond >= 1
      ? [perSecond, 'second']
      : perSecond >= 1 / 3600
        ? [perSecond * 3600, 'hour']
        : [perSecond * 86_400, 'day'];
  const shown = count < 10 ? Number(count.toPrecision(2)) : digits(count);
  return `${shown} call${shown === 1 ? '' : 's'} per ${unit}`;
}
