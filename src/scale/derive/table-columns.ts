import type { Catalog } from '../../catalog/catalog.ts';
import type { Lookups } from '../../catalog/lookups.ts';
import { qualified } from '../../catalog/names.ts';
import type { ColumnStatistics, TableStatistics } from '../../catalog/statistics.ts';
import type { Column, Table } from '../../catalog/table.ts';
import type { DataType } from '../../catalog/type.ts';
import { spoken } from '../../catalog/words.ts';
import type { ColumnContext } from './columns/guess.ts';
import { deriveColumn } from './columns/index.ts';
import type { DeriveOptions, Place } from './derive.ts';
import type { Links } from './links.ts';
import { type Arrival, histograms } from './times.ts';
import { withDeclared } from './with-declared.ts';

/** By column: why its statistics are what they are. */
export type ColumnReasons = Readonly<Record<string, string>>;

export interface TableColumns {
  readonly statistics: Readonly<Record<string, ColumnStatistics>>;
  readonly reasons: ColumnReasons;
}

/** Completes the columns of tables, one after another, of one catalog. */
export function columnDeriver(
  catalog: Catalog,
  lookups: Lookups,
  links: Links,
  placeOf: (table: Table) => Place | undefined,
  { sizes, traits, now }: DeriveOptions,
): (table: Table, place: Place, known: TableStatistics | undefined) => TableColumns {
  const types = typeLookup(catalog);
  const made = histograms();

  function contextOf(table: Table, place: Place, arrival: Arrival): (column: Column) => ColumnContext {
    const unique = new Set(lookups.uniqueKeys(table).flatMap((key) => (key.length === 1 ? key : [])));
    const listed = new Map<string, readonly string[]>();
    for (const check of table.checks) {
      const [name, ...more] = check.columns;
      const values = name === undefined || more.length > 0 ? undefined : sizes.allowedValues(check.expression, name);
      if (name !== undefined && values && values.length > 0) listed.set(name, values);
    }
    const owner = ownerOf(table, links);
    return (column) => {
      const link = links.of(table, column.name);
      const type = types.base(column.type);
      const parent = link && (link.parent === table ? place : placeOf(link.parent));
      const labels = types.labels(column.type) ?? listed.get(column.name);
      const usual = column.default === undefined ? undefined : sizes.constant(column.default);
      return {
        table,
        column,
        type,
        name: spoken(column.name),
        rows: place.rows,
        unique: unique.has(column.name),
        ...(link && parent ? { link: { link, parentRows: parent.rows, list: parent.list, own: link === owner } } : {}),
        ...(labels ? { labels } : {}),
        ...(usual === undefined ? {} : { usual }),
        truth: traits.truth,
        arrival,
        sizes,
        histograms: made,
      };
    };
  }

  return (table, place, known) => {
    const growth = known?.growthPerMonth;
    const context = contextOf(table, place, {
      now,
      ...(growth === undefined ? {} : { growthPerMonth: growth }),
      ...(place.place && place.place[1] > place.place[0] ? { place: place.place } : {}),
    });
    const statistics: Record<string, ColumnStatistics> = {};
    const reasons: Record<string, string> = {};
    for (const column of table.columns) {
      const observed = known?.columns[column.name];
      const declared = known?.declared?.columns[column.name];
      if (observed && !declared) {
        statistics[column.name] = observed;
        reasons[column.name] = 'observed';
        continue;
      }
      const derived = observed ? { statistics: observed, reason: 'observed' } : deriveColumn(context(column));
      statistics[column.name] = declared ? withDeclared(derived.statistics, declared, place.rows) : derived.statistics;
      reasons[column.name] = declared
        ? Object.keys(declared).length > 0 && !observed
          ? `declared; else ${derived.reason}`
          : 'declared'
        : derived.reason;
    }
    return { statistics: withRowWidth(table, statistics, known), reasons };
  };
}

/** The reference by which the table's rows are written together with its parent's: the first that they belong to. */
function ownerOf(table: Table, links: Links) {
  const all = links.from(table);
  return all.find((link) => link.mandatory && link.belongs) ?? all.find((link) => link.oneToOne);
}

/** Values of varying length stretched or shrunk until a row is as wide as was declared. */
function withRowWidth(
  table: Table,
  columns: Readonly<Record<string, ColumnStatistics>>,
  known: TableStatistics | undefined,
): Readonly<Record<string, ColumnStatistics>> {
  const wanted = known?.declared?.rowWidth;
  if (wanted === undefined) return columns;
  const varying = table.columns.filter(
    ({ name, type }) =>
      type.bytes === undefined && !known?.columns[name] && known?.declared?.columns[name]?.averageWidth === undefined,
  );
  const width = (name: string) => {
    const one = columns[name];
    return one ? one.averageWidth * (1 - one.nullFraction) : 0;
  };
  const all = table.columns.reduce((sum, { name }) => sum + width(name), 0);
  const stretchable = varying.reduce((sum, { name }) => sum + width(name), 0);
  if (stretchable <= 0) return columns;
  const factor = Math.max(0, wanted - (all - stretchable)) / stretchable;
  const changed: Record<string, ColumnStatistics> = { ...columns };
  for (const { name } of varying) {
    const one = columns[name];
    if (one) changed[name] = { ...one, averageWidth: Math.max(1, Number((one.averageWidth * factor).toPrecision(6))) };
  }
  return changed;
}

function typeLookup(catalog: Catalog) {
  const domains = new Map<string, DataType>();
  const enums = new Map<string, readonly string[]>();
  for (const type of catalog.types) {
    if (type.kind === 'domain') domains.set(qualified(type), type.base);
    if (type.kind === 'enum') enums.set(qualified(type), type.values);
  }
  const base = (type: DataType): DataType => {
    const below = type.domain && type.ref ? domains.get(qualified(type.ref)) : undefined;
    return below ? base(below) : type;
  };
  return {
    base,
    labels: (type: DataType): readonly string[] | undefined => {
      const { family, ref } = base(type);
      return family === 'enum' && ref ? enums.get(qualified(ref)) : undefined;
    },
  };
}
