import type { Catalog } from '../../../catalog/catalog.ts';

/** The comment by which the schema `relvar`, where applied plans keep their journal, is known for ours. */
export const journalMark = 'relvar:journal 1';

/** The catalog without the journal of applied plans: it is no part of anybody's schema. */
export function withoutJournal(catalog: Catalog): Catalog {
  const found = catalog.schemas.some(({ name, comment }) => name === 'relvar' && comment === journalMark);
  if (!found) return catalog;
  const others = <T extends { readonly schema?: string }>(all: readonly T[]) =>
    all.filter(({ schema }) => schema !== 'relvar');
  return {
    ...catalog,
    schemas: catalog.schemas.filter(({ name }) => name !== 'relvar'),
    tables: others(catalog.tables),
    views: others(catalog.views),
    types: others(catalog.types),
    sequences: others(catalog.sequences),
    routines: others(catalog.routines),
    statistics: others(catalog.statistics),
    others: others(catalog.others),
  };
}
