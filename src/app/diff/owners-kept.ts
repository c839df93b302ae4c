import type { Catalog } from '../../catalog/catalog.ts';
import type { Change } from '../../catalog/change.ts';
import { type ObjectReference, objectKey } from '../../catalog/object.ts';
import { mapOwned, type Owned } from '../../catalog/owned.ts';
import { ownersIn } from '../../catalog/owners-rights.ts';

/**
 * A catalog that was read in a lab, where all belongs to the lab's own role, with the owners that its objects had before
 * the changes were carried out there: renames and moves to other schemas alone.
 */
export function withOwnersOf(fresh: Catalog, known: Catalog, changes: readonly Change[]): Catalog {
  const formerly = formerKeys(changes);
  const owners = ownersIn(known);
  const { reader: _, ...rest } = mapOwned(fresh, <One extends Owned>(object: One, reference: ObjectReference): One => {
    const { owner: _, ...others } = object;
    const owner = owners.get(formerly(reference));
    return { ...(others as One), ...(owner === undefined ? {} : { owner }) };
  });
  return { ...rest, ...(known.reader === undefined ? {} : { reader: known.reader }) };
}

/** The key that an object had before the changes, by what it is called after them. */
function formerKeys(changes: readonly Change[]): (reference: ObjectReference) => string {
  const former = new Map<string, string>();
  const schemas = new Map<string, string>();
  for (const change of changes) {
    if (change.kind !== 'rename' && change.kind !== 'set schema') continue;
    const { object } = change;
    if (object.of) continue;
    if (object.kind === 'schema' && change.kind === 'rename')
      schemas.set(change.to, schemas.get(object.name) ?? object.name);
    const key = objectKey(object);
    const signature = object.name.indexOf('(');
    const name =
      change.kind === 'set schema'
        ? object.name
        : object.kind === 'routine'
          ? `${change.to}${object.name.slice(signature)}`
          : change.to;
    const schema = change.kind === 'set schema' ? { schema: change.schema } : {};
    former.set(objectKey({ ...object, ...schema, name }), former.get(key) ?? key);
  }
  return (reference) => {
    const known = former.get(objectKey(reference));
    if (known !== undefined) return known;
    const schema = reference.schema === undefined ? undefined : schemas.get(reference.schema);
    return objectKey(schema === undefined ? reference : { ...reference, schema });
  };
}
