import { qualified } from '../../catalog/names.ts';
import type { Statistics } from '../../catalog/statistics.ts';
import { bytesText } from '../../explain/figures.ts';
import type { Tried } from '../../explain/trials.ts';
import type { Rehearsal } from '../../lab/rehearse.ts';

/** What it costs to have a remedy: disk, writes, and the trouble seen when it was rehearsed, a sentence each. */
export function remedyCosts(
  { attempt, bytes, guessed }: Pick<Tried, 'attempt' | 'bytes' | 'guessed'>,
  statistics: Statistics,
  failed: Rehearsal | undefined,
): readonly string[] {
  const costs: string[] = [];
  const source =
    guessed.length === 0 ? 'by the size model' : `a guess: nothing is known of the values of ${guessed.join(', ')}`;
  if (bytes > 0) costs.push(`about ${bytesText(bytes)} of disk, ${source}`);
  for (const change of attempt.changes) {
    if (change.kind !== 'create index') continue;
    const table = statistics.tables[qualified(change.table)];
    const writes = table?.writesPerSecond;
    if (writes !== undefined && writes > 0) {
      costs.push(
        `each of the ${writes} writes per second to ${qualified(change.table)} (declared) also writes ${change.name}`,
      );
    } else
      costs.push(
        `every INSERT into ${qualified(change.table)}, and every UPDATE of its columns, also writes ${change.name}`,
      );
  }
  for (const change of attempt.changes) {
    if (change.kind !== 'create index') continue;
    const expressions = change.keys.flatMap((key) => key.expression ?? []);
    if (expressions.length > 0) {
      costs.push(
        `how many rows ${expressions.join(', ')} tells apart is a guess until ANALYZE ${qualified(change.table)} has run with the index: so is the cost after`,
      );
    }
    if (expressions.some((expression) => /::|\bcast\b/i.test(expression)))
      costs.push('the build fails at the first value that does not convert: look for such values before');
  }
  if (failed?.error) costs.push(`could not be rehearsed in the lab: ${failed.error.message}`);
  return costs;
}
