import type { Catalog } from '../../catalog/catalog.ts';
import { compareText, type QualifiedName, qualified } from '../../catalog/names.ts';
import {
  type ColumnStatistics,
  type IndexSample,
  type IndexStatistics,
  noStatistics,
  type Statistics,
  type TableStatistics,
} from '../../catalog/statistics.ts';
import type { Table } from '../../catalog/table.ts';
import type { Diagnostic } from '../../findings/error.ts';
import type { Connection, Row } from '../connection.ts';
import { firstValue } from './explain/record.ts';
import { indexNames } from './index-names.ts';
import { introspect } from './introspect/index.ts';
import { schema } from './introspect/tables.ts';
import { quoteIdentifier } from './quote.ts';
import { sizes } from './sizes.ts';

/** Files up to this size, in bytes, are counted through where ANALYZE has not run: it takes less than a second. */
const counted = 64 * 1024 * 1024;

/**
 * Reads what the engine knows of the data: the rows of each table, how many of them have equal keys, and samples, from
 * `sqlite_stat1` and `sqlite_stat4`. Where ANALYZE has not run, a small file's rows are counted, and of a larger one the
 * greatest row number is taken.
 */
export async function readStatistics(
  connection: Connection,
): Promise<{ readonly statistics: Statistics; readonly diagnostics: readonly Diagnostic[] }> {
  const [version, pages] = await connection.queryAll([
    'SELECT sqlite_version() AS version',
    'SELECT (SELECT page_count FROM pragma_page_count) * (SELECT page_size FROM pragma_page_size) AS bytes',
  ]);
  const bytes = Number(pages?.[0]?.['bytes'] ?? 0);
  const known = (await readAnalysis(connection)) ?? { tables: {}, indexes: {} };
  const tables: Record<string, TableStatistics> = { ...known.tables };
  const listed = await connection.query(
    "SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
  );
  for (const row of listed) {
    const table = String(row['name']);
    if (tables[named(table)]) continue;
    const number = await rowsOf(connection, table, bytes <= counted || Number(row['wr']) === 1);
    if (number !== undefined) tables[named(table)] = { origin: 'observed', rows: number, columns: {} };
  }
  return {
    statistics: {
      ...noStatistics,
      serverVersion: String(version?.[0]?.['version']),
      tables,
      indexes: known.indexes,
    },
    diagnostics: [],
  };
}

/**
 * What ANALYZE left, nothing where it has not run.
 *
 * @param catalog of the same database, where it was read
 */
export async function readAnalysis(
  connection: Connection,
  catalog?: Catalog,
): Promise<Pick<Statistics, 'tables' | 'indexes'> | undefined> {
  const stored = await connection.query(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name IN ('sqlite_stat1', 'sqlite_stat4')",
  );
  const has = (name: string) => stored.some((row) => row['name'] === name);
  if (!has('sqlite_stat1')) return undefined;
  const [rows = [], samples = []] = await connection.queryAll([
    'SELECT tbl, idx, stat FROM sqlite_stat1 ORDER BY tbl, idx',
    has('sqlite_stat4')
      ? 'SELECT tbl, idx, neq, nlt, ndlt, hex(sample) AS sample FROM sqlite_stat4 ORDER BY rowid'
      : 'SELECT 1 WHERE 0',
  ]);
  return analysisOf(rows, samples, catalog ?? (await introspect(connection)), connection);
}

async function analysisOf(
  rows: readonly Row[],
  samples: readonly Row[],
  catalog: Catalog,
  connection: Connection,
): Promise<Pick<Statistics, 'tables' | 'indexes'>> {
  const names = await indexNames(connection, catalog);
  const tables: Record<string, TableStatistics> = {};
  const indexes: Record<string, IndexStatistics> = {};
  for (const row of rows) {
    const owner = catalog.tables.find((table) => table.name.toLowerCase() === String(row['tbl']).toLowerCase());
    // Statistics outlive what they are of where another program drops it.
    if (!owner) continue;
    // Words behind the numbers are hints to the planner: `unordered`, `noskipscan`.
    const [count = 0, ...equal] = String(row['stat'])
      .split(' ')
      .map(Number)
      .filter((number) => !Number.isNaN(number));
    const key = qualified(owner);
    const before = tables[key];
    const index = indexOf(owner, row, names);
    const isPartial = index?.predicate !== undefined;
    tables[key] = {
      origin: 'observed',
      rows: Math.max(isPartial ? 0 : count, before?.rows ?? 0),
      columns: before?.columns ?? {},
    };
    if (!index || count <= 0) continue;
    const own = samples.filter((one) => one['tbl'] === row['tbl'] && one['idx'] === row['idx']).map(sampleOf);
    indexes[named(index.name)] = {
      bytes: sizes.index({ table: owner, index, rows: count, columns: {} }).bytes,
      rows: count,
      rowsPerKey: equal,
      ...(own.length > 0 ? { samples: own } : {}),
    };
    const leading = index.keys[0]?.column;
    const [first] = equal;
    if (leading === undefined || first === undefined || first <= 0 || isPartial) continue;
    const column = { ...distinctOf(count, first), ...commonOf(own, count, first) };
    tables[key] = { ...tables[key], columns: { ...tables[key].columns, [leading]: column } };
  }
  return { tables, indexes };
}

function indexOf(
  owner: Table,
  row: Row,
  names: Awaited<ReturnType<typeof indexNames>>,
): Table['indexes'][number] | undefined {
  const name = row['idx'];
  if (typeof name !== 'string') return undefined;
  // A table without row numbers is its own index of its key.
  const wanted =
    name.toLowerCase() === owner.name.toLowerCase() ? owner.primaryKey?.index : names.toCatalog(owner.name, name);
  return owner.indexes.find((one) => one.name.toLowerCase() === wanted?.toLowerCase());
}

function sampleOf(row: Row): IndexSample {
  const numbers = (value: unknown) => String(value).split(' ').map(Number);
  return {
    equal: numbers(row['neq']),
    less: numbers(row['nlt']),
    distinctLess: numbers(row['ndlt']),
    entry: String(row['sample']),
  };
}

function named(name: string): string {
  const full: QualifiedName = { schema, name };
  return qualified(full);
}

/** So many rows have each value on average. */
function distinctOf(rows: number, equal: number): ColumnStatistics {
  const distinct = Math.max(1, Math.round(rows / equal));
  return { nullFraction: 0, averageWidth: 8, distinct: distinct >= rows ? -1 : distinct };
}

/** A value of an index's first column that so many times more rows have than the average one is common. */
const common = 2;

/** The common values among the samples, the most frequent first. */
function commonOf(
  samples: readonly IndexSample[],
  rows: number,
  perKey: number,
): Pick<ColumnStatistics, 'commonValues'> {
  const found = new Map<string, number>();
  for (const { equal, entry } of samples) {
    const value = firstValue(entry);
    const count = equal[0] ?? 0;
    if (value !== undefined && count > 1 && (count >= common * perKey || perKey * 4 > rows))
      found.set(value, count / rows);
  }
  if (found.size === 0) return {};
  const commonValues = [...found].map(([value, fraction]) => ({ value, fraction }));
  return { commonValues: commonValues.sort((a, b) => b.fraction - a.fraction || compareText(a.value, b.value)) };
}

async function rowsOf(connection: Connection, table: string, count: boolean): Promise<number | undefined> {
  const what = count ? 'count(*)' : 'max(rowid)';
  try {
    const [row] = await connection.query(`SELECT ${what} AS rows FROM ${quoteIdentifier(table)}`);
    return Number(row?.['rows'] ?? 0);
  } catch {
    // A column of that name hides the row's number.
    return undefined;
  }
}
