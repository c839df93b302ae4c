import type { Attribute, Catalog } from '../../catalog/catalog.ts';
import { columnsHolding } from '../../catalog/columns-holding.ts';
import { qualified } from '../../catalog/names.ts';
import { attributeKey } from '../../catalog/object.ts';
import { type Gone, pairUp } from './rename.ts';
import { nameSimilarity } from './similar.ts';

/** Attributes of composite types that may have been renamed. */
export function attributeRenames(from: Catalog, to: Catalog): readonly Gone[] {
  const after = new Map(to.types.map((type) => [qualified(type), type]));
  return from.types.flatMap((type) => {
    const other = after.get(qualified(type));
    if (type.kind !== 'composite' || other?.kind !== 'composite') return [];
    const isIn = (list: readonly Attribute[]) => (one: Attribute) => list.some(({ name }) => name === one.name);
    const placeOf = (list: readonly Attribute[], one: Attribute, rest: readonly Attribute[]) =>
      list.slice(0, list.indexOf(one)).findLast(isIn(rest))?.name;
    const gone = type.attributes.filter((one) => !isIn(other.attributes)(one));
    const added = other.attributes.filter((one) => !isIn(type.attributes)(one));
    const holdsData = gone.length > 0 && columnsHolding(type, from).length > 0;
    return pairUp(
      gone,
      added,
      (one, now) => {
        const similar = nameSimilarity(one.name, now.name);
        const place =
          placeOf(type.attributes, one, other.attributes) === placeOf(other.attributes, now, type.attributes);
        const retyped = one.type.text !== now.type.text;
        if (retyped && !(place && similar >= 0.5)) return undefined;
        return {
          key: attributeKey(type, now.name),
          name: now.name,
          score: (retyped ? 0.1 : 0.4) + 0.4 * similar + (place ? 0.2 : 0),
          reasons: [
            ...(retyped ? [] : ['the same type']),
            ...(similar >= 0.4 ? ['similar names'] : []),
            ...(place ? ['the same place among the attributes'] : []),
          ],
          change: {
            kind: 'rename attribute',
            type: { schema: type.schema, name: type.name },
            attribute: one.name,
            to: now.name,
          },
          sure: !retyped && place && similar >= 0.4,
        };
      },
      (one) => ({ key: attributeKey(type, one.name), holdsData }),
    );
  });
}
