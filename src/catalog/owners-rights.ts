import type { Catalog } from './catalog.ts';
import { type ObjectReference, objectKey } from './object.ts';
import type { Grant } from './table.ts';

interface Owned {
  readonly owner?: string;
  readonly grants?: readonly Grant[];
}

/**
 * Two catalogs without what is granted to the owners that an object has in one of them: an owner has all rights without
 * being granted any, so that the same rights are told in other words where another role owns it.
 */
export function withoutOwnersRights(one: Catalog, other: Catalog): readonly [Catalog, Catalog] {
  const [owners, others] = [ownersIn(one), ownersIn(other)];
  const without = (catalog: Catalog) => {
    return mapped(catalog, (object, key) => {
      const { grants } = object;
      const kept = grants?.filter(({ grantee }) => grantee !== owners.get(key) && grantee !== others.get(key));
      return kept === undefined || kept.length === grants?.length ? object : { ...object, grants: kept };
    });
  };
  return [without(one), without(other)];
}

function ownersIn(catalog: Catalog): ReadonlyMap<string, string> {
  const owners = new Map<string, string>();
  mapped(catalog, (object, key) => {
    if (object.owner !== undefined) owners.set(key, object.owner);
    return object;
  });
  return owners;
}

/** The catalog with its objects that rights are granted on as the function makes them of what they are. */
function mapped(catalog: Catalog, made: <One extends Owned>(object: One, key: string) => One): Catalog {
  const named =
    (kind: ObjectReference['kind']) =>
    <One extends Owned & { readonly schema: string; readonly name: string }>(one: One): One =>
      made(one, objectKey({ kind, schema: one.schema, name: one.name }));
  return {
    ...catalog,
    schemas: catalog.schemas.map((one) => made(one, objectKey({ kind: 'schema', name: one.name }))),
    tables: catalog.tables.map(named('table')),
    views: catalog.views.map(named('view')),
    types: catalog.types.map(named('type')),
    sequences: catalog.sequences.map(named('sequence')),
    routines: catalog.routines.map((one) =>
      made(one, objectKey({ kind: 'routine', schema: one.schema, name: one.signature })),
    ),
    others: catalog.others.map((one) => made(one, `${one.kind} ${one.schema ?? ''}.${one.name}`)),
  };
}
