import { conjuncts } from '../../catalog/conjuncts.ts';
import { type QualifiedName, qualified } from '../../catalog/names.ts';
import type { Table } from '../../catalog/table.ts';
import type { AdviceInput } from '../advice.ts';

/**
 * Whether nobody read or declared how many values a column has, and no constraint tells: the number of rows of one of
 * them is then a guess.
 */
export function isGuessed(
  { known }: Pick<AdviceInput, 'known'>,
  table: Table & QualifiedName,
  column: string,
): boolean {
  if (known === undefined) return false;
  const own = known.tables[qualified(table)];
  const declared = own?.declared?.columns[column];
  if (own?.columns[column] !== undefined || own?.inheritedColumns?.[column] !== undefined) return false;
  if (declared?.distinct !== undefined || declared?.commonValues !== undefined) return false;
  return !isUnique(table, column);
}

function isUnique({ indexes, primaryKey }: Table, column: string): boolean {
  if (primaryKey?.columns.length === 1 && primaryKey.columns[0] === column) return true;
  return indexes.some(
    ({ unique, keys, predicate }) =>
      unique && predicate === undefined && keys.length === 1 && keys[0]?.column === column,
  );
}

/** The columns of a table that a condition of a plan names and whose number of values is a guess. */
export function guessedIn(
  input: Pick<AdviceInput, 'known'>,
  table: Table & QualifiedName,
  condition: string,
): readonly string[] {
  return columnsIn(table, condition).filter((name) => isGuessed(input, table, name));
}

function columnsIn(table: Table, condition: string): readonly string[] {
  const words = new Set(withoutTexts(condition).match(/[A-Za-z_][\w$]*/g) ?? []);
  return table.columns.map((one) => one.name).filter((name) => words.has(name));
}

function withoutTexts(condition: string): string {
  return condition.replaceAll(/'(?:[^']|'')*'/g, "''");
}

/** Operators that search inside of values: for a pattern, for words, for what they hold. */
const inside = / (?:~~\*?|~\*?|@>|<@|&&|@@|@\?|\?[|&]?|<?<?%>?>?|\^@) /;

/**
 * Tells, of a relation by its bare name and a filter as a plan writes it, whether the filter searches inside of values
 * that nobody read, or for a value that nobody told: how many rows it finds is then a constant of the planner
 * (DEFAULT_MATCH_SEL and its like in PostgreSQL's selfuncs.h).
 */
export function blindness(
  input: Pick<AdviceInput, 'catalog' | 'known'>,
): (relation: string, filter: string) => boolean {
  const tables = new Map(input.catalog.tables.map((table) => [table.name, table]));
  return (relation, filter) => {
    const bare = withoutTexts(filter);
    const table = tables.get(relation);
    if (!table || !inside.test(bare)) return false;
    if (conjuncts(bare).some((one) => inside.test(one) && /\$\d/.test(one))) return true;
    return unseenIn(input, table, filter).length === columnsIn(table, filter).length;
  };
}

/** A pattern is tried on the bounds of a histogram, where it has so many (patternsel_common in PostgreSQL's like_support.c). */
const leastBounds = 10;

/** Where the common values are this share of all, they tell what a pattern finds. */
const nearlyAll = 0.9;

const pattern = / !?~~?\*? /;

/** The columns of a search inside of values, as a plan writes it, of whose values nothing is known by which it could be tried. */
export function unseenIn(
  { known }: Pick<AdviceInput, 'known'>,
  table: Table & QualifiedName,
  filter: string,
): readonly string[] {
  const bare = withoutTexts(filter);
  if (!inside.test(bare)) return [];
  const own = known?.tables[qualified(table)];
  return columnsIn(table, filter).filter((name) => {
    const column = own?.columns[name] ?? own?.inheritedColumns?.[name];
    if (column === undefined) return true;
    const common = (column.commonValues ?? []).reduce((sum, one) => sum + one.fraction, column.nullFraction);
    return pattern.test(bare) && (column.histogram?.length ?? 0) < leastBounds && common < nearlyAll;
  });
}
