import type { Diagnostic } from '../../findings/error.ts';
import { RelvarError } from '../../findings/error.ts';
import type { CommentSuppression } from '../../findings/suppress.ts';
import { count } from '../../output/words.ts';
import {
  type WorkloadEntries,
  type WorkloadEntry,
  type WorkloadWorld,
  workloadEntries,
} from '../indexes/workload-queries.ts';
import type { OpenedSource } from '../opened-source.ts';

/** The queries that a review knows of, with what was wrong with others. */
export interface KnownQueries {
  readonly entries: readonly WorkloadEntry[];
  readonly assumptions: readonly string[];
  readonly suppressions: readonly CommentSuppression[];
  readonly diagnostics: readonly Diagnostic[];
}

/** So many of a workload are looked at, the heaviest: a review is to be quick. */
const mostQueries = 200;

/** What servers log and count besides queries is nobody's fault. */
const usual = new Set(['utility', 'system catalogs', 'empty']);

/**
 * The queries of the inputs that are given, else of the file beside the schema, else those that the server counted.
 * @throws RelvarError when an input that was given cannot be read or holds no query
 */
export async function knownQueries(
  opened: OpenedSource,
  inputs: readonly string[],
  world: WorkloadWorld,
): Promise<KnownQueries> {
  let known: WorkloadEntries;
  try {
    known = await workloadEntries(opened, inputs, world, mostQueries);
  } catch (error) {
    // What merely lies beside the schema must not stop its review.
    if (!(error instanceof RelvarError) || inputs.length > 0) throw error;
    return {
      entries: [],
      assumptions: [],
      suppressions: [],
      diagnostics: [diagnostic('warning', error.message, error.hint)],
    };
  }
  const { entries, keptOut, assumptions, suppressions } = known;
  return {
    entries,
    assumptions,
    suppressions,
    diagnostics: keptOut.map(({ why, count: number, example }) =>
      diagnostic(usual.has(why) ? 'note' : 'warning', `${count(number, 'statement')} kept out (${why}): ${example}`),
    ),
  };
}

function diagnostic(severity: 'note' | 'warning', message: string, hint?: string): Diagnostic {
  return { severity, code: 'query-not-planned', message, ...(hint === undefined ? {} : { hint }) };
}
