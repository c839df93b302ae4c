import type { Change } from '../../catalog/change.ts';
import { lookups as makeLookups } from '../../catalog/lookups.ts';
import type { QueryPlan } from '../../catalog/query-plan.ts';
import type { Statistics } from '../../catalog/statistics.ts';
import type { WorkloadQuery } from '../../catalog/workload.ts';
import type { QueryFacts } from '../../engines/query-facts.ts';
import { atScale } from '../../explain/at-scale.ts';
import { calibrationOf, calibrationOfWorkload, measuredTime, predictedTime, timeOf } from '../../explain/calibrate.ts';
import { diagnose, type FoundSymptom } from '../../explain/diagnose.ts';
import type { Advice, Calibration, Explanation, PlanBasis, Remedy, TimeRange } from '../../explain/explanation.ts';
import { goalVerdict } from '../../explain/goal.ts';
import { planTree } from '../../explain/plan-tree.ts';
import { costOf, findRemedies, type Helpful, round } from '../../explain/remedies.ts';
import { planShape, planSummary } from '../../explain/shape.ts';
import { adviceOf, attemptsOf, type SizeOf, type TestedRewrite } from '../../explain/trials.ts';
import type { Diagnostic } from '../../findings/error.ts';
import { confidence, type Evidence } from '../../findings/evidence.ts';
import type { Lab, PlannedQuery, PlanRequest } from '../../lab/lab.ts';
import { rehearsalEvidence } from '../../lab/rehearsal-evidence.ts';
import { version } from '../../version.ts';
import type { OpenedSource } from '../opened-source.ts';
import { otherPlanner } from '../other-planner.ts';
import { type GivenQuery, parameterName } from './query-input.ts';
import { remedyCosts } from './remedy-costs.ts';
import { causeOf, toldQuery } from './told.ts';

interface TestedRewrites {
  readonly offered: readonly TestedRewrite[];
  readonly withheld: readonly { readonly id: string; readonly reason: string }[];
}

/** What there is to explain, read and understood. */
export interface Explained {
  readonly opened: OpenedSource;
  /** Complete for every table: read, declared or derived. */
  readonly statistics: Statistics;
  readonly lab: Lab;
  readonly query: GivenQuery;
  readonly facts: QueryFacts;
  /** A plan from elsewhere, or of the query as it was run. */
  readonly given?: { readonly plan: QueryPlan; readonly basis: 'given' | 'measured' | 'server' };
  /** Where the lab's own plan comes from, if the lab does not tell. */
  readonly basis?: PlanBasis;
  readonly goalMilliseconds?: number;
  readonly factors: readonly number[];
  readonly grown: (factor: number) => Statistics;
  readonly believe: (statistics: Statistics) => Promise<void>;
  readonly sizeOf: SizeOf;
  /** Other forms of a query: those that passed their test, and those that did not. */
  readonly rewrites: (sql: string) => Promise<TestedRewrites>;
  readonly factsOf: (sql: string) => Promise<QueryFacts>;
  readonly workload?: WorkloadQuery;
  readonly assumptions: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  readonly command: string;
  readonly progress: (text: string) => void;
  readonly signal: AbortSignal;
}

/** Explains a query: why it is slow, what helps by the planner's own word, and what becomes of it when the tables grow. */
export async function explain(input: Explained): Promise<Explanation> {
  const { opened, lab, query, given } = input;
  const request: PlanRequest = { sql: query.sql, ...(query.samples ? { samples: query.samples } : {}) };
  input.progress('planning the query');
  const baseline = await lab.plan(request);
  const plan = given?.plan ?? baseline.plan;
  const symptoms = await symptomsOf(plan, input.facts, input);
  input.progress('testing rewrites');
  const { offered: rewrites, withheld } = await input.rewrites(query.sql);
  const tries = lab.can.changes || lab.can.indexMethods.length > 0;
  const found = tries
    ? await findRemedies({
        lab,
        statistics: input.statistics,
        sizeOf: input.sizeOf,
        request,
        baseline,
        symptoms,
        rewrites,
        diagnose: async (planned, rewrite) =>
          symptomsOf(planned.plan, rewrite ? await input.factsOf(rewrite.sql) : input.facts, input),
        progress: input.progress,
        signal: input.signal,
      })
    : { helpful: [], rejected: [] };
  const calibration =
    (given && calibrationOf(given.plan)) ?? calibrationOfWorkload(input.workload, baseline.plan.root.totalCost);
  const now = (given && measuredTime(given.plan)) ?? (calibration && timeOf(costOf(baseline), calibration));
  const remedies: Remedy[] = [];
  // One after the other: the lab rehearses one thing at a time.
  for (const one of found.helpful) remedies.push(await remedyOf(one, baseline, { calibration, now }, input));
  const [first] = found.helpful;
  input.signal.throwIfAborted();
  const scaled =
    input.factors.length === 0
      ? { scale: [], flips: [] }
      : await atScale({
          ...input,
          request,
          ...(first ? { helped: first.attempt } : {}),
          ...(calibration ? { calibration } : {}),
        });
  const goal = input.goalMilliseconds ?? query.goalMilliseconds;
  const older = otherPlanner(opened, lab);
  return {
    tool: { name: 'relvar', version },
    source: opened.source,
    query: toldQuery(query),
    plan,
    ...(given ? { baseline: baseline.plan } : {}),
    basis: given?.basis ?? input.basis ?? basisOf(lab),
    causes: symptoms.map(causeOf),
    remedies,
    advice: [...(tries ? [] : untried(symptoms)), ...adviceOf(symptoms, (change) => render(change, opened))],
    rejected: [
      ...found.rejected,
      ...withheld.map(({ id, reason }) => ({ title: `the rewrite ${id}`, reason, kind: 'measured' as const })),
    ],
    ...(calibration ? { calibration } : {}),
    ...(goal === undefined ? {} : { goal: goalVerdict(goal, now, remedies[0], calibration) }),
    ...scaled,
    assumptions: input.assumptions,
    doubts: [
      ...baseline.doubts,
      ...disagreement(given?.plan, baseline),
      ...(older === undefined
        ? []
        : [`${older}; compare with its own EXPLAIN (a live database is asked for it; --plan takes it)`]),
      ...withoutValues(opened),
      ...lab.limits,
    ],
    questions: questionsOf(input, calibration),
    diagnostics: input.diagnostics,
    nextSteps: nextSteps(remedies, input, calibration),
  };
}

async function symptomsOf(plan: QueryPlan, facts: QueryFacts, input: Explained): Promise<readonly FoundSymptom[]> {
  const { opened } = input;
  return diagnose({
    plan,
    tree: planTree(plan),
    query: facts,
    catalog: opened.catalog,
    lookups: makeLookups(opened.catalog),
    statistics: input.statistics,
    traits: opened.traits,
    conditions: await opened.engine.conditionReader(),
    ...(input.workload ? { workload: input.workload } : {}),
  });
}

/** What would be tried in a lab that can suppose something. */
function untried(symptoms: readonly FoundSymptom[]): readonly Advice[] {
  return attemptsOf(symptoms, []).map(({ signs: [sign = ''], title }) => ({
    sign,
    text: `May help, and was not tried: ${title}.`,
  }));
}

function basisOf(lab: Lab): PlanBasis {
  return lab.can.sizes ? 'shadow' : 'lab';
}

function render(change: Change, { engine, traits, catalog }: OpenedSource): readonly string[] {
  return engine.renderAll([change], traits, catalog).flatMap((own) => own.map((statement) => `${statement.sql};`));
}

/** A step that helped, with what it costs to have it and to carry it out. */
async function remedyOf(
  { attempt, planned, bytes, guessed }: Helpful,
  baseline: PlannedQuery,
  { calibration, now }: { readonly calibration: Calibration | undefined; readonly now: TimeRange | undefined },
  input: Explained,
): Promise<Remedy> {
  const { opened, lab } = input;
  const statements = opened.engine.renderAll(attempt.changes, opened.traits, opened.catalog).flat();
  const [rehearsal] = statements.length === 0 ? [] : await lab.rehearse([statements]);
  const failed = rehearsal?.find((one) => one.error);
  const [before, after] = [costOf(baseline), costOf(planned)];
  const text = `cost ${round(before)} → ${round(after)} by the planner; ${planSummary(baseline.plan)} → ${planSummary(planned.plan)}`;
  const evidence: readonly Evidence[] = [
    { kind: 'planned', text },
    ...(rehearsal && !failed ? rehearsalEvidence(rehearsal) : []),
    ...(attempt.rewrite ? [{ kind: 'measured', text: attempt.rewrite.tested } as const] : []),
  ];
  return {
    kind: attempt.kind,
    title: attempt.title,
    signs: attempt.signs,
    changes: attempt.changes,
    sql: statements.map((statement) => statement.sql),
    ...(attempt.rewrite
      ? { rewritten: { id: attempt.rewrite.id, sql: attempt.rewrite.sql, tested: attempt.rewrite.tested } }
      : {}),
    ...(attempt.setting ? { setting: attempt.setting } : {}),
    effect: {
      before,
      after,
      ...(calibration && now ? { time: { before: now, after: predictedTime(after, calibration) } } : {}),
    },
    after: planned.plan,
    evidence,
    confidence: confidence(evidence),
    ...(bytes > 0 ? { bytes } : {}),
    costs: remedyCosts({ attempt, bytes, guessed }, input.statistics, failed),
    doubts: planned.doubts,
  };
}

/** A pasted plan of another shape than the lab's: costs before and after are the lab's own, and may be beside the point. */
function disagreement(given: QueryPlan | undefined, baseline: PlannedQuery): readonly string[] {
  // Where a plan tells loops alone, what is around them is not told otherwise.
  if (!given || planShape(given) === planShape(baseline.plan) || planSummary(given) === planSummary(baseline.plan))
    return [];
  return [
    `the lab plans this query otherwise (${planSummary(baseline.plan)}, cost ${round(baseline.plan.root.totalCost)}) than the plan that was given (${planSummary(given)}, cost ${round(given.root.totalCost)}): what helps was tried against the lab's own plan`,
  ];
}

function withoutValues({ statistics }: OpenedSource): readonly string[] {
  return statistics.valuesLeftOut
    ? [
        'the snapshot was taken without values: which values are common, and where ranges begin and end, is not known, so that rows found by a constant are estimated as for an average one',
      ]
    : [];
}

function questionsOf(input: Explained, calibration: Calibration | undefined): readonly string[] {
  const { query } = input;
  return [
    ...(query.parameters.length > 0 && !query.samples
      ? [
          `Which values do the parameters usually have? With --parameter ${parameterName(query.parameters[0] ?? '1', 1)}=… the planner is asked for those values instead of average ones.`,
        ]
      : []),
    ...(calibration || !input.opened.traits.measuresPlans
      ? []
      : ['How long does it take? With a plan of EXPLAIN ANALYZE (--plan) or --analyze, costs become predicted times.']),
  ];
}

function nextSteps(
  remedies: readonly Remedy[],
  { command, factors, opened }: Explained,
  calibration: Calibration | undefined,
): readonly string[] {
  const [first] = remedies;
  return [
    ...(first?.sql.length
      ? [`Run it on a copy first: ${first.sql.map((sql) => `${sql.replace(/\s+/g, ' ')};`).join(' ')}`]
      : []),
    ...(first?.rewritten ? ['Put the query in its new form where it is written.'] : []),
    ...(factors.length === 0 && remedies.length > 0 ? [`See what becomes of it: ${command} --scale 1,10,100`] : []),
    ...(calibration || opened.source.kind !== 'database' || !opened.traits.measuresPlans
      ? []
      : [`Measure it: ${command} --analyze`]),
  ];
}
