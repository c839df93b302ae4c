import { lookups as makeLookups } from '../../catalog/lookups.ts';
import { compareNames, compareText, qualified } from '../../catalog/names.ts';
import type { Table, View } from '../../catalog/table.ts';
import { type VirtualTable, virtualTables } from '../../catalog/virtual-tables.ts';
import { diagramOf } from '../../diagram/diagram-of.ts';
import type { Dictionary } from './dictionary.ts';
import type { Material } from './table-parts.ts';

/** What has a page: tables, virtual ones too, and views; a partition is told of on its table's page. */
export function documented({ catalog }: Pick<Dictionary, 'catalog'>): readonly (Table | View | VirtualTable)[] {
  const tables = catalog.tables.filter((table) => !table.partitionOf);
  return [...tables, ...catalog.views, ...virtualTables(catalog)].sort(compareNames);
}

/** The look-ups that pages are made with. */
export function materialOf(dictionary: Dictionary): Material {
  const { catalog } = dictionary;
  const readers = new Map<string, string[]>();
  for (const view of [...catalog.views, ...virtualTables(catalog)]) {
    for (const read of view.reads) {
      const known = readers.get(qualified(read)) ?? [];
      readers.set(qualified(read), known);
      known.push(qualified(view));
    }
  }
  for (const views of readers.values()) views.sort(compareText);
  return {
    dictionary,
    lookups: makeLookups(catalog),
    diagram: diagramOf(catalog, { views: false }),
    pages: new Set(documented(dictionary).map(qualified)),
    readers,
  };
}
