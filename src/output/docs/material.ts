import { lookups as makeLookups } from '../../catalog/lookups.ts';
import { compareNames, compareText, qualified } from '../../catalog/names.ts';
import type { Table, View } from '../../catalog/table.ts';
import { diagramOf } from '../../diagram/diagram-of.ts';
import type { Dictionary } from './dictionary.ts';
import type { Material } from './table-parts.ts';

/** What has a page: tables, and views; a partition is told of on its table's page. */
export function documented({ catalog }: Pick<Dictionary, 'catalog'>): readonly (Table | View)[] {
  return [...catalog.tables.filter((table) => !table.partitionOf), ...catalog.views].sort(compareNames);
}

/** The look-ups that pages are made with. */
export function materialOf(dictionary: Dictionary): Material {
  const { catalog } = dictionary;
  const readers = new Map<string, string[]>();
  for (const view of catalog.views) {
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
