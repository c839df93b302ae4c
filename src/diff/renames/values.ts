import type { Catalog } from '../../catalog/catalog.ts';
import { qualified } from '../../catalog/names.ts';
import { same } from '../same.ts';
import { type Gone, pairUp } from './rename.ts';
import { nameSimilarity } from './similar.ts';

/** Values of enums that may have been renamed: a gone one and a new one in the same place. */
export function enumValueRenames(from: Catalog, to: Catalog): readonly Gone[] {
  const after = new Map(to.types.map((type) => [qualified(type), type]));
  return from.types.flatMap((type) => {
    const other = after.get(qualified(type));
    if (type.kind !== 'enum' || other?.kind !== 'enum') return [];
    const gone = type.values.filter((value) => !other.values.includes(value));
    const added = other.values.filter((value) => !type.values.includes(value));
    const kept = (values: readonly string[], rest: readonly string[]) => values.filter((value) => rest.includes(value));
    if (!same(kept(type.values, other.values), kept(other.values, type.values))) return [];
    const place = (values: readonly string[], value: string, rest: readonly string[]) =>
      values.slice(0, values.indexOf(value)).filter((one) => rest.includes(one)).length;
    const key = (value: string) => `enum value ${qualified(type)}.${value}`;
    return pairUp(
      gone,
      added,
      (value, now) => {
        if (place(type.values, value, other.values) !== place(other.values, now, type.values)) return undefined;
        const similar = nameSimilarity(value, now);
        return {
          key: key(now),
          name: now,
          score: 0.5 + 0.5 * similar,
          reasons: ['the same place among the values', ...(similar >= 0.4 ? ['similar names'] : [])],
          change: { kind: 'rename enum value', type: { schema: type.schema, name: type.name }, value, to: now },
          sure: similar >= 0.5,
        };
      },
      (value) => ({ key: key(value), holdsData: true }),
    );
  });
}
