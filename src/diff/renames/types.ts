import type { Catalog, UserType } from '../../catalog/catalog.ts';
import { columnsHolding } from '../../catalog/columns-holding.ts';
import { type QualifiedName, qualified } from '../../catalog/names.ts';
import { objectKey } from '../../catalog/object.ts';
import { type Gone, pairUp } from './rename.ts';

/**
 * Types that were renamed and changed besides: a gone one and a new one of its kind, with half or more in common, for the
 * same columns. Those of which nothing but the name differs are found with other parts.
 */
export function typeRenames(from: Catalog, to: Catalog): readonly Gone[] {
  const names = (catalog: Catalog) => new Set(catalog.types.map(qualified));
  const [before, after] = [names(from), names(to)];
  return pairUp(
    from.types.filter((type) => !after.has(qualified(type))),
    to.types.filter((type) => !before.has(qualified(type))),
    (gone, added) => {
      if (gone.schema !== added.schema || inCommon(gone, added) < 0.5) return undefined;
      const later = columnsHolding(added, to).map(written);
      const first = columnsHolding(gone, from)
        .map(written)
        .find((one) => later.includes(one));
      if (first === undefined) return undefined;
      return {
        key: objectKey({ kind: 'type', schema: added.schema, name: added.name }),
        name: added.name,
        score: inCommon(gone, added),
        reasons: [`the type of ${first}, before and after`],
        change: { kind: 'rename', object: { kind: 'type', schema: gone.schema, name: gone.name }, to: added.name },
        sure: true,
      };
    },
    (gone) => ({ key: objectKey({ kind: 'type', schema: gone.schema, name: gone.name }), holdsData: false }),
  );
}

const written = ({ table, column }: { readonly table: QualifiedName; readonly column: string }) =>
  `${qualified(table)}.${column}`;

/** What two types have in common, from 0 to 1: values, attributes, or what a domain is over. */
function inCommon(a: UserType, b: UserType): number {
  if (a.kind === 'enum' && b.kind === 'enum') return shared(a.values, b.values);
  if (a.kind === 'composite' && b.kind === 'composite')
    return shared(
      a.attributes.map(({ name }) => name),
      b.attributes.map(({ name }) => name),
    );
  return a.kind === 'domain' && b.kind === 'domain' && a.base.text === b.base.text ? 1 : 0;
}

function shared(a: readonly string[], b: readonly string[]): number {
  return a.filter((one) => b.includes(one)).length / Math.max(1, a.length, b.length);
}
