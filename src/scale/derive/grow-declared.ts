import { qualified } from '../../catalog/names.ts';
import type { ColumnStatistics, IndexStatistics, Statistics, TableStatistics } from '../../catalog/statistics.ts';
import type { Column, Table } from '../../catalog/table.ts';
import type { Sizes } from '../../engines/sizes.ts';
import { grownIndexes } from '../grow-indexes.ts';
import { type ColumnGrowth, growTable, plainGrowth } from '../grow-table.ts';
import type { Links } from './links.ts';

export interface GrowDeclaredInput {
  readonly table: Table;
  readonly statistics: Statistics;
  readonly links: Links;
  readonly rowsOf: (table: Table) => number | undefined;
  readonly sizes: Sizes;
}

/**
 * What was observed of a table and its indexes, grown to the rows that were declared over them. Nothing where none
 * were. A reference has no more values than the table that it refers to has rows.
 */
export function growDeclared({
  table,
  statistics,
  links,
  rowsOf,
  sizes,
}: GrowDeclaredInput):
  | { readonly table: TableStatistics; readonly indexes: Readonly<Record<string, IndexStatistics>> }
  | undefined {
  const known = statistics.tables[qualified(table)];
  const factor = known && growthOf(known);
  if (!known || factor === undefined) return undefined;
  const before = { ...known, rows: known.declared?.observedRows ?? known.rows };
  const most = (column: string) => {
    const link = links.of(table, column);
    return link && rowsOf(link.parent);
  };
  const growth = (column: Column, one: ColumnStatistics): ColumnGrowth => {
    const plain = plainGrowth(column, one, factor);
    const link = links.of(table, column.name);
    if (!link) return plain;
    const parent = statistics.tables[qualified(link.parent)];
    const ofParent = (parent && growthOf(parent)) ?? 1;
    const limit = one.distinct > 0 ? (most(column.name) ?? Number.POSITIVE_INFINITY) / one.distinct : 1;
    // More rows refer to more of what is there, up to all of it.
    return { distinct: Math.min(limit, Math.max(ofParent, plain.distinct)), stretch: ofParent };
  };
  const after = { ...growTable(table, before, factor, growth), rows: known.rows };
  const columns = Object.fromEntries(
    Object.entries(after.columns).map(([name, one]) => {
      const common = before.columns[name]?.commonValues;
      const link = links.of(table, name);
      const parent = link && statistics.tables[qualified(link.parent)];
      // Of a table that stays as it is, the same rows are referred to the most.
      const stays = link && common && !(parent && growthOf(parent));
      return [name, capped(stays ? { ...one, commonValues: common } : one, known.rows, most(name))];
    }),
  );
  const grown = { ...after, columns };
  return { table: grown, indexes: grownIndexes(table, before, grown, statistics, factor, sizes) };
}

/** By what the rows were multiplied, where others were declared than were observed. */
function growthOf({ rows, declared }: TableStatistics): number | undefined {
  const observed = declared?.observedRows;
  return observed === undefined || observed <= 0 || observed === rows ? undefined : rows / observed;
}

function capped(one: ColumnStatistics, rows: number, most: number | undefined): ColumnStatistics {
  return most !== undefined && most > 0 && -one.distinct * rows > most ? { ...one, distinct: most } : one;
}
