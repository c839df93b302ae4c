import type { Catalog } from '../../../catalog/catalog.ts';
import type { Table } from '../../../catalog/table.ts';
import { tokens } from '../sql/tokens.ts';

/** The table with its columns in the order of another; those that the other lacks stand at the end. */
export function inOrderOf(table: Table, wanted: Table | undefined): Table {
  if (!wanted) return table;
  const places = new Map(wanted.columns.map(({ name }, at) => [name, at]));
  const placeOf = (name: string) => places.get(name) ?? places.size;
  return { ...table, columns: table.columns.toSorted((a, b) => placeOf(a.name) - placeOf(b.name)) };
}

/** The tables whose columns a view shows without naming them, in their order: the text of a view keeps its `*`. */
export function tablesShownWhole({ views }: Catalog): ReadonlySet<string> {
  const whole = views.filter(({ definition }) => showsAll(definition));
  return new Set(whole.flatMap(({ reads }) => reads.map(({ name }) => name)));
}

/** Whether a query has a `*` for columns: behind SELECT, DISTINCT, ALL, a comma or a point; `count(*)` and a product have none. */
function showsAll(query: string): boolean {
  let before = '';
  for (const { kind, text, value } of tokens(query)) {
    if (text === '*' && /^(?:SELECT|DISTINCT|ALL|,|\.)$/.test(before)) return true;
    before = kind === 'word' ? value : text;
  }
  return false;
}
