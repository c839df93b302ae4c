import type { Catalog } from '../../catalog/catalog.ts';
import { type Lookups, lookups as makeLookups } from '../../catalog/lookups.ts';
import { qualified } from '../../catalog/names.ts';
import type { IndexStatistics, Statistics, TableStatistics } from '../../catalog/statistics.ts';
import type { Table } from '../../catalog/table.ts';
import type { Traits } from '../../catalog/traits.ts';
import type { Sizes } from '../../engines/sizes.ts';
import { growDeclared } from './grow-declared.ts';
import { links as makeLinks } from './links.ts';
import { type PartShare, partShares } from './partitions.ts';
import { type DerivedRows, deriveRows } from './rows.ts';
import { hasSizesOfFew, withoutIndexSizes, withoutTableSizes } from './sizes-of-few.ts';
import { type ColumnReasons, columnDeriver } from './table-columns.ts';
import { tableSizes } from './table-sizes.ts';
import { viewStatistics } from './views.ts';

export interface DeriveOptions {
  readonly sizes: Sizes;
  readonly traits: Traits;
  /** The present: times are derived up to it. */
  readonly now: Date;
}

/** Why a table's statistics are what they are, in words. */
export interface TableReasons {
  /** `observed`, `declared`, or by which rule: `3 per order: order_items references orders`. */
  readonly rows: string;
  readonly columns: ColumnReasons;
  /** A list of the world or the program, which does not grow with the business. */
  readonly list: boolean;
}

export interface Derived {
  /** Complete: every table, every column, every index. */
  readonly statistics: Statistics;
  /** By qualified name, materialised views included. */
  readonly reasons: ReadonlyMap<string, TableReasons>;
}

/**
 * Completes statistics: what nobody observed or declared is derived from the schema by the rules of docs/volumes.md.
 * What is known is never overridden.
 */
export function deriveStatistics(catalog: Catalog, statistics: Statistics, options: DeriveOptions): Statistics {
  return derive(catalog, statistics, options).statistics;
}

/** The same, with the reasons. */
export function derive(catalog: Catalog, given: Statistics, options: DeriveOptions): Derived {
  const statistics: Statistics = { ...given, ...(options.traits.indexNamesByTable ? { indexesByTable: true } : {}) };
  const lookups = makeLookups(catalog);
  const links = makeLinks(catalog, lookups);
  const rows = deriveRows(catalog, statistics, lookups, links);
  const places = placesOf(catalog, lookups, statistics, rows, options);
  const column = columnDeriver(catalog, lookups, links, (table) => places.get(table), options);
  const tables: Record<string, TableStatistics> = { ...statistics.tables };
  const indexes: Record<string, IndexStatistics> = { ...statistics.indexes };
  const reasons = new Map<string, TableReasons>();
  for (const table of catalog.tables) {
    const place = places.get(table);
    if (!place) throw new Error(`no rows were derived for ${qualified(table)}`);
    const key = qualified(table);
    const grown = growDeclared({
      table,
      statistics,
      links,
      rowsOf: (one) => places.get(one)?.rows,
      sizes: options.sizes,
    });
    const before = tables[key];
    const ofFew = before !== undefined && hasSizesOfFew(table, before, options.sizes);
    const all = grown?.table ?? before;
    const known = ofFew && all ? withoutTableSizes(all) : all;
    Object.assign(indexes, grown?.indexes);
    const columns = column(table, place, known);
    const sized = tableSizes({
      table,
      rows: place.rows,
      known,
      columns: columns.statistics,
      statistics: { ...statistics, indexes: ofFew ? withoutIndexSizes(table, { ...statistics, indexes }) : indexes },
      ...options,
    });
    tables[key] = sized.table;
    Object.assign(indexes, sized.indexes);
    reasons.set(key, { rows: place.reason, columns: columns.reasons, list: place.list });
  }
  for (const view of catalog.views) {
    if (!view.materialized) continue;
    const key = qualified(view);
    const made = viewStatistics(view, tables, statistics, options);
    tables[key] = made.table;
    Object.assign(indexes, made.indexes);
    reasons.set(key, { rows: made.reason, columns: made.columns, list: false });
  }
  return { statistics: { ...statistics, tables, indexes }, reasons };
}

/** A table's rows, and where they lie among those of the partitioned table above it. */
export interface Place extends DerivedRows {
  /** Shares of the top table's rows, in the order of time. */
  readonly place?: readonly [number, number];
  /** Of the partitioned table at the top, where there is one. */
  readonly topRows?: number;
}

function placesOf(
  catalog: Catalog,
  lookups: Lookups,
  statistics: Statistics,
  rows: ReadonlyMap<Table, DerivedRows>,
  { sizes, now }: DeriveOptions,
): ReadonlyMap<Table, Place> {
  const places = new Map<Table, Place>();
  const enter = (table: Table, place: Place) => {
    places.set(table, place);
    if (!table.partitioning) return;
    const shares = partShares(table, lookups, sizes, now);
    const left = leftToShare(shares, statistics, place.rows);
    for (const [part, share] of shares) enter(part, partPlace(part, share, place, statistics, left));
  };
  for (const table of catalog.tables) {
    const own = rows.get(table);
    if (own && !table.partitionOf) enter(table, own);
  }
  // A partition whose parent is not part of the catalog stands alone.
  for (const table of catalog.tables) {
    if (!places.has(table))
      enter(table, { rows: 0, reason: 'partition of a table that is not here', list: false, known: false });
  }
  return places;
}

interface Left {
  readonly rows: number;
  readonly share: number;
}

/** What partitions of known rows leave to the others. */
function leftToShare(shares: ReadonlyMap<Table, PartShare>, statistics: Statistics, rows: number): Left {
  let left = rows;
  let share = 0;
  for (const [part, one] of shares) {
    const known = knownRows(part, statistics);
    if (known === undefined) share += one.share;
    else left -= known;
  }
  return { rows: Math.max(0, left), share };
}

function knownRows(part: Table, statistics: Statistics): number | undefined {
  const known = statistics.tables[qualified(part)];
  return known && !(known.origin === 'derived' && known.rows === 0) ? known.rows : undefined;
}

function partPlace(part: Table, share: PartShare, above: Place, statistics: Statistics, left: Left): Place {
  const known = statistics.tables[qualified(part)];
  const rows = knownRows(part, statistics);
  const [from, to] = above.place ?? [0, 1];
  return {
    rows: rows ?? (left.share === 0 ? 0 : Math.round((left.rows * share.share) / left.share)),
    reason: rows === undefined ? share.reason : (known?.origin ?? 'observed'),
    list: above.list,
    known: rows !== undefined,
    topRows: above.topRows ?? above.rows,
    ...(share.place
      ? { place: [from + share.place[0] * (to - from), from + share.place[1] * (to - from)] as const }
      : above.place
        ? { place: above.place }
        : {}),
  };
}
