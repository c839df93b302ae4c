import type { QualifiedName } from './names.ts';

/** Values by qualified name, without building a text for every look-up. */
export interface NameMap<V> {
  get(name: QualifiedName): V | undefined;
  set(name: QualifiedName, value: V): void;
  /** The value of the name, made and kept when there is none. */
  take(name: QualifiedName, make: () => V): V;
}

export function nameMap<V>(): NameMap<V> {
  const schemas = new Map<string, Map<string, V>>();
  const get = (name: QualifiedName): V | undefined => schemas.get(name.schema)?.get(name.name);
  const set = (name: QualifiedName, value: V): void => {
    const names = schemas.get(name.schema);
    if (names) names.set(name.name, value);
    else schemas.set(name.schema, new Map([[name.name, value]]));
  };
  return {
    get,
    set,
    take(name, make) {
      const known = get(name);
      if (known !== undefined) return known;
      const made = make();
      set(name, made);
      return made;
    },
  };
}
