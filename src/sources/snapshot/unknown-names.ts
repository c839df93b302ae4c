import type { Catalog } from '../../catalog/catalog.ts';
import { closest } from '../../catalog/closest.ts';
import { compareText, qualified, qualifiedColumn } from '../../catalog/names.ts';
import { indexKey, type Statistics } from '../../catalog/statistics.ts';
import type { Diagnostic } from '../../findings/error.ts';

/**
 * Statistics of what the schema does not hold, one line for each kind; they have no effect. What belongs to an
 * extension is not part of the schema either, so this is for files that were edited.
 */
export function unknownNames(catalog: Catalog, statistics: Statistics, name: string): readonly Diagnostic[] {
  const columns = new Map<string, ReadonlySet<string>>();
  const indexes = new Set<string>();
  for (const relation of [...catalog.tables, ...catalog.views]) {
    columns.set(qualified(relation), new Set(relation.columns.map((column) => column.name)));
    for (const index of relation.indexes) indexes.add(indexKey(statistics, relation, index.name));
  }
  const told = (given: Readonly<Record<string, unknown>>, known: ReadonlySet<string>) =>
    Object.keys(given).filter((key) => !known.has(key));
  const tables = new Set(columns.keys());
  const columnNames = Object.entries(statistics.tables).flatMap(([table, { columns: own, inheritedColumns }]) => {
    const known = columns.get(table);
    return known ? told({ ...own, ...inheritedColumns }, known).map((column) => `${table}.${column}`) : [];
  });
  const known = (objects: readonly { readonly schema: string; readonly name: string }[]) =>
    new Set(objects.map(qualified));
  // Columns that count have no sequence beside them in every engine.
  const numbered = catalog.tables.flatMap((table) =>
    table.columns.flatMap((column) => (column.identity ? [qualifiedColumn(table, column.name)] : [])),
  );
  const numbering = new Set([...known(catalog.sequences), ...numbered]);
  const all = [...columns].flatMap(([table, own]) => [...own].map((column) => `${table}.${column}`));
  return [
    ...line('table', told(statistics.tables, tables), tables, name),
    ...line('column', columnNames, all, name),
    ...line('index', told(statistics.indexes, indexes), indexes, name),
    ...line('sequence', told(statistics.sequences, numbering), numbering, name),
    ...line(
      'statistics object',
      told(statistics.multivariate ?? {}, known(catalog.statistics)),
      known(catalog.statistics),
      name,
    ),
  ];
}

function line(kind: string, names: readonly string[], known: Iterable<string>, file: string): readonly Diagnostic[] {
  const [first, ...more] = [...names].sort(compareText);
  if (first === undefined) return [];
  const guess = closest(first, [...known]);
  const shown = [first, ...more.slice(0, 2)].join(', ') + (more.length > 2 ? ` and ${more.length - 2} more` : '');
  return [
    {
      severity: 'warning',
      code: 'snapshot-unknown-name',
      message: `${file} tells statistics of ${shown}: there is no such ${kind} in its schema`,
      ...(guess === undefined ? {} : { hint: `did you mean ${guess}?` }),
    },
  ];
}
