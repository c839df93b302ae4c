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
  const words = new Set(condition.replaceAll(/'(?:[^']|'')*'/g, '').match(/[A-Za-z_][\w$]*/g) ?? []);
  return table.columns.map((one) => one.name).filter((name) => words.has(name) && isGuessed(input, table, name));
}
