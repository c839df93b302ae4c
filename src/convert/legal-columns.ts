import type { Catalog } from '../catalog/catalog.ts';
import { qualified } from '../catalog/names.ts';
import type { Table } from '../catalog/table.ts';
import type { Naming } from '../engines/receiving.ts';
import { freeName, renamed } from './names.ts';
import { inNames, inOtherNames } from './renamed.ts';

/** The schema with its columns under names that the engine takes, of which no two in a table are one to it. */
export function withLegalColumns(from: Catalog, naming: Naming, lose: (what: string, why: string) => void): Catalog {
  const changed = new Map<string, ReadonlyMap<string, string>>();
  for (const table of from.tables) {
    const names = otherNames(table, naming);
    if (names.size === 0) continue;
    changed.set(qualified(table), names);
    for (const [name, other] of names) lose(`column ${table.name}.${name}, here ${other}`, renamed);
  }
  if (changed.size === 0) return from;
  const namesOf = (table: { readonly schema: string; readonly name: string }) => changed.get(qualified(table));
  return {
    ...from,
    tables: from.tables.map((table) =>
      inOtherNames(table, {
        table: (name) => name,
        column: (of, column) => namesOf(of)?.get(column) ?? column,
        inExpressions: namesOf(table) ?? new Map(),
      }),
    ),
    views: from.views.map((view) => ({
      ...view,
      definition: inNames(
        view.definition,
        new Map(view.reads.flatMap((read) => [...(namesOf(read) ?? new Map<string, string>())])),
      ),
    })),
  };
}

function otherNames({ columns }: Table, naming: Naming): ReadonlyMap<string, string> {
  // Names that stay as they are come first: none of them gives way to one that has to change.
  const [kept, others] = [new Set<string>(), new Map<string, string>()];
  const changing = columns.filter(({ name }) => {
    const folded = naming.folded(name, 'column');
    const stays = naming.legal(name, 'column') === name && !kept.has(folded);
    if (stays) kept.add(folded);
    return !stays;
  });
  for (const { name } of changing) others.set(name, freeName(naming, 'column', [name], [kept]));
  return others;
}
