import type { Catalog } from '../../catalog/catalog.ts';
import type { Change } from '../../catalog/change.ts';
import { type ObjectReference, objectKey } from '../../catalog/object.ts';

interface Owned {
  readonly owner?: string;
}

/**
 * A catalog that was read in a lab, where all belongs to the lab's own role, with the owners that its objects had before
 * the changes were carried out there: renames and moves to other schemas alone.
 */
export function withOwnersOf(fresh: Catalog, known: Catalog, changes: readonly Change[]): Catalog {
  const formerly = formerKeys(changes);
  const kept = <One extends Owned>(
    now: readonly One[],
    before: readonly One[],
    referenceTo: (one: One) => Reference,
  ) => {
    const owners = new Map(before.map((one) => [objectKey(referenceTo(one)), one.owner]));
    return now.map((one): One => {
      const { owner: _, ...rest } = one;
      const owner = owners.get(formerly(referenceTo(one)));
      return { ...(rest as One), ...(owner === undefined ? {} : { owner }) };
    });
  };
  const named = (kind: ObjectReference['kind']) => (one: { readonly schema: string; readonly name: string }) => ({
    kind,
    schema: one.schema,
    name: one.name,
  });
  const { reader: _, ...rest } = fresh;
  return {
    ...rest,
    schemas: kept(fresh.schemas, known.schemas, ({ name }) => ({ kind: 'schema', name })),
    tables: kept(fresh.tables, known.tables, named('table')),
    views: kept(fresh.views, known.views, named('view')),
    types: kept(fresh.types, known.types, named('type')),
    sequences: kept(fresh.sequences, known.sequences, named('sequence')),
    routines: kept(fresh.routines, known.routines, ({ schema, signature }) => ({
      kind: 'routine',
      schema,
      name: signature,
    })),
    statistics: kept(fresh.statistics, known.statistics, named('statistics')),
    others: kept(fresh.others, known.others, ({ kind, schema, name }) => ({
      kind: 'other',
      other: kind,
      name,
      ...(schema === undefined ? {} : { schema }),
    })),
    ...(known.reader === undefined ? {} : { reader: known.reader }),
  };
}

type Reference = Pick<ObjectReference, 'kind' | 'schema' | 'name' | 'other'>;

/** The key that an object had before the changes, by what it is called after them. */
function formerKeys(changes: readonly Change[]): (reference: Reference) => string {
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
