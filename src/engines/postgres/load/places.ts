import type { FileLocation } from '../../../findings/finding.ts';

/** A table, view or sequence, with the places of what belongs to it. */
export interface RelationPlace {
  readonly schema: string;
  readonly at: FileLocation;
  readonly columns: Map<string, FileLocation>;
  /** Constraints, indexes, policies and triggers: `constraint orders_pkey`. */
  readonly parts: Map<string, FileLocation>;
}

/** Where objects are written down. Names are those of the catalog; the last definition counts. */
export interface Places {
  relation(schema: string, name: string): RelationPlace | undefined;
  addRelation(schema: string, name: string, at: FileLocation): RelationPlace;
  dropRelation(schema: string, name: string): void;
  moveRelation(
    from: { readonly schema: string; readonly name: string },
    to: { readonly schema: string; readonly name: string },
  ): void;
  /** The first schema of a search path that holds the relation; the first of the path when none does. */
  schemaOf(name: string, path: readonly string[]): string;
  /** The relation of a schema that holds the index; names of indexes are unique in it. */
  withIndex(schema: string, index: string): RelationPlace | undefined;
  /** Types, routines and schemas: `type public.mood`. */
  readonly others: Map<string, FileLocation>;
}

export function newPlaces(): Places {
  const relations = new Map<string, RelationPlace>();
  // A dot in a name cannot make two names one: the schema comes with its length.
  const key = (schema: string, name: string): string => `${schema.length} ${schema}.${name}`;
  return {
    relation: (schema, name) => relations.get(key(schema, name)),
    addRelation(schema, name, at) {
      const place = { schema, at, columns: new Map<string, FileLocation>(), parts: new Map<string, FileLocation>() };
      relations.set(key(schema, name), place);
      return place;
    },
    dropRelation(schema, name) {
      relations.delete(key(schema, name));
    },
    moveRelation(from, to) {
      const place = relations.get(key(from.schema, from.name));
      if (!place) return;
      relations.delete(key(from.schema, from.name));
      relations.set(key(to.schema, to.name), { ...place, schema: to.schema });
    },
    withIndex: (schema, index) =>
      [...relations.values()].find((place) => place.schema === schema && place.parts.has(`index ${index}`)),
    schemaOf: (name, path) => path.find((schema) => relations.has(key(schema, name))) ?? path[0] ?? 'public',
    others: new Map(),
  };
}
