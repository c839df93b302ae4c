import { type QualifiedName, qualified } from '../catalog/names.ts';
import type { NamedKind, Naming } from '../engines/receiving.ts';

/** The names that things have in the other engine: as near to their own as it takes them, and no two alike. */
export interface Names {
  /** Of a table or view: those of others than the first say their schema, where two are alike. */
  readonly nameOf: (relation: QualifiedName) => string;
  /** Of an index, a check or a foreign key of a table; `table` is what that is called by now. */
  readonly partNameOf: (kind: PartKind, table: string, name: string) => string;
}

type PartKind = Exclude<NamedKind, 'relation' | 'column'>;

/** Names for one schema; what gets another name than its own is told. */
export function namesFor(naming: Naming, lose: (what: string, why: string) => void): Names {
  const relations = new Map<string, string>();
  const taken = new Map<string, Set<string>>();
  const named = (kind: NamedKind, wanted: readonly string[], table = ''): string => {
    const scopes = naming.scopes(kind).map(({ among, of }) => {
      const scope = `${among} of ${of === 'table' ? table : ''}`;
      const names = taken.get(scope) ?? new Set<string>();
      taken.set(scope, names);
      return names;
    });
    return freeName(naming, kind, wanted, scopes);
  };
  return {
    nameOf({ schema, name }) {
      const key = qualified({ schema, name });
      const known = relations.get(key);
      if (known !== undefined) return known;
      const own = named('relation', [name, `${schema}_${name}`]);
      relations.set(key, own);
      if (own !== name) lose(`table ${name}, here ${own}`, renamed);
      return own;
    },
    partNameOf(kind, table, name) {
      const own = named(kind, [name, `${table}_${name}`], table);
      if (own !== name) lose(`${kind} ${name} of ${table}, here ${own}`, renamed);
      return own;
    },
  };
}

/** Why something has another name. */
export const renamed = 'its name: it is taken here, or none that the engine takes';

/** The first of the names that is free in all sets, as the engine takes it, or with a number; it is taken from then on. */
export function freeName(
  { legal, folded }: Naming,
  kind: NamedKind,
  wanted: readonly string[],
  taken: readonly Set<string>[],
): string {
  const isFree = (name: string) => !taken.some((names) => names.has(folded(name, kind)));
  let own = wanted.map((name) => legal(name, kind)).find(isFree);
  for (let number = 2; own === undefined; number++) {
    const ending = `_${number}`;
    const numbered = `${legal(wanted[0] ?? '', kind, ending.length)}${ending}`;
    if (isFree(numbered)) own = numbered;
  }
  for (const names of taken) names.add(folded(own, kind));
  return own;
}
