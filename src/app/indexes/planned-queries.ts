import type { Statistics } from '../../catalog/statistics.ts';
import type { Lab } from '../../lab/lab.ts';
import { digits } from '../../output/words.ts';
import { unknownPatterns, withKnownPatterns } from './known-patterns.ts';
import { shortened, type WorkloadEntry } from './workload-queries.ts';

/**
 * The queries with what the lab knows of their patterns, the lab made ready for them, and what was supposed or is not
 * known, sentences.
 */
export async function plannedQueries(
  entries: readonly WorkloadEntry[],
  statistics: Statistics,
  lab: Pick<Lab, 'constantValue' | 'standIns'>,
): Promise<{ readonly entries: readonly WorkloadEntry[]; readonly assumptions: readonly string[] }> {
  const known: WorkloadEntry[] = [];
  const notes: string[] = [];
  for (const entry of entries) {
    notes.push(...(await lab.standIns(entry.sql)));
    known.push({ ...entry, ...(await withKnownPatterns(entry, statistics, lab)) });
  }
  return { entries: known, assumptions: [...notes, ...supposedBeginnings(known), ...unknownBeginnings(known)] };
}

function supposedBeginnings(entries: readonly WorkloadEntry[]): readonly string[] {
  const all = entries.filter(({ supposed }) => supposed !== undefined);
  const [first] = all;
  if (!first) return [];
  const whose = all.length === 1 ? `"${first.name ?? shortened(first.sql)}" was` : `${digits(all.length)} queries were`;
  return [
    `${whose} planned with a supposed beginning of ${all.length === 1 ? 'its pattern' : 'their patterns'} (${first.supposed}): a plan that is made for the value can use an index for it, a generic plan cannot`,
  ];
}

/** Patterns that a value decides: a generic plan is all there is. */
function unknownBeginnings(entries: readonly WorkloadEntry[]): readonly string[] {
  const [first, ...others] = entries.flatMap(({ facts }) => unknownPatterns(facts));
  if (!first) return [];
  const more = others.length === 0 ? '' : ` and ${digits(others.length)} more`;
  return [
    `how the pattern of ${first.text}${more} begins is not known: where it begins with letters, a B-tree on ${first.left?.text} text_pattern_ops finds the rows in a plan that is made for the value; where with a wildcard, only trigrams do; an example in a log or a constant tells it`,
  ];
}
