import type { Catalog } from '../catalog/catalog.ts';
import { lookups as makeLookups } from '../catalog/lookups.ts';
import { qualified } from '../catalog/names.ts';
import type { IndexStatistics, MultivariateStatistics, Statistics, TableStatistics } from '../catalog/statistics.ts';
import type { Column, Table } from '../catalog/table.ts';
import type { Sizes } from '../engines/sizes.ts';
import { RelvarError } from '../findings/error.ts';
import { type Links, links as makeLinks } from './derive/links.ts';
import { longestList } from './derive/rows.ts';
import { tableName } from './derive/table-names.ts';
import { grownIndexes } from './grow-indexes.ts';
import { growTable, plainGrowth } from './grow-table.ts';

/**
 * The statistics at so many times the present rows, by the laws of docs/volumes.md: keys and references grow, closed
 * lists don't; tables that are lists keep their rows. With the engine's size model, indexes are as large as it says in
 * proportion; without, they grow with the rows and heights are left to the reader.
 */
export function grow(catalog: Catalog, statistics: Statistics, factor: number, sizes?: Sizes): Statistics {
  if (factor === 1) return statistics;
  const lookups = makeLookups(catalog);
  const links = makeLinks(catalog, lookups);
  const growing = new Set(catalog.tables.filter((table) => grows(top(table, lookups.table), statistics, links)));
  const tables: Record<string, TableStatistics> = { ...statistics.tables };
  const indexes: Record<string, IndexStatistics> = { ...statistics.indexes };
  for (const table of growing) {
    const key = qualified(table);
    const before = tables[key];
    if (!before) continue;
    const after = growTable(table, before, factor, (column, one) => {
      const link = links.of(table, column.name);
      if (!link) return plainGrowth(column, one, factor);
      const more = growing.has(link.parent) ? factor : 1;
      return { distinct: more, stretch: more };
    });
    tables[key] = after;
    Object.assign(indexes, grownIndexes(table, before, after, statistics, factor, sizes));
  }
  for (const view of catalog.views) {
    const before = view.materialized ? tables[qualified(view)] : undefined;
    if (!before) continue;
    const columns = view.columns.map((column): Column => ({ ...column, nullable: true, local: true }));
    const stored = { schema: view.schema, name: view.name, columns, options: view.options, indexes: view.indexes };
    const after = growTable(undefined, before, factor);
    tables[qualified(view)] = after;
    Object.assign(indexes, grownIndexes(stored, before, after, statistics, factor, sizes));
  }
  return {
    ...statistics,
    tables,
    indexes,
    sequences: grownSequences(catalog, statistics, growing, lookups.table, factor),
    ...(statistics.multivariate
      ? { multivariate: grownMultivariate(catalog, statistics.multivariate, growing, lookups.table, factor) }
      : {}),
  };
}

type Find = (name: { readonly schema: string; readonly name: string }) => Table | undefined;

/** The partitioned table that a partition belongs to at the top. */
function top(table: Table, find: Find): Table {
  const parent = table.partitionOf && find(table.partitionOf.parent);
  return parent ? top(parent, find) : table;
}

/** Whether a table grows with the business: all do but lists, and those declared not to. */
function grows(table: Table, statistics: Statistics, links: Links): boolean {
  const known = statistics.tables[qualified(table)];
  if (known?.growthPerMonth === 0) return false;
  if (known?.growthPerMonth !== undefined && known.growthPerMonth > 0) return true;
  const { kind } = tableName(table.name);
  const small = (known?.rows ?? 0) <= longestList;
  const refersToGrowing = links.from(table).some((link) => tableName(link.parent.name).kind !== 'list');
  return !(small && !refersToGrowing && (kind === 'list' || kind === 'thing'));
}

function grownSequences(
  catalog: Catalog,
  { sequences }: Statistics,
  growing: ReadonlySet<Table>,
  find: Find,
  factor: number,
): Statistics['sequences'] {
  const result = { ...sequences };
  for (const sequence of catalog.sequences) {
    const last = result[qualified(sequence)]?.lastValue;
    const owner = sequence.ownedBy && find(sequence.ownedBy.table);
    if (last === undefined || !owner || !growing.has(owner)) continue;
    const value = BigInt(Math.round(Number(last) * factor));
    result[qualified(sequence)] = { lastValue: value > sequence.maximum ? sequence.maximum : value };
  }
  return result;
}

/** Combinations grow with their columns' values, and common ones thin out as these do: by the root, as words do. */
function grownMultivariate(
  catalog: Catalog,
  known: Readonly<Record<string, MultivariateStatistics>>,
  growing: ReadonlySet<Table>,
  find: Find,
  factor: number,
): Readonly<Record<string, MultivariateStatistics>> {
  const result = { ...known };
  for (const object of catalog.statistics) {
    const key = qualified(object);
    const before = result[key];
    const table = find(object.table);
    if (!before?.distinct || !table || !growing.has(table)) continue;
    result[key] = {
      ...before,
      distinct: before.distinct.map((one) => ({
        ...one,
        distinct: one.distinct > 1000 ? Math.round(one.distinct * factor ** 0.5) : one.distinct,
      })),
    };
  }
  return result;
}

const greatestFactor = 1e6;

/**
 * The factors of `--scale 1,10,100`, in ascending order.
 * @throws RelvarError `bad-scale` for what is no number, not above 0, or beyond a million
 */
export function parseScale(given: string): readonly number[] {
  const parts = given.split(',').map((part) => part.trim());
  const factors = parts.map((part) => {
    const match = /^(\d+(?:\.\d+)?|\.\d+)\s*([xk×]?)$/i.exec(part);
    const factor = match ? Number(match[1]) * (match[2]?.toLowerCase() === 'k' ? 1000 : 1) : Number.NaN;
    if (!Number.isFinite(factor) || factor <= 0 || factor > greatestFactor) {
      throw new RelvarError(
        'bad-scale',
        `--scale ${given}: ${JSON.stringify(part)} is no multiple of the present size`,
        {
          hint: 'write numbers above 0, up to 1 000 000: --scale 10, or --scale 1,10,100',
        },
      );
    }
    return factor;
  });
  return [...new Set(factors)].sort((a, b) => a - b);
}
