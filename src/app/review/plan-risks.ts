import type { Lookups } from '../../catalog/lookups.ts';
import { qualified } from '../../catalog/names.ts';
import type { Statistics } from '../../catalog/statistics.ts';
import { planSummary } from '../../explain/shape.ts';
import type { Diagnostic } from '../../findings/error.ts';
import { RelvarError } from '../../findings/error.ts';
import type { Risk } from '../../findings/report.ts';
import type { Lab } from '../../lab/lab.ts';
import { grow } from '../../scale/grow.ts';
import { type GrowingQuery, type GrowthPoint, plannedRisks } from '../../scale/planned-risks.ts';
import { ofTables } from '../explain/reach.ts';
import { shortened, type WorkloadEntry } from '../indexes/workload-queries.ts';
import type { OpenedSource } from '../opened-source.ts';
import { tablesOf } from './query-use.ts';

export interface PlanRisksOptions {
  readonly most: number;
  readonly lookups: Lookups;
  /** Names of the tables that the queries read. */
  readonly read: ReadonlySet<string>;
  readonly progress: (text: string) => void;
}

/** So many queries are planned, the heaviest. */
const mostQueries = 50;

/**
 * Plans the queries of a workload at their present sizes, at 10 and at 100 times those, and tells which become a
 * problem. The lab believes the greatest sizes afterwards.
 */
export async function planRisks(
  all: readonly WorkloadEntry[],
  opened: OpenedSource,
  statistics: Statistics,
  lab: Lab,
  { most, lookups, read, progress }: PlanRisksOptions,
): Promise<{ readonly planned: readonly Risk[]; readonly diagnostics: readonly Diagnostic[] }> {
  const { catalog, engine } = opened;
  const entries = all.slice(0, mostQueries);
  const diagnostics: Diagnostic[] = [];
  const points = new Map<WorkloadEntry, GrowthPoint[]>(entries.map((entry) => [entry, []]));
  for (const factor of [1, 10, 100]) {
    progress(`planning the queries at ${factor}×`);
    const grown = factor === 1 ? statistics : grow(catalog, statistics, factor, engine.sizes);
    await lab.believe(catalog, ofTables(grown, opened, read));
    for (const [entry, known] of points) {
      const { sql, samples } = entry;
      const planned = await lab.plan({ sql, ...(samples ? { samples } : {}) }).catch((error: unknown) => {
        if (!(error instanceof RelvarError)) throw error;
        if (factor === 1) diagnostics.push(notPlanned(entry.name, error));
      });
      if (planned) known.push({ factor, cost: planned.plan.root.totalCost, plan: planSummary(planned.plan) });
    }
  }
  const growing = [...points].map(
    ([entry, known]): GrowingQuery => ({
      name: entry.name ?? shortened(entry.sql),
      ...(entry.callsPerSecond === undefined ? {} : { callsPerSecond: entry.callsPerSecond }),
      tables: tablesOf(entry.facts, lookups).map(qualified),
      points: known,
    }),
  );
  return { planned: plannedRisks(growing, most), diagnostics: inFew(diagnostics) };
}

/** Queries of a server's own count that cannot be planned without their constants are nobody's fault: one line for all. */
function inFew(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const [first, ...others] = diagnostics;
  if (!first || others.length < 2) return diagnostics;
  return [{ ...first, message: `${diagnostics.length} queries could not be planned; the first: ${first.message}` }];
}

function notPlanned(name: string | undefined, error: RelvarError): Diagnostic {
  return {
    severity: 'warning',
    code: 'query-not-planned',
    message: name === undefined ? error.message : `${name}: ${error.message}`,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
  };
}
