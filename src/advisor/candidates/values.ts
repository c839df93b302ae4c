import { type QualifiedName, qualified } from '../../catalog/names.ts';
import type { ColumnStatistics, Statistics } from '../../catalog/statistics.ts';
import { isSameValue } from '../../catalog/truth.ts';
import { isBareColumn } from '../../engines/index-keys.ts';
import type { Condition } from '../../engines/query-facts.ts';

/** What is known of a column's values. */
export function columnOf(statistics: Statistics, table: QualifiedName, column: string): ColumnStatistics | undefined {
  const known = statistics.tables[qualified(table)];
  return known?.columns[column] ?? known?.inheritedColumns?.[column];
}

/** Bytes from which values are likely to stand beside their rows (TOAST_TUPLE_THRESHOLD in src/include/access/heaptoast.h). */
const outOfLine = 2000;

/** Mean bytes of a column's values, also of those that stand beside their rows, where statistics count only a pointer. */
export function widthOf(statistics: Statistics, table: QualifiedName, column: string): number {
  const known = columnOf(statistics, table, column);
  return known?.outOfLine ? outOfLine : (known?.averageWidth ?? 32);
}

/** Distinct values of a column; as many as there are rows where nothing is known. */
export function distinctOf(statistics: Statistics, table: QualifiedName, column: string): number {
  const rows = statistics.tables[qualified(table)]?.rows ?? 1;
  const known = columnOf(statistics, table, column);
  if (!known) return rows;
  return known.distinct >= 0 ? known.distinct : -known.distinct * rows;
}

/**
 * The share of rows that a condition of a column with constants keeps (equal to it or not, in a list or not): by the
 * common values, or evenly over the others (var_eq_const in PostgreSQL's selfuncs.c). Nothing for other conditions.
 */
export function shareOf(
  condition: Condition,
  column: string,
  table: QualifiedName,
  statistics: Statistics,
): number | undefined {
  const known = columnOf(statistics, table, column);
  const held = condition.left?.column ? condition.left : condition.right;
  // Of what an operator or a function makes of the column, its values tell nothing.
  if (!known || (held && !isBareColumn(held, column))) return undefined;
  if (condition.kind === 'null test') return condition.negated ? 1 - known.nullFraction : known.nullFraction;
  const common = known.commonValues ?? [];
  const fraction = (value: string): number => {
    // Blank-padded values are compared without their blanks.
    const found = common.find((one) => isSameValue(one.value, value) || one.value.trimEnd() === value);
    if (found) return found.fraction;
    const rest = 1 - known.nullFraction - common.reduce((sum, one) => sum + one.fraction, 0);
    return Math.max(0, rest) / Math.max(1, distinctOf(statistics, table, column) - common.length);
  };
  if (condition.kind === 'boolean') return fraction(condition.negated ? 'f' : 't');
  const constants =
    condition.kind === 'in list'
      ? condition.list?.map((one) => one.constant)
      : condition.kind === 'comparison' && (condition.operator === '=' || condition.operator === '<>')
        ? [condition.right?.constant ?? condition.left?.constant]
        : undefined;
  if (!constants || constants.length === 0) return undefined;
  let share = 0;
  for (const constant of constants) {
    if (typeof constant !== 'string') return undefined;
    share += fraction(constant);
  }
  return condition.negated ? Math.max(0, 1 - known.nullFraction - share) : Math.min(1, share);
}
