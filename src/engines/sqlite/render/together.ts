import type { Change } from '../../../catalog/change.ts';

/**
 * Parts fixes, each a list of changes, into those that one rebuilding of a table carries out: it holds if each of them
 * does, since each changes something of its own (a column's type, its default, a check), and the engine takes columns and
 * constraints one by one. Gives their places in the list; what is no such fix stands alone.
 */
export function together(fixes: readonly (readonly Change[])[]): readonly (readonly number[])[] {
  const parts: { readonly at: number[]; readonly touched: Set<string> }[] = [];
  const byTable = new Map<string, (typeof parts)[number][]>();
  for (const [at, changes] of fixes.entries()) {
    const places = changes.map(placeOf);
    const [first] = places;
    const table = first?.table;
    const known = places.flatMap((place) => (place && place.table === table ? place.part : []));
    if (table === undefined || known.length < places.length) {
      parts.push({ at: [at], touched: new Set() });
      continue;
    }
    const own = byTable.get(table) ?? [];
    const part = own.find(({ touched }) => !known.some((one) => touched.has(one)));
    if (part) {
      part.at.push(at);
      for (const one of known) part.touched.add(one);
    } else {
      const made = { at: [at], touched: new Set(known) };
      parts.push(made);
      byTable.set(table, [...own, made]);
    }
  }
  return parts.map((part) => part.at);
}

/** The table and the part of it that a change is about; nothing for one that more may hang on. */
function placeOf(change: Change): { readonly table: string; readonly part: string } | undefined {
  switch (change.kind) {
    case 'change type':
    case 'set not null':
    case 'drop not null':
    case 'set default':
    case 'drop default':
    case 'drop identity':
      return { table: change.table.name, part: `column ${change.column.toLowerCase()}` };
    case 'add check':
      return { table: change.table.name, part: `constraint ${change.name.toLowerCase()}` };
    default:
      return undefined;
  }
}
