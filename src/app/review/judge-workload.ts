import type { Lookups } from '../../catalog/lookups.ts';
import type { QualifiedName } from '../../catalog/names.ts';
import type { Diagnostic } from '../../findings/error.ts';
import type { Risk } from '../../findings/report.ts';
import type { CommentSuppression } from '../../findings/suppress.ts';
import type { Lab } from '../../lab/lab.ts';
import { labOf } from '../../lab/labs.ts';
import type { RuleResult } from '../../rules/run.ts';
import type { WorkloadAdvice } from '../../rules/workload-advice.ts';
import { deriveStatistics } from '../../scale/derive/derive.ts';
import { ofTables } from '../explain/reach.ts';
import { plannedQueries } from '../indexes/planned-queries.ts';
import type { WorkloadWorld } from '../indexes/workload-queries.ts';
import type { OpenedSource } from '../opened-source.ts';
import { indexAdvice } from './index-advice.ts';
import { knownQueries } from './known-queries.ts';
import { planRisks } from './plan-risks.ts';
import { type ProvenDrops, proveDrops } from './prove-drops.ts';
import { queryUse, tablesRead } from './query-use.ts';

/** The queries of a review as the command line and the API ask for them. */
export interface WorkloadOptions extends Omit<WorkloadWorld, 'signal' | 'progress'> {
  readonly inputs: readonly string[];
  /** How long indexes may be looked for. */
  readonly timeLimitMilliseconds: number;
  readonly clock: () => number;
  readonly signal: AbortSignal;
}

/** What the queries of a source say to its review. */
export interface JudgedWorkload {
  /** It believes the statistics, until risks are planned. */
  readonly lab: Lab;
  readonly advice?: WorkloadAdvice;
  /** Calls a day that read or write a table. */
  readonly use: (table: QualifiedName) => number;
  readonly diagnostics: readonly Diagnostic[];
  readonly assumptions: readonly string[];
  /** Comments beside the queries that silence findings about them. */
  readonly suppressions: readonly CommentSuppression[];
  readonly proveDrops: (results: readonly RuleResult[]) => Promise<ProvenDrops>;
  /** Nothing where no size is known. */
  readonly risks: (
    most: number,
  ) => Promise<{ readonly planned: readonly Risk[]; readonly diagnostics: readonly Diagnostic[] } | undefined>;
}

/**
 * Reads the queries, has the advisor find indexes for them in the lab that holds the schema, and gives what the rules
 * and the proofs take from it. Nothing where there are no queries.
 * @throws RelvarError when an input that was given cannot be read or holds no query
 */
export async function judgeWorkload(
  opened: OpenedSource,
  lookups: Lookups,
  { now, progress }: { readonly now: Date; readonly progress: (text: string) => void },
  options: WorkloadOptions,
): Promise<JudgedWorkload | undefined> {
  const { catalog, engine, traits } = opened;
  const { clock, signal, timeLimitMilliseconds } = options;
  const known = await knownQueries(opened, options.inputs, { ...options, progress });
  if (!known) return undefined;
  const statistics = deriveStatistics(catalog, opened.statistics, { sizes: engine.sizes, traits, now });
  const read = tablesRead(known.entries, catalog, lookups);
  const until = clock() + timeLimitMilliseconds;
  const lab = await (await labOf(opened.engine)).open(opened.lab, opened.version);
  await lab.believe(catalog, ofTables(statistics, opened, read));
  const { entries, assumptions } = await plannedQueries(known.entries, { lab, opened, statistics });
  const advised =
    entries.length === 0 || timeLimitMilliseconds === 0
      ? undefined
      : await indexAdvice(entries, opened, lookups, statistics, lab, {
          timeLimitMilliseconds,
          clock,
          signal,
          progress,
        });
  const ended = advised !== undefined && !advised.advice.complete;
  return {
    lab,
    ...(advised ? { advice: advised.forRules } : {}),
    use: queryUse(entries, lookups),
    diagnostics: known.diagnostics,
    suppressions: known.suppressions,
    assumptions: [
      ...known.assumptions,
      ...assumptions,
      ...(ended
        ? [
            'The search for indexes was ended before it was done (--time): relvar indexes has a minute and tells more of each.',
          ]
        : []),
    ],
    proveDrops: async (results) =>
      advised
        ? proveDrops(results, entries, advised.advice, lab, () => clock() > until + timeLimitMilliseconds)
        : { results, rejected: [] },
    risks: async (most) =>
      entries.length === 0 || Object.keys(opened.statistics.tables).length === 0
        ? undefined
        : planRisks(entries, opened, statistics, lab, { most, lookups, read, progress }),
  };
}
