import { conjuncts } from '../../catalog/conjuncts.ts';
import type { Lookups } from '../../catalog/lookups.ts';
import { displayName } from '../../catalog/names.ts';
import type { Index, Table } from '../../catalog/table.ts';
import { neverNull } from '../nullability.ts';

/** The columns of a unique index by whether a null in them lets rows repeat. */
export interface Nulls {
  readonly nullable: readonly string[];
  /** The others; expressions are not among them. */
  readonly fixed: readonly string[];
  /** True when another null-able column is dealt with: then taking its nulls as equal, too, would be wrong. */
  readonly others: boolean;
}

/**
 * The columns whose nulls defeat a unique index of several keys, where the schema does not deal with them elsewhere: by
 * the predicate, by another unique index for the rows with the null, by a check that says when the column is null, or by
 * what it is generated from.
 */
export function nullsIn(table: Table, index: Index, lookups: Lookups): Nulls | undefined {
  if (!index.unique || !index.valid || index.nullsNotDistinct || index.method !== 'btree' || index.keys.length < 2)
    return undefined;
  const columns = index.keys.flatMap((key) => (key.column === undefined ? [] : [key.column]));
  const open = columns.filter(
    (name) => !neverNull(lookups.column(table, name)) && !index.predicateColumns.includes(name),
  );
  const nullable = open.filter((name) => !handled(table, index, name));
  if (nullable.length === 0 || sameColumnsElsewhere(table, index)) return undefined;
  return { nullable, others: nullable.length < open.length, fixed: columns.filter((name) => !open.includes(name)) };
}

function handled(table: Table, index: Index, column: string): boolean {
  return (
    isNullByCondition(table, column) ||
    table.indexes.some((other) => other !== index && other.unique && other.valid && seesNulls(other, column)) ||
    table.checks.some(
      (check) =>
        check.columns.length > 1 &&
        check.columns.includes(column) &&
        /\bIS (NOT )?NULL\b|\bnum_(non)?nulls\b/i.test(check.expression),
    ) ||
    oneOfSeveral(table, index, column)
  );
}

/** A generated column that is null in some rows by what it is made of: these may repeat, which is what it is for. */
function isNullByCondition(table: Table, name: string): boolean {
  const expression = table.columns.find((one) => one.name === name)?.generated?.expression;
  return expression !== undefined && /\b(?:case|if|iif|nullif)\b/i.test(expression);
}

/** A unique index for the rows in which the column is null, or over an expression that makes something of the null. */
function seesNulls(index: Index, column: string): boolean {
  if (index.expressionColumns.includes(column)) return true;
  const isNull = [`${column} IS NULL`, `${displayName(column)} IS NULL`, `"${column}" IS NULL`];
  return index.predicate !== undefined && conjuncts(index.predicate).some((part) => isNull.includes(part));
}

/** Whether like unique indexes differ in just this column: a row fills one of them, the others stay null on purpose. */
function oneOfSeveral(table: Table, index: Index, column: string): boolean {
  const rest = (one: Index) => new Set(one.keys.map((key) => key.column));
  const own = rest(index);
  return table.indexes.some((other) => {
    if (other === index || !other.unique || other.keys.length !== index.keys.length) return false;
    const columns = rest(other);
    return !columns.has(column) && [...own].every((name) => name === column || columns.has(name));
  });
}

/** Another unique index over the same columns already takes nulls as equal. */
function sameColumnsElsewhere(table: Table, index: Index): boolean {
  const columns = new Set(index.keys.map((key) => key.column));
  return table.indexes.some(
    (other) =>
      other.unique &&
      other.valid &&
      other.nullsNotDistinct &&
      other.predicate === index.predicate &&
      other.keys.every((key) => columns.has(key.column)),
  );
}
