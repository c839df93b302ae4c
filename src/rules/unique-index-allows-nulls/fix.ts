import type { Change } from '../../catalog/change.ts';
import type { Lookups } from '../../catalog/lookups.ts';
import type { Index, Table } from '../../catalog/table.ts';
import type { Traits } from '../../catalog/traits.ts';
import { newIndex } from '../index-change.ts';
import { constraintOf, dependent, dropIndex, partitioned } from '../index-owner.ts';
import type { Nulls } from './nulls.ts';

/**
 * NOT NULL where no row needs the null; else an index that takes nulls as equal; where the engine has none, a second
 * index for the rows with the null. A constraint's successor is a constraint, and the old one stays while a foreign key relies on it.
 */
export function fix(
  table: Table,
  index: Index,
  { nullable, fixed, others }: Nulls,
  forbid: boolean,
  context: { readonly lookups: Lookups; readonly traits: Traits },
): readonly Change[] {
  const { lookups, traits } = context;
  if (forbid) return nullable.map((column) => ({ kind: 'set not null', table, column }));
  if (traits.nullsNotDistinct && !others) {
    const drop = dependent(table, index, lookups) === undefined ? [dropIndex(table, index)] : [];
    const constraint = constraintOf(table, index);
    // The change for a constraint knows neither included columns nor deferral.
    if (constraint && (index.include.length > 0 || constraint.state.deferrable)) return [];
    if (!constraint) return [newIndex(table, { ...index, nullsNotDistinct: true }, index.predicate, context), ...drop];
    const columns = index.keys.flatMap((key) => (key.column === undefined ? [] : [key.column]));
    const name = lookups.freeConstraintName(table, columns, 'key', traits.identifierBytes);
    return [{ kind: 'add unique', table, name, columns, nullsNotDistinct: true, ...partitioned(table) }, ...drop];
  }
  const [column, ...more] = nullable;
  if (column === undefined || more.length > 0 || fixed.length === 0 || !traits.partialIndexes) return [];
  const isNull = `${traits.quote(column)} IS NULL`;
  const keys = index.keys.filter((key) => key.column !== column);
  return [
    newIndex(
      table,
      { ...index, keys, include: [] },
      index.predicate === undefined ? isNull : `${index.predicate} AND (${isNull})`,
      context,
    ),
  ];
}
