import type { Advice, CreateAdvice } from '../../advisor/advice.ts';
import { advise } from '../../advisor/advise.ts';
import { definitionOf } from '../../catalog/index-definition.ts';
import type { Lookups } from '../../catalog/lookups.ts';
import { qualified } from '../../catalog/names.ts';
import type { Statistics } from '../../catalog/statistics.ts';
import type { Lab } from '../../lab/lab.ts';
import type { AdvisedIndex, WorkloadAdvice } from '../../rules/workload-advice.ts';
import { placeOf } from '../indexes/place.ts';
import { shortened, type WorkloadEntry } from '../indexes/workload-queries.ts';
import type { OpenedSource } from '../opened-source.ts';

export interface IndexAdviceOptions {
  readonly timeLimitMilliseconds: number;
  readonly clock: () => number;
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
}

/**
 * Has the advisor find the indexes for the queries, in a lab that believes the statistics: what the rules of the
 * workload judge, and the advice itself.
 */
export async function indexAdvice(
  entries: readonly WorkloadEntry[],
  { catalog, engine, traits, statistics: known }: Pick<OpenedSource, 'catalog' | 'engine' | 'traits' | 'statistics'>,
  lookups: Lookups,
  statistics: Statistics,
  lab: Lab,
  { timeLimitMilliseconds, clock, signal, progress }: IndexAdviceOptions,
): Promise<{ readonly advice: Advice; readonly forRules: WorkloadAdvice }> {
  const advice = await advise({
    lab,
    engine,
    traits,
    catalog,
    lookups,
    statistics,
    known,
    queries: entries,
    options: { timeLimitMilliseconds },
    progress: (text, share) => progress(`${text}, ${Math.round(share * 100)}%`),
    clock,
    signal,
  });
  return { advice, forRules: { indexes: advice.create.map((one) => advisedIndex(one, advice, entries, statistics)) } };
}

function advisedIndex(
  { change, size, serves, foreignKeys, why, gainPerSecond }: CreateAdvice,
  advice: Advice,
  entries: readonly WorkloadEntry[],
  statistics: Statistics,
): AdvisedIndex {
  const whole = advice.totals.before.workloadCost;
  return {
    change,
    definition: definitionOf(change).slice(definitionOf({ ...change, keys: [] }).indexOf('(')),
    bytes: size.bytes,
    queries: serves.flatMap(({ query, before, after, gain }) => {
      const entry = entries[query];
      if (!entry || before <= after) return [];
      const place = placeOf(entry.where);
      return [
        {
          title: entry.name ?? shortened(entry.sql),
          ...(place ? { place } : {}),
          ...(entry.callsPerSecond === undefined ? {} : { callsPerSecond: entry.callsPerSecond }),
          before,
          after,
          gain,
        },
      ];
    }),
    share: whole > 0 ? Math.max(0, Math.min(1, gainPerSecond / whole)) : 0,
    foreignKeys: foreignKeys
      .filter(({ table }) => qualified(table) === qualified(change.table))
      .map(({ name }) => name),
    why,
    sizesDerived: (statistics.tables[qualified(change.table)]?.origin ?? 'derived') === 'derived',
    replaces: advice.drop
      .filter(({ proof }) => proof.kind === 'replaced' && proof.by === change.name)
      .map(({ index }) => index),
  };
}
