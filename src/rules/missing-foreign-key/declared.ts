import type { Catalog } from '../../catalog/catalog.ts';
import { displayName, type QualifiedName, qualified } from '../../catalog/names.ts';

/** A reference as a text to compare: `public.orders(user_id) → public.users(id)`. */
export function referenceText(
  from: QualifiedName,
  columns: readonly string[],
  to: QualifiedName,
  key: readonly string[],
): string {
  const side = (table: QualifiedName, names: readonly string[]) =>
    `${qualified(table)}(${names.map(displayName).join(', ')})`;
  return `${side(from, columns)} → ${side(to, key)}`;
}

/** What the foreign keys of a catalog say, each once: those of a partition count as those of its table. */
export function declaredReferences(catalog: Catalog): ReadonlySet<string> {
  const parents = new Map(catalog.tables.map((table) => [qualified(table), table.partitionOf?.parent]));
  const root = (name: QualifiedName): QualifiedName => {
    const parent = parents.get(qualified(name));
    return parent ? root(parent) : name;
  };
  return new Set(
    catalog.tables.flatMap((table) =>
      table.foreignKeys.map((key) =>
        referenceText(root(table), key.columns, root(key.references), key.referencedColumns),
      ),
    ),
  );
}

/** The same catalog with its foreign keys hidden, indexes kept: what is found then can be held against what was declared. */
export function withoutForeignKeys(catalog: Catalog): Catalog {
  return { ...catalog, tables: catalog.tables.map((table) => ({ ...table, foreignKeys: [] })) };
}
