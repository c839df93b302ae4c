import { displayName, type QualifiedName } from '../catalog/names.ts';
import type { Index, IndexKey } from '../catalog/table.ts';

/** What an index is, for people: `unique btree (a, lower(b) desc) include (c) where (d > 0)`. */
export function indexText(index: Index): string {
  const parts = [index.method, `(${keysText(index)})`];
  if (index.unique) parts.unshift('unique');
  if (index.include.length > 0) parts.push(`include (${index.include.map(displayName).join(', ')})`);
  if (index.nullsNotDistinct) parts.push('NULLS NOT DISTINCT');
  if (index.predicate !== undefined) parts.push(`where ${index.predicate}`);
  return parts.join(' ');
}

/** The keys of an index: `a, lower(b) desc`. */
export function keysText(index: Index): string {
  return index.keys.map(keyText).join(', ');
}

function keyText(key: IndexKey): string {
  const words = [key.column === undefined ? (key.expression ?? '') : displayName(key.column)];
  if (key.collation) words.push(`collate ${collationText(key.collation)}`);
  if (key.operatorClass !== undefined) words.push(key.operatorClass);
  if (key.descending) words.push('desc');
  if (key.nullsFirst !== key.descending) words.push(key.nullsFirst ? 'NULLS FIRST' : 'NULLS LAST');
  return words.join(' ');
}

/** The engine's own collations go without their schema. */
function collationText(collation: QualifiedName): string {
  return collation.schema === 'pg_catalog'
    ? displayName(collation.name)
    : `${displayName(collation.schema)}.${displayName(collation.name)}`;
}
