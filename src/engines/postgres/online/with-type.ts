import { sameName } from '../../../catalog/names.ts';
import type { CatalogObject } from '../../../catalog/object.ts';
import { objectKey, referenceTo } from '../../../catalog/object.ts';
import type { Situation } from '../../procedure.ts';
import { replacedOnline } from './replaced-online.ts';

type IndexObject = Extract<CatalogObject, { readonly kind: 'index' }>;

/**
 * Whether an index goes and comes again because a type takes another's place under a lock on its table: all indexes are
 * built anew under that lock, and this one in the same transaction, so that no query does without it.
 */
export function isRemadeWithType(object: IndexObject, situation: Situation): boolean {
  const { changes } = situation;
  const key = objectKey(referenceTo(object));
  const is = (kind: 'create' | 'drop') =>
    changes.findIndex((one) => one.kind === kind && objectKey(referenceTo(one.object)) === key);
  const [gone, again] = [is('drop'), is('create')];
  return changes.some(
    (one, at) =>
      one.kind === 'replace type' &&
      gone >= 0 &&
      gone < at &&
      at < again &&
      one.columns.some(({ table }) => sameName(table, object.relation)) &&
      'refused' in replacedOnline(one, { ...situation, at }),
  );
}
