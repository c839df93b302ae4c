import { qualified } from '../../catalog/names.ts';
import type { MultivariateStatistics, Statistics } from '../../catalog/statistics.ts';
import type { Connection, Row } from '../../engines/connection.ts';
import { list, number, numbers, text } from '../../engines/postgres/introspect/rows.ts';
import { quoteLiteral } from '../../engines/postgres/quote.ts';
import { columnRow, restoreCall, restoreRecords } from './column-statistics.ts';
import { dependenciesBytes, distinctBytes, withFrequencies } from './multivariate-bytes.ts';

/** A `CREATE STATISTICS` object of the lab. */
interface StatisticsObject {
  readonly key: string;
  readonly oid: number;
  /** As SQL writes it. */
  readonly table: string;
  readonly inherited: boolean;
  /** Columns by number in the table, as they stand in the object. */
  readonly columns: readonly { readonly name: string; readonly place: number }[];
  readonly expressions: readonly string[];
  readonly rows: number;
}

/**
 * Gives the engine statistics of columns together. PostgreSQL 18 has no function for that: the rows of
 * pg_statistic_ext_data are written as ANALYZE writes them. What cannot be taken is told, a sentence each.
 *
 * @param rowsOf  rows that a table is believed to have, by key
 */
export async function restoreMultivariate(
  connection: Connection,
  statistics: Pick<Statistics, 'multivariate'>,
  rowsOf: (table: string) => number,
): Promise<readonly string[]> {
  const given = Object.entries(statistics.multivariate ?? {});
  if (given.length === 0) return [];
  const objects = new Map(
    (await connection.query(objectsQuery)).map((row) => objectOf(row, rowsOf)).map((one) => [one.key, one]),
  );
  const told: string[] = [];
  for (const [key, one] of given) {
    const object = objects.get(key);
    if (!object) told.push(`${key}: there is no such statistics object here; it was left out`);
    else {
      try {
        told.push(...(await restoreOne(connection, object, one)));
      } catch (error) {
        if (!(error instanceof Error && 'code' in error)) throw error;
        told.push(`${key}: the statistics were left out (${error.message})`);
      }
    }
  }
  return told;
}

const objectsQuery = `
select n.nspname as schema, e.stxname as name, e.oid::int8::float8 as oid, e.stxrelid::regclass::text as table,
  tn.nspname as table_schema, t.relname as table_name, t.relkind = 'p' as inherited,
  array(select a.attname from unnest(e.stxkeys::int2[]) with ordinality as k (place, n)
    join pg_attribute a on a.attrelid = e.stxrelid and a.attnum = k.place order by k.n)::text as names,
  e.stxkeys::text as places, pg_get_statisticsobjdef_expressions(e.oid)::text as expressions
from pg_statistic_ext e
join pg_namespace n on n.oid = e.stxnamespace
join pg_class t on t.oid = e.stxrelid
join pg_namespace tn on tn.oid = t.relnamespace`;

function objectOf(row: Row, rowsOf: (table: string) => number): StatisticsObject {
  const places = numbers(row, 'places');
  return {
    key: qualified({ schema: text(row, 'schema'), name: text(row, 'name') }),
    oid: number(row, 'oid'),
    table: text(row, 'table'),
    inherited: row['inherited'] === true,
    columns: list(row, 'names').map((name, at) => ({ name, place: places[at] ?? 0 })),
    expressions: list(row, 'expressions'),
    rows: rowsOf(qualified({ schema: text(row, 'table_schema'), name: text(row, 'table_name') })),
  };
}

async function restoreOne(
  connection: Connection,
  object: StatisticsObject,
  given: MultivariateStatistics,
): Promise<readonly string[]> {
  const told: string[] = [];
  const values: Record<string, string> = {};
  const distinct = distinctItems(object, given);
  if (distinct) values['stxdndistinct'] = `${bytea(distinctBytes(distinct))}::pg_ndistinct`;
  else if (given.distinct?.length)
    told.push(`${object.key}: its distinct combinations were left out, as some are missing`);
  const dependencies = (given.dependencies ?? []).flatMap(({ columns, determines, degree }) => {
    const places = placesOf(object, [...columns, determines]);
    return places ? [{ places, degree }] : [];
  });
  if (dependencies.length > 0)
    values['stxddependencies'] = `${bytea(dependenciesBytes(dependencies))}::pg_dependencies`;
  const scratch = [
    'DROP TABLE IF EXISTS pg_temp.relvar_together',
    `CREATE TEMP TABLE relvar_together AS SELECT 0 AS n, ${scratchColumns(object)} FROM ${object.table} WITH NO DATA`,
  ];
  const made = (given.commonValues?.length ?? 0) > 0 || (given.expressions && object.expressions.length > 0);
  if (made) await connection.queryAll(scratch);
  if (given.commonValues && given.commonValues.length > 0) {
    values['stxdmcv'] = `${bytea(await commonValuesBytes(connection, object, given.commonValues))}::pg_mcv_list`;
  }
  const expressions = expressionStatements(object, given);
  if (expressions.length > 0) values['stxdexpr'] = expressionArray(object);
  const names = Object.keys(values);
  await connection.queryAll([
    ...types.map((type) => `CREATE CAST (bytea AS ${type}) WITHOUT FUNCTION`),
    ...expressions,
    `DELETE FROM pg_statistic_ext_data WHERE stxoid = ${object.oid}`,
    `INSERT INTO pg_statistic_ext_data (stxoid, stxdinherit${names.map((name) => `, ${name}`).join('')})
      SELECT ${object.oid}, ${object.inherited}${Object.values(values)
        .map((value) => `, ${value}`)
        .join('')}`,
    ...types.map((type) => `DROP CAST (bytea AS ${type})`),
    ...(made ? ['DROP TABLE pg_temp.relvar_together'] : []),
  ]);
  return told;
}

const types = ['pg_ndistinct', 'pg_dependencies', 'pg_mcv_list'];

function bytea(bytes: Uint8Array): string {
  return `'\\x${Buffer.from(bytes).toString('hex')}'::bytea`;
}

/** Places of columns and expressions by their texts; nothing when one is not in the object. */
function placesOf(object: StatisticsObject, names: readonly string[]): readonly number[] | undefined {
  const places = names.map((name) => {
    const column = object.columns.find((one) => one.name === name);
    if (column) return column.place;
    const expression = object.expressions.findIndex((one) => plain(one) === plain(name));
    return expression < 0 ? undefined : -1 - expression;
  });
  return places.includes(undefined) ? undefined : places.flatMap((place) => place ?? []);
}

/** An expression without the parentheses around it and whatever space is in it. */
function plain(expression: string): string {
  return expression.replaceAll(/\s+/g, ' ').replace(/^\((.*)\)$/, '$1');
}

/** All combinations of two and more, as the planner fails where it misses one (estimate_multivariate_ndistinct). */
function distinctItems(object: StatisticsObject, given: MultivariateStatistics) {
  const items = (given.distinct ?? []).flatMap(({ columns, distinct }) => {
    const places = placesOf(object, columns);
    return places ? [{ places, distinct: distinct < 0 ? -distinct * object.rows : distinct }] : [];
  });
  const members = object.columns.length + object.expressions.length;
  const sets = new Set(items.map(({ places }) => places.toSorted((a, b) => a - b).join()));
  return sets.size === 2 ** members - members - 1 ? items : undefined;
}

function scratchColumns(object: StatisticsObject): string {
  const all = [
    ...object.columns.map(({ name }) => `"${name.replaceAll('"', '""')}"`),
    ...object.expressions.map((one) => `(${one})`),
  ];
  return all.map((one, at) => `${one} AS c${at + 1}`).join(', ');
}

function members(object: StatisticsObject): readonly string[] {
  return [...object.columns, ...object.expressions].map((_, at) => `c${at + 1}`);
}

/**
 * The list of common combinations as the engine keeps it: it makes one itself of the values, each once, by ANALYZE,
 * and gets the true frequencies.
 */
async function commonValuesBytes(
  connection: Connection,
  object: StatisticsObject,
  given: NonNullable<MultivariateStatistics['commonValues']>,
): Promise<Uint8Array> {
  const columns = members(object);
  const rows = given.map(
    ({ values }, at) => `(${at}, ${values.map((value) => (value === null ? 'NULL' : quoteLiteral(value))).join(', ')})`,
  );
  const shown = columns.map((column) => `CASE WHEN s.${column} IS NOT NULL THEN format('%s', s.${column}) END`);
  const results = await connection.queryAll([
    `INSERT INTO pg_temp.relvar_together VALUES ${rows.join(', ')}`,
    `CREATE STATISTICS pg_temp.relvar_together_mcv (mcv) ON ${columns.join(', ')} FROM pg_temp.relvar_together`,
    'ALTER STATISTICS pg_temp.relvar_together_mcv SET STATISTICS 10000',
    'ANALYZE pg_temp.relvar_together',
    `SELECT encode(d.stxdmcv::bytea, 'hex') AS list,
      (SELECT json_agg(s.n ORDER BY i.index)::text FROM pg_mcv_list_items(d.stxdmcv) i
        JOIN pg_temp.relvar_together s ON i.values = ARRAY[${shown.join(', ')}]::text[]) AS places
      FROM pg_statistic_ext_data d JOIN pg_statistic_ext e ON e.oid = d.stxoid
      WHERE e.stxname = 'relvar_together_mcv' AND e.stxnamespace = pg_my_temp_schema()`,
    'DELETE FROM pg_temp.relvar_together',
  ]);
  const row = results.find((found) => found[0]?.['list'] !== undefined)?.[0] ?? {};
  const order = numbers(row, 'places');
  if (order.length !== given.length)
    throw Object.assign(new Error('some of its common values are not told apart'), { code: 'relvar' });
  const frequencies = order.flatMap((at) => given[at] ?? []);
  return withFrequencies(Buffer.from(text(row, 'list'), 'hex'), frequencies);
}

/** Statistics of expressions are made on columns of their types, whose rows of pg_statistic they then are. */
function expressionStatements(object: StatisticsObject, given: MultivariateStatistics): readonly string[] {
  const entries = Object.entries(given.expressions ?? {}).flatMap(([expression, statistics]) => {
    const at = object.expressions.findIndex((one) => plain(one) === plain(expression));
    if (at < 0) return [];
    const column = `c${object.columns.length + at + 1}`;
    return [columnRow({ schema: '', relation: 'relvar_together', column, inherited: false, statistics })];
  });
  if (entries.length === 0) return [];
  return [
    `SELECT ${restoreCall('pg_my_temp_schema()::regnamespace::text')} FROM ${restoreRecords(quoteLiteral(JSON.stringify(entries)))}`,
  ];
}

function expressionArray(object: StatisticsObject): string {
  const from = object.columns.length + 2;
  return `(SELECT array_agg(s ORDER BY a.place) FROM generate_series(${from}, ${from + object.expressions.length - 1}) AS a (place)
    LEFT JOIN pg_statistic s ON s.starelid = 'pg_temp.relvar_together'::regclass AND s.staattnum = a.place)`;
}
