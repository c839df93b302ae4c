import type { Item } from '../items.ts';
import type { Ground } from './ground.ts';

/**
 * Routines, relations and columns that a text body seems to name, by key: the engine looks into it when it is made or
 * replaced. A column counts where its table is named, too.
 */
export function mentioned({ object }: Item, { to }: Ground): readonly string[] {
  if (object.kind !== 'routine') return [];
  const words = new Set(object.routine.body.toLowerCase().match(/[\p{L}\p{N}_$]+/gu));
  const names = (name: string) => words.has(name.toLowerCase());
  return [...to.items.values()]
    .filter((one) => {
      if (one.object === object) return false;
      switch (one.object.kind) {
        case 'table':
        case 'view':
        case 'sequence':
        case 'type':
          return names(one.reference.name);
        case 'routine':
          return names(one.object.routine.name);
        case 'column':
          return names(one.reference.name) && names(one.object.table.name);
        default:
          return false;
      }
    })
    .map((one) => one.key);
}
