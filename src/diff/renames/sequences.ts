import type { Catalog, Sequence } from '../../catalog/catalog.ts';
import type { Change } from '../../catalog/change.ts';
import { qualified, qualifiedColumn, sameName } from '../../catalog/names.ts';
import { objectKey } from '../../catalog/object.ts';
import { same } from '../same.ts';
import { type Gone, pairUp } from './rename.ts';
import { nameSimilarity } from './similar.ts';

/**
 * Sequences that may have been renamed or moved to another schema: made anew they would begin from the start. Those that
 * one column owns before and after are its parts, and looked at with these.
 */
export function sequenceRenames(from: Catalog, to: Catalog): readonly Gone[] {
  const only = (catalog: Catalog, other: Catalog) =>
    catalog.sequences.filter((one) => !one.identity && !other.sequences.some((known) => sameName(known, one)));
  return pairUp(
    only(from, to),
    only(to, from),
    (gone, added) => {
      const owned = gone.ownedBy !== undefined || added.ownedBy !== undefined;
      if (owned && gone.schema === added.schema && same(gone.ownedBy, added.ownedBy)) return undefined;
      const drawing = drawsFrom(to, added);
      const drawn = drawsFrom(from, gone).some((column) => drawing.includes(column));
      // What a column owns goes with it.
      if (owned && !drawn) return undefined;
      const similar = nameSimilarity(gone.name, added.name);
      const alike = same(counting(gone), counting(added));
      const moved = gone.schema !== added.schema;
      const twofold = moved && gone.name !== added.name;
      if (!drawn && !alike && similar < 0.4) return undefined;
      const reference = { kind: 'sequence', schema: gone.schema, name: gone.name } as const;
      const change: Change = moved
        ? { kind: 'set schema', object: reference, schema: added.schema }
        : { kind: 'rename', object: reference, to: added.name };
      return {
        key: objectKey({ ...reference, schema: added.schema, name: added.name }),
        name: moved ? qualified(added) : added.name,
        score: Math.min(1, (drawn ? 0.5 : 0) + (alike ? 0.3 : 0) + 0.3 * similar),
        reasons: [
          ...(drawn ? ['the same column draws from it'] : []),
          ...(alike ? ['counts alike'] : []),
          ...(moved && !twofold ? ['the same name in another schema'] : similar >= 0.4 ? ['similar names'] : []),
        ],
        change,
        ...(twofold ? { twofold } : {}),
        sure: !twofold && (drawn || (alike && similar >= 0.4)),
      };
    },
    (gone) => ({ key: objectKey({ kind: 'sequence', schema: gone.schema, name: gone.name }), holdsData: true }),
  );
}

/** How it counts, whatever it is called and whoever may use it. */
function counting({ type, start, increment, minimum, maximum, cache, cycle }: Sequence): unknown {
  return { type: type.text, counts: [start, increment, minimum, maximum, cache].map(String), cycle };
}

/** The columns whose defaults name the sequence. */
function drawsFrom({ tables }: Catalog, { name }: Sequence): readonly string[] {
  return tables.flatMap((table) =>
    table.columns
      .filter((column) => column.default?.match(/[\p{L}\p{N}_$]+/gu)?.includes(name))
      .map((column) => qualifiedColumn(table, column.name)),
  );
}
