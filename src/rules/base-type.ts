import type { Catalog, DomainType } from '../catalog/catalog.ts';
import { qualified } from '../catalog/names.ts';
import type { DataType } from '../catalog/type.ts';

/** A look-up of the type that a domain stands for, through domains over domains; other types are their own. */
export function baseTypes(catalog: Catalog): (type: DataType) => DataType {
  const domains = new Map(
    catalog.types
      .filter((type): type is DomainType & (typeof catalog.types)[number] => type.kind === 'domain')
      .map((type) => [qualified(type), type.base]),
  );
  const base = (type: DataType): DataType => {
    const below = type.domain && type.ref ? domains.get(qualified(type.ref)) : undefined;
    return below ? base(below) : type;
  };
  return base;
}
