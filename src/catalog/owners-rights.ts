import type { Catalog } from './catalog.ts';
import { objectKey } from './object.ts';
import { mapOwned } from './owned.ts';

/**
 * Two catalogs without what is granted to the owners that an object has in one of them: an owner has all rights without
 * being granted any, so that the same rights are told in other words where another role owns it.
 */
export function withoutOwnersRights(one: Catalog, other: Catalog): readonly [Catalog, Catalog] {
  const [owners, others] = [ownersIn(one), ownersIn(other)];
  const without = (catalog: Catalog) => {
    return mapOwned(catalog, (object, reference) => {
      const { grants } = object;
      const key = objectKey(reference);
      const kept = grants?.filter(({ grantee }) => grantee !== owners.get(key) && grantee !== others.get(key));
      return kept === undefined || kept.length === grants?.length ? object : { ...object, grants: kept };
    });
  };
  return [without(one), without(other)];
}

/** Who owns what, by key. */
export function ownersIn(catalog: Catalog): ReadonlyMap<string, string> {
  const owners = new Map<string, string>();
  mapOwned(catalog, (object, reference) => {
    if (object.owner !== undefined) owners.set(objectKey(reference), object.owner);
    return object;
  });
  return owners;
}
