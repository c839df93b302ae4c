import { quoteIdentifier } from '../quote.ts';
import { isRowNumber } from '../render/create-table.ts';
import { canonicalExpression } from '../sql/canonical.ts';
import { identifiersIn, withIdentifiers } from '../sql/identifiers.ts';
import type { CarriedTable } from './carried-tables.ts';
import { takenBy } from './conversions.ts';

/** The rows of a table as those that come behind will see them, said with the names that are there before. */
export interface NewRows {
  /** What stands behind FROM. */
  readonly from: string;
  /** A column of the table after. */
  readonly column: (name: string) => string;
  /** An expression of the table after. */
  readonly expression: (sql: string) => string;
}

/**
 * The rows for what names some columns of the table after; nothing where their values are not there before: of generated
 * columns that come or change, and `retyped` of columns that take other values.
 */
export function newRows(
  { before, after, origins }: CarriedTable,
  names: {
    readonly columns?: readonly string[];
    readonly sql?: readonly string[];
    readonly retyped: 'told' | 'untold';
    /** Values of columns of the table after, by their names. */
    readonly stored?: ReadonlyMap<string, string>;
  },
): NewRows | undefined {
  const said = new Set(names.columns?.map((name) => name.toLowerCase()));
  for (const sql of names.sql ?? []) for (const name of identifiersIn(sql)) said.add(name);
  const now = new Map<string, string>();
  const values: string[] = [];
  for (const column of after.columns) {
    const origin = origins.get(column.name);
    const was = before.columns.find(({ name }) => name === origin);
    if (!said.has(column.name.toLowerCase())) continue;
    const stored = names.stored?.get(column.name);
    if (stored !== undefined) {
      const alias = `relvar_new_${column.name}`;
      now.set(column.name.toLowerCase(), alias);
      values.push(`${stored} AS ${quoteIdentifier(alias)}`);
      continue;
    }
    if (was) {
      const isSame =
        was.generated === undefined && column.generated === undefined
          ? names.retyped === 'told' || takenBy(was, before).makes === takenBy(column, after).makes
          : was.generated !== undefined &&
            column.generated !== undefined &&
            canonicalExpression(was.generated.expression) === canonicalExpression(column.generated.expression);
      if (!isSame) return undefined;
      now.set(column.name.toLowerCase(), was.name);
      continue;
    }
    if (column.generated || isRowNumber(column.name, after)) return undefined;
    const alias = `relvar_new_${column.name}`;
    now.set(column.name.toLowerCase(), alias);
    values.push(`${column.default ?? 'NULL'} AS ${quoteIdentifier(alias)}`);
  }
  const own = quoteIdentifier(before.name);
  return {
    from: values.length === 0 ? own : `(SELECT *, ${values.join(', ')} FROM ${own})`,
    column: (name) => quoteIdentifier(now.get(name.toLowerCase()) ?? name),
    expression: (sql) => withIdentifiers(sql, now),
  };
}
