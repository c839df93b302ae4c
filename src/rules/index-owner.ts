import type { Catalog } from '../catalog/catalog.ts';
import type { Change } from '../catalog/change.ts';
import type { Lookups } from '../catalog/lookups.ts';
import { type QualifiedName, qualified } from '../catalog/names.ts';
import type { ConstraintState, Index, Table, View } from '../catalog/table.ts';
import type { Subject } from '../findings/finding.ts';

/** What can have indexes. */
export type IndexOwner = Table | View;

/** Tables, partitions included, and materialised views that have indexes. */
export function indexOwners(catalog: Catalog): readonly IndexOwner[] {
  return [...catalog.tables, ...catalog.views].filter((owner) => owner.indexes.length > 0);
}

/** The constraint that the index belongs to, with its kind. */
export function constraintOf(
  owner: IndexOwner,
  index: Index,
):
  | { readonly kind: 'primary key' | 'unique constraint' | 'exclusion constraint'; readonly state: ConstraintState }
  | undefined {
  if (index.constraint === undefined || !isTable(owner)) return undefined;
  if (owner.primaryKey?.index === index.name) return { kind: 'primary key', state: owner.primaryKey };
  const unique = owner.uniques.find((key) => key.index === index.name);
  if (unique) return { kind: 'unique constraint', state: unique };
  const exclusion = owner.exclusions.find((constraint) => constraint.index === index.name);
  return exclusion && { kind: 'exclusion constraint', state: exclusion };
}

/**
 * What would be lost with the index beside its queries and its own uniqueness, as the end of a sentence; nothing when
 * it can be dropped. A unique constraint can be dropped too, so it does not count.
 */
export function dependent(owner: IndexOwner, index: Index, lookups: Lookups): string | undefined {
  const constraint = constraintOf(owner, index);
  if (constraint?.kind === 'primary key') return 'it is the primary key';
  if (constraint?.kind === 'exclusion constraint') return `exclusion constraint ${index.constraint} is enforced by it`;
  if (index.replicaIdentity) return 'rows are replicated by it';
  if (index.clustered) return 'the table is clustered on it';
  if (index.partitionOf) return `it is attached to ${qualified(index.partitionOf)}`;
  const key = index.unique
    ? lookups.referencesTo(owner).find((reference) => reliesOn(reference.key, index))
    : undefined;
  return key && `foreign key ${key.key.name} of ${qualified(key.from)} relies on it`;
}

/** Where the engine does not say which index a foreign key relies on, any over its columns may be the one. */
function reliesOn(
  key: { readonly referencedIndex?: string; readonly referencedColumns: readonly string[] },
  index: Index,
): boolean {
  if (key.referencedIndex !== undefined) return key.referencedIndex === index.name;
  const columns = new Set(index.keys.map((part) => part.column));
  return columns.size === key.referencedColumns.length && key.referencedColumns.every((column) => columns.has(column));
}

export function isTable(owner: IndexOwner): owner is Table {
  return !('materialized' in owner);
}

/** How statistics and people name it. */
export function indexName(owner: QualifiedName, index: Index): QualifiedName {
  return { schema: owner.schema, name: index.name };
}

export function indexSubject(owner: QualifiedName, index: Index): Subject {
  return { kind: 'index', object: owner, names: [index.name] };
}

/** Takes the index away, with its constraint where it has one. */
export function dropIndex(owner: IndexOwner, index: Index): Change {
  if (index.constraint !== undefined) return { kind: 'drop constraint', table: owner, name: index.constraint };
  return { kind: 'drop index', table: owner, index: indexName(owner, index), ...partitioned(owner) };
}

/** For changes that take another form on a partitioned table. */
export function partitioned(owner: IndexOwner): { readonly partitioned?: true } {
  return isTable(owner) && owner.partitioning ? { partitioned: true } : {};
}
