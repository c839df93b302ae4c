import type { ColumnStatistics, MultivariateStatistics } from '../../catalog/statistics.ts';
import type { Row } from '../connection.ts';
import { columnStatistics } from './column-statistics.ts';
import { flag, list, numbers, optional, optionalText, text } from './introspect/rows.ts';

/**
 * Reads pg_stats_ext and pg_stats_ext_exprs: of a table its own rows, of a partitioned one over its partitions.
 * `key` names a row's object. Objects of which nothing was gathered are left out.
 */
export function readMultivariate(
  rows: readonly Row[],
  expressions: readonly Row[],
  key: (row: Row) => string,
): Readonly<Record<string, MultivariateStatistics>> {
  const partitioned = new Set(rows.filter((row) => flag(row, 'partitioned')).map(key));
  const ofExpressions = new Map<string, Record<string, ColumnStatistics>>();
  for (const row of expressions) {
    // Before PostgreSQL 15 there is one kind; of an object never looked at there are empty rows.
    const inherited = row['inherited'] ?? partitioned.has(key(row));
    if (inherited !== partitioned.has(key(row)) || optionalText(row, 'null_fraction') === undefined) continue;
    const found = ofExpressions.get(key(row)) ?? {};
    ofExpressions.set(key(row), found);
    found[text(row, 'expression')] = columnStatistics(row);
  }
  const objects: Record<string, MultivariateStatistics> = {};
  for (const row of rows) {
    if (flag(row, 'inherited') !== flag(row, 'partitioned')) continue;
    const one = { ...together(row), ...optional('expressions', ofExpressions.get(key(row))) };
    if (Object.keys(one).length > 0) objects[key(row)] = one;
  }
  return objects;
}

function together(row: Row): MultivariateStatistics {
  const names = namesByPlace(row);
  return {
    ...optional('distinct', distinct(optionalText(row, 'distinct_values'), names)),
    ...optional('dependencies', dependencies(optionalText(row, 'dependencies'), names)),
    ...optional('commonValues', commonValues(row)),
  };
}

/** Columns by their numbers in the table, expressions by -1, -2… as they stand in the object. */
function namesByPlace(row: Row): (place: string) => string {
  const places = numbers(row, 'places');
  const names = new Map(list(row, 'names').map((name, at) => [`${places[at]}`, name]));
  for (const [at, expression] of list(row, 'expressions').entries()) names.set(`${-1 - at}`, expression);
  return (place) => names.get(place.trim()) ?? place;
}

/** `{"1, 2": 5, "1, -1": 7}` (statext_ndistinct in src/backend/statistics/mvdistinct.c). */
function distinct(value: string | undefined, name: (place: string) => string): MultivariateStatistics['distinct'] {
  return entries(value)?.map(([places, distinct]) => ({ columns: places.split(',').map(name), distinct }));
}

/** `{"1 => 2": 1.000000, "1, 3 => 2": 0.9}` (pg_dependencies_out in src/backend/statistics/dependencies.c). */
function dependencies(
  value: string | undefined,
  name: (place: string) => string,
): MultivariateStatistics['dependencies'] {
  return entries(value)?.map(([places, degree]) => {
    const [from = '', to = ''] = places.split('=>');
    return { columns: from.split(',').map(name), determines: name(to), degree };
  });
}

function entries(value: string | undefined): readonly (readonly [string, number])[] | undefined {
  if (value === undefined) return undefined;
  // The engine writes an object of numbers.
  return Object.entries(JSON.parse(value) as Record<string, number>);
}

/** One array of values for each combination, each with its shares. */
function commonValues(row: Row): MultivariateStatistics['commonValues'] {
  const combinations = row['common_values'];
  if (!Array.isArray(combinations)) return undefined;
  const share = (column: string, at: number) => {
    const shares = row[column];
    return Array.isArray(shares) ? Number(shares[at]) : 0;
  };
  return combinations.map((values: readonly (string | null)[], at) => ({
    values,
    fraction: share('common_fractions', at),
    baseFraction: share('base_fractions', at),
  }));
}
