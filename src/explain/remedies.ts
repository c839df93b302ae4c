import type { PlanNode } from '../catalog/query-plan.ts';
import type { Statistics } from '../catalog/statistics.ts';
import type { Lab, PlannedQuery, PlanRequest } from '../lab/lab.ts';
import type { RejectedRemedy } from './explanation.ts';
import { bytesText } from './figures.ts';
import { planShape } from './shape.ts';
import type { Symptom } from './sign.ts';
import { type Attempt, attemptsOf, combined, type SizeOf, type TestedRewrite, type Tried, tryOut } from './trials.ts';

/** A remedy must take off this share of the cost to be one. */
const worthwhile = 0.1;

/** A further step beside the best one must take off this share of what is left. */
const worthwhileStep = 0.25;

/** Costs this near to each other are alike: the one that takes less to have is the better. */
const alike = 0.05;

/** So are costs whose difference is this share of what the query cost before. */
const alikeBefore = 1e-4;

/** So many steps may stand together in one remedy. */
const mostSteps = 3;

/** So many remedies are told; the others are listed as tried. */
const mostTold = 3;

/** What the search needs of the world. */
export interface RemedySearch {
  readonly lab: Lab;
  readonly statistics: Statistics;
  readonly sizeOf: SizeOf;
  readonly request: PlanRequest;
  /** The query's plan as things are, in the same lab. */
  readonly baseline: PlannedQuery;
  readonly symptoms: readonly (Symptom & { readonly sign: string })[];
  readonly rewrites: readonly TestedRewrite[];
  /** The signs in another plan of the query, or of a form of it. */
  readonly diagnose: (
    planned: PlannedQuery,
    rewrite: TestedRewrite | undefined,
  ) => Promise<readonly (Symptom & { readonly sign: string })[]>;
  readonly progress: (text: string) => void;
  readonly signal: AbortSignal;
}

export type Helpful = Tried & { readonly planned: PlannedQuery };

export interface FoundRemedies {
  /** The best first. */
  readonly helpful: readonly Helpful[];
  readonly rejected: readonly RejectedRemedy[];
}

/**
 * Tries what the symptoms suggest, each from the state as it is; then, beside the best single steps, what their own
 * plans suggest, as long as that takes off a good part of the cost that is left.
 */
export async function findRemedies(search: RemedySearch): Promise<FoundRemedies> {
  const before = costOf(search.baseline);
  const tried: Tried[] = [];
  const attempt = async (one: Attempt): Promise<Tried> => {
    search.signal.throwIfAborted();
    search.progress(`trying: ${one.title}`);
    const result = await tryOut(one, search.request, search.lab, search.statistics, search.sizeOf);
    tried.push(result);
    return result;
  };
  for (const one of attemptsOf(search.symptoms, search.rewrites)) await attempt(one);
  const singles = ranked(
    tried.filter(isPlanned).filter((one) => idleIndexes(one).length === 0),
    before,
  );
  // Beside the best of each kind: what makes a rewrite worth while is often the index that it can use.
  const starts = [singles[0], singles.find((one) => one.attempt.rewrite), singles.find((one) => !one.attempt.rewrite)];
  for (const start of new Set(starts)) {
    if (start) await extend(start, before, search, attempt);
  }
  return judge(tried, before, search);
}

/** Adds steps to an attempt as long as each is worth it. */
async function extend(
  start: Helpful,
  before: number,
  search: RemedySearch,
  attempt: (one: Attempt) => Promise<Tried>,
): Promise<void> {
  let best = start;
  for (let steps = 1; steps < mostSteps; steps++) {
    if (costOf(best.planned) > before * (1 - worthwhile) && !best.attempt.rewrite) return;
    const symptoms = await search.diagnose(best.planned, best.attempt.rewrite);
    const more = attemptsOf(symptoms, best.attempt.rewrite ? [] : search.rewrites).filter(
      (one) => !sharesChange(one, best.attempt),
    );
    const results: Helpful[] = [];
    for (const one of more) {
      const result = await attempt(combined(best.attempt, one));
      if (isPlanned(result) && idleIndexes(result).length === 0) results.push(result);
    }
    const [next] = ranked(results, before);
    if (!next || costOf(next.planned) > costOf(best.planned) * (1 - worthwhileStep)) return;
    best = next;
  }
}

function sharesChange(one: Attempt, other: Attempt): boolean {
  const keys = new Set(other.changes.map((change) => JSON.stringify({ ...change, name: undefined })));
  return (
    one.changes.some((change) => keys.has(JSON.stringify({ ...change, name: undefined }))) ||
    (one.setting !== undefined && other.setting !== undefined) ||
    (one.rewrite !== undefined && other.rewrite !== undefined)
  );
}

/** The best few that are really different ways; of the others, why they are not told. */
function judge(tried: readonly Tried[], before: number, { baseline }: RemedySearch): FoundRemedies {
  const helpful: Helpful[] = [];
  const rejected: RejectedRemedy[] = [];
  const reject = (one: Tried, reason: string) => rejected.push({ title: one.attempt.title, reason, kind: 'planned' });
  const shape = planShape(baseline.plan);
  for (const one of tried) {
    if (!isPlanned(one)) reject(one, `the lab cannot plan it: ${one.error}`);
  }
  for (const one of ranked(tried.filter(isPlanned), before)) {
    const cost = costOf(one.planned);
    const same = planShape(one.planned.plan) === shape;
    const [best] = helpful;
    const idle = idleIndexes(one);
    if (idle.length > 0 && cost <= before * (1 - worthwhile)) {
      // What an expression's index tells of its values can change a plan that does not read it.
      reject(one, `cost ${round(before)} → ${round(cost)}, but the plan does not read ${idle.join(', ')}`);
    } else if (cost > before * (1 - worthwhile)) {
      reject(
        one,
        same && Math.abs(cost - before) <= before * 0.001
          ? `the planner does not use it: cost ${round(before)} with or without`
          : `cost ${round(before)} → ${round(cost)}`,
      );
    } else if (best && !isAlternative(one, helpful)) {
      reject(
        one,
        `cost ${round(before)} → ${round(cost)}${size(one)}; ${round(costOf(best.planned))}${size(best)} with ${best.attempt.title}`,
      );
    } else if (helpful.length >= mostTold) {
      reject(one, `cost ${round(before)} → ${round(cost)}, less than those above`);
    } else helpful.push(one);
  }
  return { helpful, rejected };
}

/** Indexes that the attempt makes and its plan does not read. (Those of partitions bear other names.) */
function idleIndexes({ attempt, planned }: Helpful): readonly string[] {
  const read = indexesOf(planned.plan.root);
  return attempt.changes.flatMap((change) =>
    change.kind === 'create index' && !change.partitioned && !read.has(change.name) ? [change.name] : [],
  );
}

function indexesOf(node: PlanNode, found = new Set<string>()): ReadonlySet<string> {
  if (node.index !== undefined) found.add(node.index);
  for (const child of node.children) indexesOf(child, found);
  return found;
}

/** Another way is worth telling when it takes less to have than all better ones: no change of schema, fewer bytes by half. */
function isAlternative(one: Helpful, others: readonly Helpful[]): boolean {
  return others.every((other) => {
    const lighter = one.bytes < other.bytes / 2;
    const withoutChanges = one.attempt.changes.length === 0 && other.attempt.changes.length > 0;
    const withoutRewrite = other.attempt.rewrite !== undefined && one.attempt.rewrite === undefined;
    return lighter || withoutChanges || withoutRewrite;
  });
}

/**
 * Lower cost first; among costs that are alike what takes less to have: fewer steps, no rewriting, no covering columns and no predicate,
 * fewer bytes.
 */
function ranked(all: readonly Helpful[], before: number): readonly Helpful[] {
  const left = [...all].sort((a, b) => costOf(a.planned) - costOf(b.planned) || byTitle(a, b));
  const order: Helpful[] = [];
  while (left.length > 0) {
    const least = left[0] ? costOf(left[0].planned) : 0;
    const near = left.filter(
      ({ planned }) => costOf(planned) - least <= Math.max(alike * costOf(planned), alikeBefore * before),
    );
    const [next] = near.sort((a, b) => steps(a) - steps(b) || covering(a) - covering(b) || byCostThenBytes(a, b));
    if (!next) break;
    order.push(next);
    left.splice(left.indexOf(next), 1);
  }
  return order;
}

function byCostThenBytes(a: Helpful, b: Helpful): number {
  const [costA, costB] = [costOf(a.planned), costOf(b.planned)];
  if (Math.abs(costA - costB) > alike * Math.max(costA, costB)) return costA - costB;
  return a.bytes - b.bytes || settingValue(a) - settingValue(b) || costA - costB || byTitle(a, b);
}

const unitBytes: Readonly<Record<string, number>> = { kB: 2 ** 10, MB: 2 ** 20, GB: 2 ** 30, TB: 2 ** 40 };

/** What a setting is raised to: less memory for the same gain is better. */
function settingValue({ attempt }: Tried): number {
  const match = /^([\d.]+)\s*([kMGT]B)?$/.exec(attempt.setting?.value ?? '');
  return match ? Number(match[1]) * (unitBytes[match[2] ?? ''] ?? 1) : 0;
}

function byTitle(a: Helpful, b: Helpful): number {
  return a.attempt.title < b.attempt.title ? -1 : 1;
}

/** How many indexes carry columns that are no keys, or hold only some rows: both serve fewer queries. */
function covering({ attempt }: Tried): number {
  return attempt.changes.filter(
    (change) => change.kind === 'create index' && ((change.include?.length ?? 0) > 0 || change.predicate !== undefined),
  ).length;
}

function steps({ attempt }: Tried): number {
  return attempt.changes.length + (attempt.rewrite ? 1 : 0) + (attempt.setting ? 1 : 0);
}

function isPlanned(one: Tried): one is Helpful {
  return one.planned !== undefined;
}

/** ` and 2.5 GB`, of what takes disk. */
function size({ bytes }: Tried): string {
  return bytes > 0 ? ` and ${bytesText(bytes)}` : '';
}

/** What the planner reckons for all rows. */
export function costOf(planned: PlannedQuery): number {
  return planned.plan.root.totalCost;
}

/** `1 168 479`, `12.4`. */
export function round(cost: number): string {
  return cost
    .toLocaleString('en', { maximumFractionDigits: cost < 100 ? 2 : 0, useGrouping: true })
    .replaceAll(',', ' ');
}
