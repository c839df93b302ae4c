import type { Catalog } from './catalog.ts';
import type { ObjectReference } from './object.ts';
import type { Grant } from './table.ts';

/** What belongs to a role. */
export interface Owned {
  readonly owner?: string;
  readonly grants?: readonly Grant[];
}

/** The catalog with each object that can have an owner as the function makes it of what it is and is called. */
export function mapOwned(
  catalog: Catalog,
  made: <One extends Owned>(object: One, reference: ObjectReference) => One,
): Catalog {
  const named =
    (kind: ObjectReference['kind']) =>
    <One extends Owned & { readonly schema: string; readonly name: string }>(one: One): One =>
      made(one, { kind, schema: one.schema, name: one.name });
  return {
    ...catalog,
    schemas: catalog.schemas.map((one) => made(one, { kind: 'schema', name: one.name })),
    tables: catalog.tables.map(named('table')),
    views: catalog.views.map(named('view')),
    types: catalog.types.map(named('type')),
    sequences: catalog.sequences.map(named('sequence')),
    routines: catalog.routines.map((one) => made(one, { kind: 'routine', schema: one.schema, name: one.signature })),
    statistics: catalog.statistics.map(named('statistics')),
    others: catalog.others.map((one) => {
      const { kind, schema, name } = one;
      return made(one, { kind: 'other', other: kind, name, ...(schema === undefined ? {} : { schema }) });
    }),
  };
}
