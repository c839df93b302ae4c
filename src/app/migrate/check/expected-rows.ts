import type { Catalog } from '../../../catalog/catalog.ts';
import { type QualifiedName, qualified } from '../../../catalog/names.ts';
import type { ColumnStatistics, Statistics, TableStatistics } from '../../../catalog/statistics.ts';
import type { Traits } from '../../../catalog/traits.ts';
import type { CheckContext, ExpectedRows } from '../../../check/checked.ts';
import { presumedRows, smallRows } from '../../../check/weigh.ts';
import type { Connection } from '../../../engines/connection.ts';
import type { Engine } from '../../../engines/engine.ts';
import type { CopiedRows, MigrationAction } from '../../../engines/migration-action.ts';
import { labOf } from '../../../lab/labs.ts';
import { sizes as makeSizes, type Sizes } from '../../../rules/sizes.ts';
import { deriveStatistics } from '../../../scale/derive/derive.ts';

interface Asked {
  readonly catalog: Catalog;
  readonly statistics: Statistics;
  readonly traits: Traits;
  readonly engine: Engine;
  readonly lab: Connection;
  readonly now: Date;
  readonly resolve: CheckContext['resolve'];
}

/** From this share of a table on a condition is one that, by its form, may hold for many rows: PostgreSQL takes a third for `<`. */
const largeShare = 0.1;

/**
 * How many rows each write with a condition changes and each query gives that a table is filled from, as the planner expects at the tables' sizes, by statement and action;
 * nothing where the schema before the migration has not what the condition names. Tables that nobody told of are taken
 * to have `presumedRows`. Where few rows are expected only because values of a column were derived from its type, what
 * the planner takes of values that it does not know counts: old rows are not few for being older than was derived.
 */
export async function expectedRows(
  { catalog, statistics, traits, engine, lab, now, resolve }: Asked,
  statements: readonly (readonly MigrationAction[])[],
): Promise<readonly (readonly (ExpectedRows | undefined)[])[]> {
  const queries = [...new Set(statements.flat().flatMap((action) => conditionOf(action) ?? []))];
  const estimate = (await labOf(engine)).estimateRows;
  if (queries.length === 0 || !estimate) return statements.map((actions) => actions.map(() => undefined));
  const told = withPresumedRows(catalog, statistics, makeSizes(catalog, statistics));
  const complete = deriveStatistics(catalog, told, { sizes: engine.sizes, traits, now });
  const version = traits.name.replace(/^\D*/, '');
  const rows = await estimate(lab, version, { catalog, statistics: complete }, queries);
  const blind = { catalog, statistics: withoutDerivedValues(catalog, told, complete) };
  const unknowing = await estimate(lab, version, blind, queries);
  const byQuery = new Map(queries.map((query, at) => [query, { known: rows[at], blind: unknowing[at] }] as const));
  return statements.map((actions) =>
    actions.map((action) => {
      const query = conditionOf(action);
      const expected = query === undefined ? undefined : byQuery.get(query);
      if (expected?.known === undefined || !('table' in action)) return undefined;
      const read = copiesOf(action)?.from ?? [action.table];
      const rows = read.flatMap((table) => complete.tables[qualified(resolve(table))]?.rows ?? []);
      const largest = rows.length === 0 ? undefined : Math.max(...rows);
      return ofUnknownValues(expected.known, expected.blind, largest) ?? { rows: expected.known };
    }),
  );
}

/** Few rows are expected, but by values that were derived; without them the condition may hold for many. */
function ofUnknownValues(known: number, blind: number | undefined, rows: number | undefined): ExpectedRows | undefined {
  if (known >= smallRows || blind === undefined || rows === undefined) return undefined;
  return blind >= smallRows && blind >= rows * largeShare ? { rows: blind, valuesUnknown: true } : undefined;
}

/** Spreads of values that were derived from types and names are left out; those of keys and references follow from the rows. */
function withoutDerivedValues(catalog: Catalog, told: Statistics, complete: Statistics): Statistics {
  const tables: Record<string, TableStatistics> = { ...complete.tables };
  for (const table of catalog.tables) {
    const name = qualified(table);
    const statistics = tables[name];
    if (!statistics) continue;
    const known = told.tables[name];
    const keys = new Set(
      [table.primaryKey, ...table.uniques, ...table.foreignKeys].flatMap((key) => key?.columns ?? []),
    );
    const columns = Object.entries(statistics.columns).map(([column, one]): [string, ColumnStatistics] => {
      if (keys.has(column) || known?.columns[column] || known?.declared?.columns[column]) return [column, one];
      const { histogram, ...rest } = one;
      return [column, rest];
    });
    tables[name] = { ...statistics, columns: Object.fromEntries(columns) };
  }
  return { ...complete, tables };
}

/** The query that reads what a write with a condition changes, or what a statement copies. */
function conditionOf(action: MigrationAction): string | undefined {
  const copies = copiesOf(action);
  if (copies) return copies.query;
  if (action.kind !== 'update' && action.kind !== 'delete' && action.kind !== 'merge') return undefined;
  return action.kind === 'merge' || action.where !== undefined ? action.query : undefined;
}

function copiesOf(action: MigrationAction): CopiedRows | undefined {
  return action.kind === 'insert' || action.kind === 'create table' ? action.copies : undefined;
}

function withPresumedRows(catalog: Catalog, statistics: Statistics, sizes: Sizes): Statistics {
  const isWhole = (table: QualifiedName) =>
    catalog.tables.some(({ partitionOf }) => partitionOf && qualified(partitionOf.parent) === qualified(table));
  const presumed = catalog.tables
    .filter((table) => !isWhole(table) && sizes.rows(table) === undefined && !(qualified(table) in statistics.tables))
    .map((table): readonly [string, TableStatistics] => [
      qualified(table),
      { origin: 'derived', rows: presumedRows, columns: {} },
    ]);
  return { ...statistics, tables: { ...statistics.tables, ...Object.fromEntries(presumed) } };
}
