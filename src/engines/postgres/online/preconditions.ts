import type { Change } from '../../../catalog/change.ts';
import type { QualifiedName } from '../../../catalog/names.ts';
import { displayName, qualified } from '../../../catalog/names.ts';
import type { ForeignKey, Index } from '../../../catalog/table.ts';
import type { Precondition, Situation } from '../../procedure.ts';
import { everyRow } from '../every-row.ts';
import { dollarQuoted, quoteIdentifier, quoteLiteral, quoteName } from '../quote.ts';
import { leavesRange } from '../render/types.ts';

/** So many rows are shown of those that stand in the way. */
const shown = 20;

/** Rows of a table for which a condition holds stand in the way. */
export function noRows(table: QualifiedName, condition: string, holds: string): Precondition {
  const from = `FROM ${quoteName(table)} WHERE ${condition}`;
  return { holds, count: `SELECT count(*) ${from}`, list: `SELECT * ${from} LIMIT ${shown}` };
}

/** With the statement that fails for whoever runs the step without asking first; it sees every row, or fails as well. */
export function guarded(condition: Precondition): Precondition {
  const { holds, count, list } = condition;
  return {
    ...condition,
    guard: `DO ${dollarQuoted(`BEGIN
  ${everyRow}
  IF (${count}) > 0 THEN
    RAISE EXCEPTION USING MESSAGE = ${quoteLiteral(`not so: ${holds}`)}, HINT = ${quoteLiteral(`the rows: ${list}`)};
  END IF;
END`)}`,
  };
}

/** Of a foreign table the engine takes for granted what a constraint says: nothing is asked of the server far away. */
export function isForeign(table: QualifiedName, { before }: Pick<Situation, 'before'>): boolean {
  return before(table)?.kind === 'foreign';
}

export function noNulls(table: QualifiedName, column: string): Precondition {
  return noRows(
    table,
    `${quoteIdentifier(column)} IS NULL`,
    `Every row of ${qualified(table)} has a value in ${displayName(column)}.`,
  );
}

export function noRowsAtAll(table: QualifiedName, why: string): Precondition {
  return noRows(table, 'true', why);
}

/** A sequence that was asked keeps its place, which the engine wants within new bounds; where none can be, it begins anew. */
export function staysInRange({
  sequence: to,
  was,
}: Extract<Change, { readonly kind: 'alter sequence' }>): readonly Precondition[] {
  if ((to.minimum <= was.minimum && to.maximum >= was.maximum) || leavesRange(to, was)) return [];
  const range = `BETWEEN ${to.minimum} AND ${to.maximum}`;
  const holds = `The last value of the sequence ${qualified(to)} lies between ${to.minimum} and ${to.maximum}, or none was taken.`;
  return [noRows(to, `is_called AND last_value NOT ${range}`, holds)];
}

/** A check is violated where it is false; null passes. */
export function checkHolds(table: QualifiedName, name: string, expression: string): Precondition {
  return noRows(
    table,
    `NOT (${expression})`,
    `Every row of ${qualified(table)} satisfies the check ${displayName(name)}.`,
  );
}

/** Rows without the one that they refer to: of the tables themselves, for a key does not reach what inherits from them. */
export function noOrphans(table: QualifiedName, key: ForeignKey, situation: Pick<Situation, 'before'>): Precondition {
  const rowsOf = (name: QualifiedName) => {
    const before = situation.before(name);
    return before && !before.partitioning ? `ONLY ${quoteName(name)}` : quoteName(name);
  };
  const columns = key.columns.map((column) => `child.${quoteIdentifier(column)}`);
  const same = key.columns.map(
    (column, at) => `parent.${quoteIdentifier(key.referencedColumns[at] ?? '')} = child.${quoteIdentifier(column)}`,
  );
  const given =
    key.match === 'full'
      ? `(${columns.map((column) => `${column} IS NOT NULL`).join(' OR ')})`
      : columns.map((column) => `${column} IS NOT NULL`).join(' AND ');
  const from = `FROM ${rowsOf(table)} AS child
WHERE ${given}
  AND NOT EXISTS (SELECT FROM ${rowsOf(key.references)} AS parent WHERE ${same.join(' AND ')})`;
  return {
    holds: `Every row of ${qualified(table)} has its row in ${qualified(key.references)}.`,
    count: `SELECT count(*) ${from}`,
    list: `SELECT child.* ${from} LIMIT ${shown}`,
  };
}

/** No two rows have the same key, where the index tells keys apart. */
export function noDuplicates(table: QualifiedName, index: Index): Precondition {
  const keys = index.keys.map((key) =>
    key.column === undefined ? `(${key.expression})` : quoteIdentifier(key.column),
  );
  const where = [
    ...(index.nullsNotDistinct ? [] : keys.map((key) => `${key} IS NOT NULL`)),
    ...(index.predicate === undefined ? [] : [`(${index.predicate})`]),
  ];
  const grouped = `SELECT ${keys.join(', ')}, count(*) AS rows FROM ${quoteName(table)}${
    where.length === 0 ? '' : `\nWHERE ${where.join(' AND ')}`
  }\nGROUP BY ${keys.map((_, at) => at + 1).join(', ')} HAVING count(*) > 1`;
  return {
    holds: `No two rows of ${qualified(table)} have the same ${keys.join(', ')}.`,
    count: `SELECT coalesce(sum(rows - 1), 0) FROM (${grouped}) AS duplicates`,
    list: `${grouped} LIMIT ${shown}`,
  };
}
