import type { Catalog, Sequence } from '../catalog/catalog.ts';
import { qualified } from '../catalog/names.ts';
import type { Column } from '../catalog/table.ts';

/** Sequences by the qualified name that statistics use, with one look-up for the columns that draw from them. */
export type KeySequences = (column: Column) => Sequence | undefined;

const made = new WeakMap<Catalog, KeySequences>();

/** The sequence that gives a column its numbers: of an identity, of `serial`, or of a default that names one. */
export function keySequences(catalog: Catalog): KeySequences {
  let known = made.get(catalog);
  if (!known) {
    const byName = new Map(catalog.sequences.map((sequence) => [qualified(sequence), sequence]));
    known = (column) => {
      const own = column.identity?.sequence ?? column.ownedSequence;
      if (own) return byName.get(qualified(own));
      const named = /^nextval\('((?:[^']|'')+)'::regclass\)$/.exec(column.default ?? '')?.[1];
      return named === undefined ? undefined : byName.get(named.replaceAll("''", "'"));
    };
    made.set(catalog, known);
  }
  return known;
}
