import type { Table } from '../catalog/table.ts';
import type { Traits } from '../catalog/traits.ts';

/** A query of what is asked of tables, in parts that an engine wrote. */
export interface SelectParts {
  readonly from: readonly { readonly table: Pick<Table, 'schema' | 'name'>; readonly alias: string }[];
  readonly where?: string;
  readonly groupBy?: readonly string[];
  readonly orderBy?: readonly string[];
  /** The first row alone. */
  readonly first?: true;
}

/** The text of such a query, names as the engine quotes them. */
export function selectText({ from, where, groupBy, orderBy, first }: SelectParts, { quote }: Pick<Traits, 'quote'>) {
  const tables = from.map(({ table, alias }) => `${quote(table.schema)}.${quote(table.name)} AS ${quote(alias)}`);
  return [
    `SELECT ${groupBy ? '1' : '*'} FROM ${tables.join(', ')}`,
    ...(where === undefined ? [] : [`WHERE ${where}`]),
    ...(groupBy ? [`GROUP BY ${groupBy.join(', ')}`] : []),
    ...(orderBy ? [`ORDER BY ${orderBy.join(', ')}`] : []),
    ...(first ? ['LIMIT 1'] : []),
  ].join(' ');
}
