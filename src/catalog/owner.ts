import type { Catalog } from './catalog.ts';
import type { Change } from './change.ts';
import { type CatalogObject, referenceTo } from './object.ts';

/**
 * The role that an object belongs to; nothing for what belongs to none, and for what is its table's: a column, an index, a
 * sequence of a column.
 */
export function ownerIn(object: CatalogObject | undefined): string | undefined {
  switch (object?.kind) {
    case 'schema':
      return object.schema.owner;
    case 'type':
      return object.type.owner;
    case 'sequence':
      return object.sequence.ownedBy ? undefined : object.sequence.owner;
    case 'routine':
      return object.routine.owner;
    case 'table':
      return object.table.owner;
    case 'view':
      return object.view.owner;
    case 'statistics':
      return object.statistics.owner;
    case 'other':
      return object.other.on ? undefined : object.other.owner;
    default:
      return undefined;
  }
}

/** The role whose new objects are anyway: the one that read the catalog, or, where that was not told, the owner of all. */
export function usualOwner(catalog: Catalog): string | undefined {
  if (catalog.reader !== undefined) return catalog.reader;
  const { tables, views, types, sequences, routines, others } = catalog;
  const owners = [tables, views, types, sequences, routines, others.filter(({ on }) => !on)].flatMap((all) =>
    all.flatMap(({ owner }) => owner ?? []),
  );
  const [first] = owners;
  return owners.every((one) => one === first) ? first : undefined;
}

/** Gives an object that is made again to the role that it belongs to, unless it is that role's anyway. */
export function ownerAgain(object: CatalogObject, catalog: Catalog): readonly Extract<Change, { kind: 'set owner' }>[] {
  const owner = ownerIn(object);
  if (owner === undefined || owner === usualOwner(catalog)) return [];
  return [{ kind: 'set owner', object: referenceTo(object), owner }];
}
