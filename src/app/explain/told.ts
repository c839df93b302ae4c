import type { FoundSymptom } from '../../explain/diagnose.ts';
import type { Cause, ExplainedQuery } from '../../explain/explanation.ts';
import { confidence } from '../../findings/evidence.ts';
import type { GivenQuery } from './query-input.ts';

/** A symptom as it is told: its remedies are told when they were tried. */
export function causeOf({ sign, title, node, message, why, evidence, weight }: FoundSymptom): Cause {
  return { sign, title, node, message, why, evidence, confidence: confidence(evidence), weight };
}

/** The query as it is told, without the values of its parameters. */
export function toldQuery({ sql, name, where, callsPerSecond, parameters }: GivenQuery): ExplainedQuery {
  return {
    sql,
    ...(name === undefined ? {} : { name }),
    ...(where === undefined ? {} : { where }),
    ...(callsPerSecond === undefined ? {} : { callsPerSecond }),
    parameters,
  };
}
