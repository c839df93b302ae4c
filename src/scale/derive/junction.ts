import type { Table } from '../../catalog/table.ts';
import type { Link, Links } from './links.ts';

/** Columns beside the two references that a table may have and still be no more than a junction. */
const mostBeside = 4;

/** The two references of a table that joins two others, many to many; nothing of other tables. */
export function junctionOf(table: Table, links: Links): readonly [Link, Link] | undefined {
  const mandatory = links.from(table).filter((link) => link.mandatory && link.columns.length === 1);
  const keys = [...(table.primaryKey ? [table.primaryKey] : []), ...table.uniques];
  for (const key of keys) {
    const [a, b, ...rest] = mandatory.filter((link) => key.columns.includes(link.columns[0] ?? ''));
    if (a && b && rest.length === 0 && key.columns.length === 2 && fewBeside(table)) return [a, b];
  }
  const [a, b, ...rest] = mandatory;
  const bare = table.columns.every((column) => mandatory.some((link) => link.columns[0] === column.name));
  return a && b && rest.length === 0 && bare ? [a, b] : undefined;
}

function fewBeside(table: Table): boolean {
  return table.columns.length <= 2 + mostBeside;
}
