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
  return {
    schema,
    name,
    kind: 'table',
    persistence: 'permanent',
    columns: columns.map((column) => ({ ...column, nullable: true, local: true })),
    uniques: [],
    foreignKeys: [],
    checks: [],
    exclusions: [],
    indexes,
    inherits: [],
    policies: [],
    rowSecurity: 'off',
    triggers: [],
    rules: [],
    grants: [],
    options,
    replicaIdentity: 'default',
  };
}
