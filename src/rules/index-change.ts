import type { Change, NewIndexKey } from '../catalog/change.ts';
import type { Lookups } from '../catalog/lookups.ts';
import type { Index, IndexKey } from '../catalog/table.ts';
import type { Traits } from '../catalog/traits.ts';
import { type IndexOwner, partitioned } from './index-owner.ts';

/** The index as one to be made, under a name that is free. Its predicate is what is given, not its own. */
export function newIndex(
  owner: IndexOwner,
  index: Pick<Index, 'method' | 'unique' | 'nullsNotDistinct' | 'keys' | 'include'>,
  predicate: string | undefined,
  context: { readonly lookups: Lookups; readonly traits: Traits },
): Extract<Change, { readonly kind: 'create index' }> {
  const columns = index.keys.map((key) => key.column ?? 'expr');
  return {
    kind: 'create index',
    table: owner,
    name: context.lookups.freeIndexName(owner, columns, 'idx', context.traits.identifierBytes),
    keys: index.keys.map(newKey),
    ...(index.method === 'btree' ? {} : { method: index.method }),
    ...(index.unique ? { unique: true } : {}),
    ...(index.nullsNotDistinct ? { nullsNotDistinct: true } : {}),
    ...(index.include.length > 0 ? { include: index.include } : {}),
    ...(predicate === undefined ? {} : { predicate }),
    ...partitioned(owner),
  };
}

function newKey(key: IndexKey): NewIndexKey {
  return {
    ...(key.column === undefined ? {} : { column: key.column }),
    ...(key.expression === undefined ? {} : { expression: key.expression }),
    ...(key.operatorClass === undefined ? {} : { operatorClass: key.operatorClass }),
    ...(key.collation === undefined ? {} : { collation: key.collation }),
    ...(key.descending ? { descending: true } : {}),
    ...(key.nullsFirst === key.descending ? {} : { nullsFirst: key.nullsFirst }),
  };
}
