import type { Catalog } from '../catalog/catalog.ts';
import type { Change } from '../catalog/change.ts';
import { displayName, type QualifiedName, qualified, sameName } from '../catalog/names.ts';
import type { ForeignKey, Table } from '../catalog/table.ts';

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

/** A sequence that gets another name. */
export function renamedSequence(change: Change): Renaming | undefined {
  if (change.kind !== 'rename' || change.object.kind !== 'sequence') return undefined;
  const { schema = '', name } = change.object;
  return { from: { schema, name }, to: { schema, name: change.to } };
}

/** The table whose columns own the sequence, and take their values from it, by its new name. */
export function withRenamedSequence(table: Table, { from, to }: Renaming): Table {
  const next = ({ schema, name }: QualifiedName) => `nextval('${qualified({ schema, name })}'::regclass)`;
  return {
    ...table,
    columns: table.columns.map((column) => ({
      ...column,
      ...(column.ownedSequence && sameName(column.ownedSequence, from) ? { ownedSequence: to } : {}),
      ...(column.default === undefined ? {} : { default: column.default.replaceAll(next(from), () => next(to)) }),
    })),
  };
}

/** A constraint or an index of a table that gets another name. */
export interface RenamedPart {
  readonly table: QualifiedName;
  readonly from: string;
  readonly to: string;
}

export function renamedPart(change: Change): RenamedPart | undefined {
  if (change.kind !== 'rename') return undefined;
  const { kind, of, name } = change.object;
  return of && (kind === 'constraint' || kind === 'index') ? { table: of, from: name, to: change.to } : undefined;
}

/** The table in which the constraint has its new name, and with it its index; of another table, what relies on that. */
export function withRenamedPart(table: Table, { table: of, from, to }: RenamedPart): Table {
  const renamed = <One extends { readonly name: string }>(one: One): One =>
    one.name === from ? { ...one, name: to } : one;
  if (!sameName(table, of)) {
    const relies = (key: ForeignKey) => sameName(key.references, of) && key.referencedIndex === from;
    return table.foreignKeys.some(relies)
      ? {
          ...table,
          foreignKeys: table.foreignKeys.map((key) => (relies(key) ? { ...key, referencedIndex: to } : key)),
        }
      : table;
  }
  const owned = <One extends { readonly name: string; readonly index: string }>(one: One): One =>
    one.name === from ? { ...one, name: to, index: to } : one;
  const { primaryKey } = table;
  return {
    ...table,
    ...(primaryKey ? { primaryKey: owned(primaryKey) } : {}),
    uniques: table.uniques.map(owned),
    exclusions: table.exclusions.map(owned),
    checks: table.checks.map(renamed),
    foreignKeys: table.foreignKeys.map(renamed),
    indexes: table.indexes.map((index) =>
      index.name === from
        ? {
            ...index,
            name: to,
            definition: withName(index.definition, from, to),
            ...(index.constraint === from ? { constraint: to } : {}),
          }
        : index,
    ),
  };
}

/** The statement of an index begins with its name. */
function withName(definition: string, from: string, to: string): string {
  const [before, after] = [from, to].map((name) => `INDEX ${displayName(name)} ON `);
  return definition.replace(before ?? '', () => after ?? '');
}
