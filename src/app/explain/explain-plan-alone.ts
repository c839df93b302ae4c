import { emptyCatalog } from '../../catalog/catalog.ts';
import { lookups as makeLookups } from '../../catalog/lookups.ts';
import type { QueryPlan } from '../../catalog/query-plan.ts';
import { noStatistics } from '../../catalog/statistics.ts';
import type { Engine } from '../../engines/engine.ts';
import { latest } from '../../engines/engines.ts';
import type { QueryFacts } from '../../engines/query-facts.ts';
import { calibrationOf, measuredTime } from '../../explain/calibrate.ts';
import { diagnose } from '../../explain/diagnose.ts';
import type { Advice, Explanation } from '../../explain/explanation.ts';
import { goalVerdict } from '../../explain/goal.ts';
import { planTree } from '../../explain/plan-tree.ts';
import { adviceOf } from '../../explain/trials.ts';
import type { Diagnostic } from '../../findings/error.ts';
import { version } from '../../version.ts';
import type { OpenedSource } from '../opened-source.ts';
import type { GivenQuery } from './query-input.ts';
import { causeOf, toldQuery } from './told.ts';

/** A plan without a schema, or without its query: what it shows is told, and nothing can be tried. */
export interface PlanAlone {
  readonly plan: QueryPlan;
  /** Whose plan it is. */
  readonly engine: Engine;
  readonly query?: GivenQuery;
  /** What the query asks for, where the schema is known. */
  readonly facts?: QueryFacts;
  readonly opened?: OpenedSource;
  readonly goalMilliseconds?: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** Explains a plan by what stands in it. */
export async function explainPlanAlone(input: PlanAlone): Promise<Explanation> {
  const { plan, opened, query, engine } = input;
  const traits = opened?.traits ?? engine.traits(latest(engine));
  const catalog = opened?.catalog ?? emptyCatalog;
  const symptoms = diagnose({
    plan,
    tree: planTree(plan),
    catalog,
    lookups: makeLookups(catalog),
    statistics: opened?.statistics ?? noStatistics,
    traits,
    ...(input.facts ? { query: input.facts } : {}),
    conditions: await engine.conditionReader(),
  });
  const calibration = calibrationOf(plan);
  const render = (change: Parameters<typeof engine.render>[0]) =>
    engine.render(change, traits).map((statement) => `${statement.sql};`);
  const untried = symptoms.flatMap(({ sign, remedies }) =>
    remedies.flatMap((idea) =>
      idea.kind === 'change' ? [{ sign, text: `may help, not tried: ${idea.changes.flatMap(render).join(' ')}` }] : [],
    ),
  );
  const missing = input.facts
    ? 'nothing could be tried without a place to plan in'
    : opened
      ? 'the query of this plan is not known, so nothing could be tried: give it with --query'
      : 'there is no schema to try things in: give a source beside the plan';
  return {
    tool: { name: 'relvar', version },
    ...(opened ? { source: opened.source } : {}),
    ...(query
      ? { query: toldQuery(query) }
      : plan.queryText === undefined
        ? {}
        : { query: { sql: plan.queryText, parameters: [] } }),
    plan,
    basis: 'given',
    causes: symptoms.map(causeOf),
    remedies: [],
    advice: [...unique(untried), ...adviceOf(symptoms, render)],
    rejected: [],
    ...(calibration ? { calibration } : {}),
    ...(input.goalMilliseconds === undefined
      ? {}
      : { goal: goalVerdict(input.goalMilliseconds, measuredTime(plan), undefined, calibration) }),
    scale: [],
    flips: [],
    assumptions: [],
    doubts: [missing],
    questions: [],
    diagnostics: input.diagnostics,
    nextSteps: [
      opened
        ? 'Give the query with --query, to have remedies tried.'
        : 'Give the schema and the query, to have remedies tried: relvar explain db/structure.sql --plan … --query …',
    ],
  };
}

function unique(all: readonly Advice[]): readonly Advice[] {
  return [...new Map(all.map((one) => [one.text, one])).values()];
}
