import type { Catalog } from './catalog.ts';
import { type QualifiedName, qualified, sameName } from './names.ts';
import type { DataType } from './type.ts';

/** Columns that hold values of a type: as such, in arrays, in composites and ranges, in domains over any of these. */
export function columnsHolding(
  type: QualifiedName,
  { tables, types }: Pick<Catalog, 'tables' | 'types'>,
): readonly { readonly table: QualifiedName; readonly column: string }[] {
  const holding = new Set([qualified(type)]);
  const holds = ({ ref, element }: DataType): boolean =>
    (ref !== undefined && holding.has(qualified(ref))) || (element !== undefined && holds(element));
  // Types that are made of it, and those that are made of these.
  for (let known = 0; known < holding.size; ) {
    known = holding.size;
    for (const one of types) {
      const parts =
        one.kind === 'composite'
          ? one.attributes.map((attribute) => attribute.type)
          : one.kind === 'domain'
            ? [one.base]
            : one.kind === 'range'
              ? [one.subtype]
              : [];
      if (!sameName(one, type) && parts.some(holds)) holding.add(qualified(one));
    }
  }
  return tables.flatMap(({ schema, name, columns }) =>
    columns.filter((column) => holds(column.type)).map((column) => ({ table: { schema, name }, column: column.name })),
  );
}
