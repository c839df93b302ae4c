import type { Catalog } from '../catalog/catalog.ts';
import { type Dependency, objectKey } from '../catalog/object.ts';
import type { Item } from './items.ts';

/** What each object of one catalog needs, and who needs it, by key. */
export interface Needs {
  readonly of: (key: string) => ReadonlySet<string>;
  readonly dependents: (key: string) => ReadonlySet<string>;
  /** Keys of what belongs to an object and to what belongs to it in turn, defaults of columns included. */
  readonly parts: (key: string) => readonly string[];
}

const none: ReadonlySet<string> = new Set();

/** Joins what the engine told with what follows from where things are; columns of views count as the view. */
export function needsOf(
  catalog: Catalog,
  items: ReadonlyMap<string, Item>,
  dependencies: readonly Dependency[],
): Needs {
  const aliases = viewColumns(catalog);
  const name = (key: string) => aliases.get(key) ?? key;
  const needs = new Map<string, Set<string>>();
  const dependents = new Map<string, Set<string>>();
  const parts = new Map<string, string[]>();
  const add = (from: string, on: string) => {
    if (from === on) return;
    taken(needs, from, () => new Set<string>()).add(on);
    taken(dependents, on, () => new Set<string>()).add(from);
  };
  for (const { from, on } of dependencies) {
    const [owned, owner] = [name(from), name(on)];
    // That a sequence is a column's own is a change of its own; without the column it is there all the same.
    if (owned.startsWith('sequence ') && owner.startsWith('column ')) continue;
    add(owned, owner);
  }
  for (const item of items.values()) {
    for (const on of item.needs) add(item.key, on);
    const owner = ownerOf(item);
    if (owner !== undefined) taken(parts, owner, () => []).push(item.key);
    const { object } = item;
    if (object.kind === 'column' && object.column.default !== undefined) {
      const key = defaultKey(item);
      add(key, item.key);
      taken(parts, item.key, () => []).push(key);
    }
  }
  const partsOf = (key: string): readonly string[] =>
    (parts.get(key) ?? []).flatMap((part) => [part, ...partsOf(part)]);
  return {
    of: (key) => needs.get(key) ?? none,
    dependents: (key) => dependents.get(key) ?? none,
    parts: partsOf,
  };
}

/** What an object goes with when that is dropped. */
export function ownerOf({ owner, object }: Item): string | undefined {
  if (object.kind !== 'sequence') return owner;
  const { ownedBy } = object.sequence;
  return ownedBy && objectKey({ kind: 'column', name: ownedBy.column, of: ownedBy.table });
}

/** The key of a column's default. */
export function defaultKey({ reference }: Item): string {
  return objectKey({ ...reference, kind: 'default' });
}

function viewColumns(catalog: Catalog): ReadonlyMap<string, string> {
  return new Map(
    catalog.views.flatMap(({ schema, name, columns }) => {
      const view = objectKey({ kind: 'view', schema, name });
      return columns.map((column) => [objectKey({ kind: 'column', name: column.name, of: { schema, name } }), view]);
    }),
  );
}

/** The value of the key, made and kept when there is none. */
export function taken<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
