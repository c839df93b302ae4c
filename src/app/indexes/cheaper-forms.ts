import type { Advice } from '../../advisor/advice.ts';
import { RelvarError } from '../../findings/error.ts';
import { offeredRewrites } from '../../lab/equivalence/offer.ts';
import type { Lab } from '../../lab/lab.ts';
import type { CheaperForm } from '../../output/indexes/report.ts';
import type { OpenedSource } from '../opened-source.ts';
import type { WorkloadEntry } from './workload-queries.ts';

/** A form must save this share of the cost to be told. */
const worthTelling = 0.1;

/** What costs less is fast in any form. */
const leastCost = 100;

/** Forms are made and tested of so many queries, the dearest. */
const mostQueries = 30;

/**
 * Other forms of the queries that the planner finds cheaper with the indexes that are there now, each tested to give
 * the same rows. Of the dearest queries first; ends at the signal with those found so far.
 */
export async function cheaperForms(
  entries: readonly WorkloadEntry[],
  advice: Advice,
  lab: Lab,
  opened: OpenedSource,
  { signal, progress }: { readonly signal: AbortSignal; readonly progress: (text: string) => void },
): Promise<readonly CheaperForm[]> {
  const weight = (at: number) => (advice.perQuery[at]?.costBefore ?? 0) * (entries[at]?.callsPerSecond ?? 1);
  const dearest = entries
    .map((entry, at) => ({ entry, at }))
    .filter(({ entry, at }) => entry.facts.kind === 'select' && (advice.perQuery[at]?.costBefore ?? 0) >= leastCost)
    .sort((a, b) => weight(b.at) - weight(a.at) || a.at - b.at)
    .slice(0, mostQueries);
  const found: CheaperForm[] = [];
  for (const { entry, at } of dearest) {
    if (signal.aborted) break;
    progress(`looking for other forms of query ${at + 1}`);
    const before = advice.perQuery[at]?.costBefore ?? 0;
    for (const form of await offeredRewrites(opened.lab, opened.catalog, entry.sql)) {
      const after = await costOf(form.sql, entry, lab);
      if (after === undefined || after > before * (1 - worthTelling)) continue;
      found.push({ query: at + 1, ...form, before, after, advised: advice.perQuery[at]?.costAfter ?? before });
    }
  }
  return found.sort((a, b) => a.query - b.query || a.after - b.after);
}

/** Nothing for a form that the engine does not plan. */
async function costOf(sql: string, { samples }: WorkloadEntry, lab: Lab): Promise<number | undefined> {
  try {
    return (await lab.plan({ sql, ...(samples ? { samples } : {}) })).plan.root.totalCost;
  } catch (error) {
    if (error instanceof RelvarError) return undefined;
    throw error;
  }
}
