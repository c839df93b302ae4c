import type { Design, Relation } from '../model.ts';

/**
 * The design with the columns of references to what is known by a code of its own called so: `country_code`,
 * `product_sku`, and no `country_id` that holds no id. Names that are given stay.
 */
export function withKeyColumns(design: Design): Design {
  const keys = new Map(
    design.entities.flatMap(({ name, listed, identifiedBy = [], attributes }) => {
      const [only] = identifiedBy;
      const isOwn = !listed && identifiedBy.length === 1 && attributes.some((one) => one.name === only);
      return isOwn && only !== undefined && only !== 'id' ? [[name, only] as const] : [];
    }),
  );
  if (keys.size === 0) return design;
  const relations = design.relations.map((one): Relation => {
    const key = keys.get(one.to);
    if (key === undefined || one.column !== undefined || one.kind === 'many-to-many') return one;
    const own = /code$/.test(key) ? 'code' : key;
    const column = `${one.role}_${own.replace(new RegExp(`^${one.to}_`), '')}`;
    const from = design.entities.find((two) => two.name === one.from);
    return from?.attributes.some((two) => two.name === column) ? one : { ...one, column };
  });
  return { ...design, relations };
}
