import { lookups as makeLookups } from '../catalog/lookups.ts';
import { qualified } from '../catalog/names.ts';
import { planSummary } from '../explain/shape.ts';
import type { Diagnostic } from '../findings/error.ts';
import { RelvarError } from '../findings/error.ts';
import type { Risk } from '../findings/report.ts';
import { embeddedLab } from '../lab/embedded-lab.ts';
import { deriveStatistics } from '../scale/derive/derive.ts';
import { grow } from '../scale/grow.ts';
import { type GrowingQuery, type GrowthPoint, plannedRisks } from '../scale/planned-risks.ts';
import { ofTables, reachable } from './explain/reach.ts';
import { givenQueries } from './given-queries.ts';
import type { OpenedSource } from './opened-source.ts';

export interface PlanRisksOptions {
  /** A file of queries; the one beside the schema when absent. */
  readonly queries?: string;
  readonly most: number;
  readonly now: Date;
  readonly progress: (text: string) => void;
}

/** So many queries of a server's own count are planned, the heaviest. */
const mostQueries = 50;

/**
 * Plans the queries that came with a source at its present sizes, at 10 and at 100 times those, in the lab that holds
 * its schema, and tells which become a problem. Nothing when there are no queries, or no size is known.
 */
export async function planRisks(
  opened: OpenedSource,
  options: PlanRisksOptions,
): Promise<{ readonly planned: readonly Risk[]; readonly diagnostics: readonly Diagnostic[] } | undefined> {
  const { catalog, engine, traits } = opened;
  const queries = (await givenQueries(opened, options.queries)).slice(0, mostQueries);
  if (queries.length === 0 || Object.keys(opened.statistics.tables).length === 0) return undefined;
  const diagnostics: Diagnostic[] = [];
  const known: { readonly query: (typeof queries)[number]; readonly tables: readonly string[] }[] = [];
  const read = new Set<string>();
  const lookups = makeLookups(catalog);
  for (const query of queries) {
    try {
      const facts = await engine.readFacts(query.sql, catalog, traits, query.where ?? 'a query');
      if (facts.kind === 'other') continue;
      for (const name of reachable(facts, catalog, lookups) ?? catalog.tables.map((table) => table.name))
        read.add(name);
      const tables = facts.blocks.flatMap((block) => block.relations.flatMap((one) => one.table ?? []));
      known.push({ query, tables: [...new Set([...tables, ...(facts.target ? [facts.target] : [])].map(qualified))] });
    } catch (error) {
      if (!(error instanceof RelvarError)) throw error;
      diagnostics.push(notPlanned(query.name, error));
    }
  }
  const statistics = deriveStatistics(catalog, opened.statistics, { sizes: engine.sizes, traits, now: options.now });
  const lab = await embeddedLab(opened.lab);
  const points = new Map<string, GrowthPoint[]>();
  for (const factor of [1, 10, 100]) {
    options.progress(`planning the queries at ${factor}×`);
    const grown = factor === 1 ? statistics : grow(catalog, statistics, factor, engine.sizes);
    await lab.believe(catalog, ofTables(grown, opened, read));
    for (const { query } of known) {
      const planned = await lab.plan(query).catch((error: unknown) => error);
      if (planned instanceof RelvarError) {
        if (factor === 1) diagnostics.push(notPlanned(query.name, planned));
      } else if (planned instanceof Error) throw planned;
      else {
        const { plan } = planned as Awaited<ReturnType<typeof lab.plan>>;
        const point = { factor, cost: plan.root.totalCost, plan: planSummary(plan) };
        points.set(query.sql, [...(points.get(query.sql) ?? []), point]);
      }
    }
  }
  const growing = known.map(
    ({ query, tables }): GrowingQuery => ({
      name: query.name ?? beginning(query.sql),
      ...(query.callsPerSecond === undefined ? {} : { callsPerSecond: query.callsPerSecond }),
      tables,
      points: points.get(query.sql) ?? [],
    }),
  );
  return { planned: plannedRisks(growing, options.most), diagnostics: inFew(diagnostics) };
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

function beginning(sql: string): string {
  const text = sql.replace(/\s+/g, ' ').trim();
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}
