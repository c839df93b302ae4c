import { bareTable } from '../catalog/bare.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { lookups } from '../catalog/lookups.ts';
import type { Table, View } from '../catalog/table.ts';
import type { AdviceInput } from './advice.ts';

/** With the materialised views among the tables: they have rows of their own, and indexes as tables do. */
export function withStoredViews(input: AdviceInput): AdviceInput {
  const stored = input.catalog.views.filter((view) => view.materialized);
  if (stored.length === 0) return input;
  const catalog: Catalog = { ...input.catalog, tables: [...input.catalog.tables, ...stored.map(asTable)] };
  return { ...input, catalog, lookups: lookups(catalog) };
}

function asTable({ schema, name, columns, indexes, options }: View): Table {
  return bareTable({
    schema,
    name,
    columns: columns.map((column) => ({ ...column, nullable: true, local: true })),
    indexes,
    options,
  });
}
