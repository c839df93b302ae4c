import type { BlueprintHistory } from '../../catalog/blueprint.ts';
import type { SampleRows } from '../blueprints.ts';

/** An update that must leave a row behind, and whether it did; for a row of `of` with a history of its own. */
export function historyEffect(
  one: BlueprintHistory,
  value: string,
  quote: (name: string) => string,
): SampleRows['effects'][number] {
  const [column = ''] = one.columns;
  return {
    what: `a new ${column} of ${one.of} leaves the former in ${one.table}`,
    sql: `UPDATE ${quote(one.of)} SET ${quote(column)} = ${value}`,
    holds: `SELECT max(times) >= 2 FROM (SELECT count(*) AS times FROM ${quote(one.table)} GROUP BY ${quote(one.reference)}) AS of_row`,
  };
}
