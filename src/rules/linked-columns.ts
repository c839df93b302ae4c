import type { Lookups, Reference } from '../catalog/lookups.ts';
import { compareText, qualifiedColumn } from '../catalog/names.ts';
import type { Column, Table } from '../catalog/table.ts';
import { columnPairsOf } from './foreign-key-columns.ts';

/** Columns that foreign keys tie together: they must change their type together. */
export interface LinkedColumns {
  /** The column that the others reference, first; then by name. */
  readonly members: readonly (readonly [Table, Column])[];
  /** The foreign keys between them, by table and name. */
  readonly keys: readonly Reference[];
}

/** For any column, those that foreign keys tie to it, itself included. */
export type LinkedColumnsOf = (table: Table, column: Column) => LinkedColumns;

const made = new WeakMap<Lookups, LinkedColumnsOf>();

export function linkedColumns(lookups: Lookups, tables: readonly Table[]): LinkedColumnsOf {
  let known = made.get(lookups);
  if (!known) {
    known = linksOf(lookups, tables);
    made.set(lookups, known);
  }
  return known;
}

interface Neighbour {
  readonly table: Table;
  readonly column: Column;
  readonly reference: Reference;
}

function linksOf(lookups: Lookups, tables: readonly Table[]): LinkedColumnsOf {
  // Most schemas have no column that asks.
  let neighbours: ReturnType<typeof neighboursOf> | undefined;
  const groups = new Map<Column, LinkedColumns>();
  return (table, column) => {
    const known = groups.get(column);
    if (known) return known;
    neighbours ??= neighboursOf(lookups, tables);
    const members = new Map<Column, Table>([[column, table]]);
    const keys = new Set<Reference>();
    // A map hands out what is added while it is gone through.
    for (const member of members.keys()) {
      for (const next of neighbours.get(member) ?? []) {
        members.set(next.column, next.table);
        keys.add(next.reference);
      }
    }
    const group = ordered(members, keys, lookups);
    for (const member of members.keys()) groups.set(member, group);
    return group;
  };
}

function neighboursOf(lookups: Lookups, tables: readonly Table[]): ReadonlyMap<Column, readonly Neighbour[]> {
  const neighbours = new Map<Column, Neighbour[]>();
  const link = (column: Column, neighbour: Neighbour) => {
    const known = neighbours.get(column);
    if (known) known.push(neighbour);
    else neighbours.set(column, [neighbour]);
  };
  for (const table of tables) {
    for (const reference of lookups.referencesFrom(table)) {
      if (reference.key.inherited) continue;
      for (const { from, to, target } of columnPairsOf(reference, lookups)) {
        link(from, { table: target, column: to, reference });
        link(to, { table, column: from, reference });
      }
    }
  }
  return neighbours;
}

function ordered(members: ReadonlyMap<Column, Table>, keys: ReadonlySet<Reference>, lookups: Lookups): LinkedColumns {
  const references = new Map<Column, number>();
  for (const { from, key } of keys) {
    for (const name of key.columns) {
      const column = lookups.column(from, name);
      if (column) references.set(column, (references.get(column) ?? 0) + 1);
    }
  }
  const name = ([column, table]: readonly [Column, Table]) => qualifiedColumn(table, column.name);
  return {
    members: [...members]
      .sort((a, b) => (references.get(a[0]) ?? 0) - (references.get(b[0]) ?? 0) || compareText(name(a), name(b)))
      .map(([column, table]) => [table, column] as const),
    keys: [...keys].sort((a, b) =>
      compareText(qualifiedColumn(a.from, a.key.name), qualifiedColumn(b.from, b.key.name)),
    ),
  };
}
