import type { Lookups } from '../../catalog/lookups.ts';
import type { QualifiedName } from '../../catalog/names.ts';
import { type Diagnostic, RelvarError } from '../../findings/error.ts';
import type { Risk } from '../../findings/report.ts';
import type { CommentSuppression } from '../../findings/suppress.ts';
import type { Lab } from '../../lab/lab.ts';
import { count } from '../../output/words.ts';
import type { AskedColumns } from '../../rules/asked-columns.ts';
import type { RuleResult } from '../../rules/run.ts';
import type { WorkloadAdvice } from '../../rules/workload-advice.ts';
import { deriveStatistics } from '../../scale/derive/derive.ts';
import { ofTables } from '../explain/reach.ts';
import { plannedQueries } from '../indexes/planned-queries.ts';
import type { WorkloadEntry, WorkloadWorld } from '../indexes/workload-queries.ts';
import { openLab } from '../open-lab.ts';
import type { OpenedSource } from '../opened-source.ts';
import { askedColumns } from './asked-columns.ts';
import { indexAdvice } from './index-advice.ts';
import { type KnownQueries, knownQueries } from './known-queries.ts';
import { planRisks } from './plan-risks.ts';
import { type ProvenDrops, proveDrops } from './prove-drops.ts';
import { queryUse, tablesRead } from './query-use.ts';

/** The queries of a review as the command line and the API ask for them. */
export interface WorkloadOptions extends Omit<WorkloadWorld, 'signal' | 'progress'> {
  readonly inputs: readonly string[];
  /** A server on which the queries are planned, in a scratch database; the embedded engine when absent. */
  readonly lab: string | undefined;
  /** How long indexes may be looked for. */
  readonly timeLimitMilliseconds: number;
  readonly clock: () => number;
  readonly signal: AbortSignal;
}

/** What the queries of a source say to its review. */
export interface JudgedWorkload {
  /** The source's own, where queries were planned in it: it believes the statistics, until risks are planned. */
  readonly lab?: Lab;
  readonly advice?: WorkloadAdvice;
  /** All of them, planned or not. */
  readonly queries: readonly WorkloadEntry[];
  /** Of the queries, where none of them was planned. */
  readonly unplanned?: AskedColumns;
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
  readonly close: () => Promise<void>;
}

/**
 * Reads the queries, has the advisor find indexes for them in the lab that holds the schema, and gives what the rules
 * and the proofs take from it. Where the engine cannot plan them without a server, they weigh the tables, and that is
 * told.
 * @throws RelvarError when an input that was given cannot be read or holds no query
 */
export async function judgeWorkload(
  opened: OpenedSource,
  lookups: Lookups,
  { now, progress }: { readonly now: Date; readonly progress: (text: string) => void },
  options: WorkloadOptions,
): Promise<JudgedWorkload> {
  const { catalog, engine, traits } = opened;
  const { clock, signal, timeLimitMilliseconds } = options;
  const known = await knownQueries(opened, options.inputs, { ...options, progress });
  const statistics = deriveStatistics(catalog, opened.statistics, { sizes: engine.sizes, traits, now });
  const read = tablesRead(known.entries, catalog, lookups);
  const until = clock() + timeLimitMilliseconds;
  const lab = await planningLab(opened, options, progress);
  if ('why' in lab) return unplanned(known, lookups, lab);
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
    ...(lab.kind === 'embedded' ? { lab } : {}),
    ...(advised ? { advice: advised.forRules } : { unplanned: askedColumns(known.entries) }),
    queries: known.entries,
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
    close: () => lab.close(),
  };
}

/** Why no query can be planned. */
interface Unplanned {
  readonly why: string;
  readonly hint: string | undefined;
}

async function planningLab(
  opened: OpenedSource,
  { lab, signal }: WorkloadOptions,
  progress: (text: string) => void,
): Promise<Lab | Unplanned> {
  try {
    return await openLab({ lab, signal, progress }, opened);
  } catch (error) {
    if (!(error instanceof RelvarError && error.code === 'engine-lacks')) throw error;
    return { why: error.message, hint: error.hint };
  }
}

/** What queries say that nobody can plan: how often tables are used. */
function unplanned(
  { entries, diagnostics, assumptions, suppressions }: KnownQueries,
  lookups: Lookups,
  { why, hint }: Unplanned,
): JudgedWorkload {
  const told: Diagnostic = {
    severity: 'note',
    code: 'queries-not-planned',
    message: `${count(entries.length, 'query')} of the workload weigh${entries.length === 1 ? 's' : ''} the tables by calls, and no index was looked for: ${why}`,
    ...(hint === undefined ? {} : { hint }),
  };
  return {
    queries: entries,
    unplanned: askedColumns(entries),
    use: queryUse(entries, lookups),
    diagnostics: [...diagnostics, ...(entries.length > 0 ? [told] : [])],
    suppressions,
    assumptions,
    proveDrops: async (results) => ({ results, rejected: [] }),
    risks: async () => undefined,
    close: async () => {},
  };
}
