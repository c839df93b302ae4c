import { integersKept } from '../json.ts';
import type { IndexReport } from './report.ts';

/** The version of the form that schemas/indexes.schema.json describes; grows when a reader could break. */
export const indexesVersion = 1;

/** The report for programs (schemas/indexes.schema.json). Integers beyond 2^53 become decimal text. */
export function indexesJson(report: IndexReport): string {
  const { tool, source, basis, limits, create, drop, rewrites, queries, keptOut, rejected, totals } = report;
  const { search, unknownWrites, monitoring, assumptions, doubts, questions, diagnostics, nextSteps } = report;
  const value = {
    format: 'relvar-indexes',
    version: indexesVersion,
    tool,
    source,
    basis,
    limits,
    create,
    drop,
    rewrites,
    totals,
    unknownWrites,
    search,
    keptOut,
    rejected,
    monitoring,
    assumptions,
    doubts,
    questions,
    diagnostics,
    nextSteps,
    queries,
  };
  return `${JSON.stringify(value, integersKept, 2)}\n`;
}
