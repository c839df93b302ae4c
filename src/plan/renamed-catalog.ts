import type { Catalog } from '../catalog/catalog.ts';
import { type QualifiedName, sameName } from '../catalog/names.ts';

/** A table that gets another name or schema. */
export interface Renaming {
  readonly from: QualifiedName;
  readonly to: QualifiedName;
}

/**
 * The catalog as it is when the table has its new name, as far as others name the table: foreign keys, sequences,
 * statistics, heirs and views. Texts of definitions stay as they are.
 */
export function withRenamed(catalog: Catalog, { from, to }: Renaming): Catalog {
  const now = (name: QualifiedName): QualifiedName =>
    sameName(name, from) ? { schema: to.schema, name: to.name } : name;
  return {
    ...catalog,
    tables: catalog.tables.map((table) => ({
      ...table,
      ...(sameName(table, from) ? { schema: to.schema, name: to.name } : {}),
      inherits: table.inherits.map(now),
      foreignKeys: table.foreignKeys.map((key) => ({ ...key, references: now(key.references) })),
    })),
    sequences: catalog.sequences.map((sequence) =>
      sequence.ownedBy
        ? { ...sequence, ownedBy: { ...sequence.ownedBy, table: now(sequence.ownedBy.table) } }
        : sequence,
    ),
    statistics: catalog.statistics.map((one) => ({ ...one, table: now(one.table) })),
    views: catalog.views.map((view) => ({ ...view, reads: view.reads.map(now) })),
  };
}

/** The catalog in which a foreign key of the table has another name. */
export function withRenamedKey(catalog: Catalog, table: QualifiedName, from: string, to: string): Catalog {
  return {
    ...catalog,
    tables: catalog.tables.map((one) =>
      sameName(one, table)
        ? { ...one, foreignKeys: one.foreignKeys.map((key) => (key.name === from ? { ...key, name: to } : key)) }
        : one,
    ),
  };
}
