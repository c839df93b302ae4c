import type { Column, Table } from '../../catalog/table.ts';
import { type Evidence, observed } from '../../findings/evidence.ts';
import { groupDigits, type Sizes } from '../sizes.ts';

/** What the engine's statistics say of a column's values. */
export type Seen =
  | { readonly kind: 'different'; readonly evidence: Evidence }
  | { readonly kind: 'repeated' | 'unknown' };

/** Fewer rows with a value tell nothing. */
const leastRows = 100;
/** The count of different values is an estimate from a sample. */
const nearlyAll = 0.98;
const clearlyFewer = 0.9;

export function seen(sizes: Sizes, table: Table, column: Column): Seen {
  const known = sizes.statistics(table)?.columns[column.name];
  const rows = sizes.rows(table);
  if (!known || rows === undefined || rows <= 0) return { kind: 'unknown' };
  if (known.commonValues?.some((one) => one.fraction * rows >= 1.5)) return { kind: 'repeated' };
  const filled = rows * (1 - known.nullFraction);
  if (filled < leastRows) return { kind: 'unknown' };
  const share = (known.distinct < 0 ? -known.distinct * rows : known.distinct) / filled;
  if (share < clearlyFewer) return { kind: 'repeated' };
  if (share < nearlyAll) return { kind: 'unknown' };
  return {
    kind: 'different',
    evidence: observed(
      `the sampled ones of ${groupDigits(filled)} values are all different (the planner's statistics)`,
    ),
  };
}
