import type { Change, NewIndexKey } from './change.ts';
import { displayName } from './names.ts';

type NewIndex = Extract<Change, { readonly kind: 'create index' }>;

/**
 * An index in one line for people: `orders (user_id, created_at DESC) INCLUDE (total) WHERE deleted_at IS NULL`,
 * `documents USING gin (data jsonb_path_ops)`.
 */
export function definitionOf(
  index: Pick<NewIndex, 'table' | 'keys' | 'method' | 'unique' | 'include' | 'predicate'>,
): string {
  const method = index.method ?? 'btree';
  return [
    `${index.unique ? 'unique ' : ''}${displayName(index.table.name)}`,
    ...(method === 'btree' ? [] : [`USING ${method}`]),
    `(${index.keys.map(keyText).join(', ')})`,
    ...(index.include && index.include.length > 0 ? [`INCLUDE (${index.include.map(displayName).join(', ')})`] : []),
    ...(index.predicate === undefined ? [] : [`WHERE ${index.predicate}`]),
  ].join(' ');
}

function keyText(key: NewIndexKey): string {
  const descending = key.descending ?? false;
  const nullsFirst = key.nullsFirst ?? descending;
  return [
    key.column === undefined ? expressionText(key.expression ?? '') : displayName(key.column),
    ...(key.collation ? [`COLLATE ${displayName(key.collation.name)}`] : []),
    ...(key.operatorClass === undefined ? [] : [key.operatorClass]),
    ...(descending ? ['DESC'] : []),
    ...(nullsFirst === descending ? [] : [nullsFirst ? 'NULLS FIRST' : 'NULLS LAST']),
  ].join(' ');
}

/** A call stands as it is; any other expression in brackets, as SQL wants it. */
function expressionText(expression: string): string {
  const bare = /^[\w."]+\(.*\)$/.test(expression) || /^\(.*\)$/s.test(expression);
  return bare ? expression : `(${expression})`;
}
