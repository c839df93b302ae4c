import type { Catalog } from '../../../catalog/catalog.ts';
import type { Change } from '../../../catalog/change.ts';
import type { Table } from '../../../catalog/table.ts';
import { tokens } from '../sql/tokens.ts';

/** The name that a table has at the end, and those of its columns by the ones that they have now. */
interface NamesAtEnd {
  readonly table: string;
  readonly columns: ReadonlyMap<string, string>;
}

/** The names that a table and its columns have after the changes that come. */
export function namesAtEnd(table: Table, later: readonly Change[]): NamesAtEnd {
  let { name } = table;
  const columns = new Map(table.columns.map((column) => [column.name, column.name]));
  for (const change of later) {
    if (change.kind !== 'rename') continue;
    const { object, to } = change;
    if (object.kind === 'table' && object.name === name) name = to;
    if (object.kind !== 'column' || object.of?.name !== name) continue;
    const [now] = [...columns].find(([, known]) => known === object.name) ?? [];
    if (now !== undefined) columns.set(now, to);
  }
  return { table: name, columns };
}

/**
 * The table with its columns in the order of another, which may know them by the names that they have at the end; those
 * that the other lacks stand behind all.
 */
export function inOrderOf(table: Table, wanted: Table | undefined, names: NamesAtEnd): Table {
  if (!wanted) return table;
  const places = new Map(wanted.columns.map(({ name }, at) => [name, at]));
  const placeOf = (name: string) => places.get(names.columns.get(name) ?? name) ?? places.size;
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
