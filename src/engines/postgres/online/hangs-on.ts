import type { Catalog } from '../../../catalog/catalog.ts';
import type { Change } from '../../../catalog/change.ts';
import { type QualifiedName, sameName } from '../../../catalog/names.ts';
import type { View } from '../../../catalog/table.ts';
import { quoteIdentifier } from '../quote.ts';
import { renamedColumn } from './expressions.ts';

/**
 * Whether what is dropped must be gone while a column changes. Views hang on a column by themselves, or by the views that
 * they read.
 */
export function hangsOn(
  { object }: Extract<Change, { readonly kind: 'drop' }>,
  { table, column }: { readonly table: QualifiedName; readonly column: string },
  from: Catalog,
): boolean {
  const viewHangsOn = (view: View, seen: readonly View[]): boolean => {
    const own = view.reads.some((one) => sameName(one, table)) && hasColumn(view.definition, column);
    const others = from.views.filter((one) => !seen.includes(one) && view.reads.some((read) => sameName(read, one)));
    return own || view.reads.length === 0 || others.some((one) => viewHangsOn(one, [...seen, one]));
  };
  if (object.kind === 'view') return viewHangsOn(object.view, []);
  // Those are carried over with the columns.
  if (object.kind === 'index' || object.kind === 'constraint' || object.kind === 'statistics') return false;
  const text = JSON.stringify(object, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
  return text.includes(column) && text.includes(table.name);
}

function hasColumn(sql: string, column: string): boolean {
  return renamedColumn(sql, column, `${column}_`) !== sql || sql.includes(`.${quoteIdentifier(column)}`);
}
