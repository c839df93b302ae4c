import type { Explanation } from '../../explain/explanation.ts';
import { integersKept } from '../json.ts';

/** The version of the form that schemas/explanation.schema.json describes; grows when a reader could break. */
export const explanationVersion = 1;

/** The explanation for programs (schemas/explanation.schema.json). Integers beyond 2^53 become decimal text. */
export function explanationJson(explanation: Explanation): string {
  const { tool, source, query, basis, plan, causes, remedies, advice, rejected, calibration, goal } = explanation;
  const { scale, flips, assumptions, doubts, questions, diagnostics, nextSteps } = explanation;
  const value = {
    format: 'relvar-explanation',
    version: explanationVersion,
    tool,
    source,
    query,
    basis,
    causes,
    remedies,
    advice,
    rejected,
    calibration,
    goal,
    scale,
    flips,
    assumptions,
    doubts,
    questions,
    diagnostics,
    nextSteps,
    plan,
    baseline: explanation.baseline,
  };
  return `${JSON.stringify(value, integersKept, 2)}\n`;
}
