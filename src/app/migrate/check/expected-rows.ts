import type { Catalog } from '../../../catalog/catalog.ts';
import { type QualifiedName, qualified } from '../../../catalog/names.ts';
import type { ColumnStatistics, Statistics, TableStatistics } from '../../../catalog/statistics.ts';
import type { Traits } from '../../../catalog/traits.ts';
import type { TypeFamily } from '../../../catalog/type.ts';
import { presumedRows } from '../../../check/weigh.ts';
import type { Connection } from '../../../engines/connection.ts';
import type { Engine } from '../../../engines/engine.ts';
import type { MigrationAction } from '../../../engines/migration-action.ts';
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
}

/**
 * How many rows each write with a condition changes, as the planner expects at the tables' sizes, by statement and action;
 * nothing where the schema before the migration has not what the condition names. Tables that nobody told of are taken
 * to have `presumedRows`.
 */
export async function expectedRows(
  { catalog, statistics, traits, engine, lab, now }: Asked,
  statements: readonly (readonly MigrationAction[])[],
): Promise<readonly (readonly (number | undefined)[])[]> {
  const queries = [...new Set(statements.flat().flatMap((action) => conditionOf(action) ?? []))];
  const estimate = (await labOf(engine)).estimateRows;
  if (queries.length === 0 || !estimate) return statements.map((actions) => actions.map(() => undefined));
  const told = withPresumedRows(catalog, statistics, makeSizes(catalog, statistics));
  const complete = withoutMadeUpTimes(
    catalog,
    told,
    deriveStatistics(catalog, told, { sizes: engine.sizes, traits, now }),
  );
  const version = traits.name.replace(/^\D*/, '');
  const rows = await estimate(lab, version, { catalog, statistics: complete }, queries);
  const byQuery = new Map(queries.map((query, at) => [query, rows[at]] as const));
  return statements.map((actions) =>
    actions.map((action) => {
      const query = conditionOf(action);
      return query === undefined ? undefined : byQuery.get(query);
    }),
  );
}

/**
 * Without the times that were made up from nothing but a type: how many rows are older than a day nobody knows, and the
 * planner takes a third of them.
 */
function withoutMadeUpTimes(catalog: Catalog, told: Statistics, complete: Statistics): Statistics {
  const tables = catalog.tables.flatMap((table): readonly (readonly [string, TableStatistics])[] => {
    const key = qualified(table);
    const known = complete.tables[key];
    if (!known) return [];
    const read = told.tables[key]?.columns ?? {};
    const columns = Object.entries(known.columns).map(([name, column]): readonly [string, ColumnStatistics] => {
      const family = table.columns.find((one) => one.name === name)?.type.family;
      if (read[name] !== undefined || !times.includes(family)) return [name, column];
      const { histogram: _, commonValues: __, ...rest } = column;
      return [name, rest];
    });
    return [[key, { ...known, columns: Object.fromEntries(columns) }]];
  });
  return { ...complete, tables: { ...complete.tables, ...Object.fromEntries(tables) } };
}

const times: readonly (TypeFamily | undefined)[] = ['date', 'timestamp', 'timestamp-with-zone'];

/** The query that reads what a write with a condition changes. */
function conditionOf(action: MigrationAction): string | undefined {
  if (action.kind !== 'update' && action.kind !== 'delete' && action.kind !== 'merge') return undefined;
  return action.kind === 'merge' || action.where !== undefined ? action.query : undefined;
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
