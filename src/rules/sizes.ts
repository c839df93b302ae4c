import type { Catalog } from '../catalog/catalog.ts';
import { nameMap } from '../catalog/name-map.ts';
import { type QualifiedName, qualified } from '../catalog/names.ts';
import type { Statistics, TableStatistics } from '../catalog/statistics.ts';
import type { Table } from '../catalog/table.ts';

/** How big a table is, and how we know. */
export interface Sizes {
  /** Rows of the table, its partitions included; nothing when neither read nor declared. */
  rows(table: QualifiedName): number | undefined;
  /** Bytes of the table without indexes, partitions included. */
  bytes(table: QualifiedName): number | undefined;
  statistics(table: QualifiedName): TableStatistics | undefined;
  /** `1 200 000 rows (observed)`, or nothing. */
  describe(table: QualifiedName): string | undefined;
  /** True when no table's size is known. */
  readonly unknown: boolean;
}

export function sizes(catalog: Catalog, statistics: Statistics): Sizes {
  const partitions = nameMap<Table[]>();
  for (const table of catalog.tables) {
    if (table.partitionOf) partitions.take(table.partitionOf.parent, () => []).push(table);
  }
  const known = nameMap<TableStatistics | undefined>();
  const statisticsOf = (name: QualifiedName) => known.take(name, () => statistics.tables[qualified(name)]);
  const total = (name: QualifiedName, of: (table: TableStatistics) => number | undefined): number | undefined => {
    const table = statisticsOf(name);
    const own = table === undefined ? undefined : of(table);
    const parts = partitions.get(name);
    if (!parts || table?.origin === 'declared') return own;
    const sum = parts.map((part) => total(part, of)).filter((value) => value !== undefined);
    return sum.length === 0 ? own : sum.reduce((a, b) => a + b, 0);
  };
  const unknown = Object.keys(statistics.tables).length === 0;
  const rows = (name: QualifiedName) => (unknown ? undefined : total(name, (table) => table.rows));
  return {
    rows,
    bytes: (name) => (unknown ? undefined : total(name, (table) => table.bytes)),
    statistics: statisticsOf,
    describe(name) {
      const count = rows(name);
      if (count === undefined) return undefined;
      const origin = statisticsOf(name)?.origin ?? 'observed';
      return `${groupDigits(count)} rows (${origin})`;
    },
    unknown,
  };
}

/** `1234567` → `1 234 567`, with no-break spaces left to the output. */
export function groupDigits(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+(?!\d))/g, ' ');
}
