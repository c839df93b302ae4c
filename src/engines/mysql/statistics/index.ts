import { type QualifiedName, qualified, qualifiedColumn } from '../../../catalog/names.ts';
import {
  type ColumnStatistics,
  type IndexStatistics,
  noStatistics,
  type Statistics,
  type TableStatistics,
} from '../../../catalog/statistics.ts';
import type { Diagnostic } from '../../../findings/error.ts';
import type { Connection, Row } from '../../connection.ts';
import { dialectOf } from '../flavour.ts';
import { schemaName } from '../read/draft.ts';
import { attempt, type Refusals, refusalsTold } from './attempt.ts';
import { columnStatistics } from './columns.ts';
import { indexStatistics, keysOf, keysQuery, leadingDistinct, storedOf, storedQuery, tableOf } from './indexes.ts';
import { readUse, type Use } from './use.ts';

/** Settings that decide how a schema behaves, and how queries are planned. */
const settings = [
  'version',
  'sql_mode',
  'character_set_server',
  'collation_server',
  'default_storage_engine',
  'eq_range_index_dive_limit',
  'explicit_defaults_for_timestamp',
  'foreign_key_checks',
  'innodb_page_size',
  'lower_case_table_names',
  'optimizer_switch',
  'time_zone',
];

const usualPageBytes = 16_384;

/**
 * Reads what the engine knows of the data, without touching a table: rows, bytes and pages of tables, how many rows share
 * the first keys of indexes, values of columns that were analyzed, the last numbers that tables gave to their rows. What
 * only tables of `mysql.*` tell is left out where the user may not read them, and that is told once.
 */
export async function readStatistics(
  connection: Connection,
): Promise<{ readonly statistics: Statistics; readonly diagnostics: readonly Diagnostic[] }> {
  const [about, variables, columnRows = []] = await connection.queryAll([
    "SELECT version() AS version, @@collation_database AS collation, date_format(utc_timestamp(), '%Y-%m-%dT%H:%i:%sZ') AS now",
    `SHOW GLOBAL VARIABLES WHERE Variable_name IN (${settings.map((name) => `'${name}'`).join(', ')})`,
    `SELECT TABLE_NAME AS relation, COLUMN_NAME AS name, DATA_TYPE AS type, CHARACTER_OCTET_LENGTH AS length,
        EXTRA LIKE '%auto_increment%' AS numbered FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = database()`,
  ]);
  const version = String(about?.[0]?.['version']);
  const { flavour } = dialectOf(version);
  // MySQL else tells what it looked up a day ago.
  if (flavour === 'mysql') await connection.exec('SET SESSION information_schema_stats_expiry = 0');
  const [listed = [], keyRows = []] = await connection.queryAll([tablesQuery, keysQuery]);
  const refused: Refusals = new Map();
  const kept = keptOf(await attempt(connection, 'mysql.innodb_table_stats', keptQuery, refused));
  const stored = storedOf(await attempt(connection, 'mysql.innodb_index_stats', storedQuery, refused));
  const use = await readUse(connection);
  const named = Object.fromEntries(
    (variables ?? []).map((row) => [String(row['Variable_name']), String(row['Value'])] as const),
  );
  const pageBytes = Number(named['innodb_page_size'] ?? usualPageBytes);
  const rows = new Map(listed.map((row) => [String(row['name']), Number(row['row_count'])]));
  const rowsOf = (table: string) => rows.get(table);
  const keys = keysOf(keyRows);
  const indexes = indexStatistics(keys, stored, rowsOf, pageBytes);
  const columns = await columnStatistics(connection, flavour, rowsOf, refused);
  const distinct = leadingDistinct(keys, stored, indexes);
  return {
    statistics: {
      ...noStatistics,
      takenAt: String(about?.[0]?.['now']),
      ...(use.since === undefined ? {} : { countersSince: use.since }),
      serverVersion: version,
      // What tables of this database have that name none; the server's is that of new databases.
      settings: { ...named, collation_database: String(about?.[0]?.['collation']) },
      tables: tablesOf(listed, kept, use, columnsOf(columns, distinct, widthsOf(columnRows))),
      indexes: withUse(indexes, use),
      indexesByTable: true,
      sequences: numbersOf(
        listed,
        columnRows.filter((row) => Number(row['numbered']) === 1),
      ),
    },
    diagnostics: refusalsTold(refused),
  };
}

const tablesQuery = `SELECT TABLE_NAME AS name, TABLE_ROWS AS row_count, DATA_LENGTH AS bytes, INDEX_LENGTH AS index_bytes,
    AUTO_INCREMENT AS next_number FROM information_schema.TABLES
  WHERE TABLE_SCHEMA = database() AND TABLE_TYPE LIKE '%TABLE%' AND TABLE_ROWS IS NOT NULL`;

const keptQuery = `SELECT table_name AS name, n_rows AS row_count, clustered_index_size AS pages,
    UNIX_TIMESTAMP(last_update) AS at FROM mysql.innodb_table_stats WHERE database_name = database()`;

type Kept = Required<Pick<TableStatistics, 'analyzedRows' | 'analyzedPages' | 'lastAnalyze'>>;

/** What InnoDB keeps of tables; the parts of one are told together, as of the oldest. */
function keptOf(rows: readonly Row[]): ReadonlyMap<string, Kept> {
  const found = new Map<string, Kept>();
  for (const row of rows) {
    const name = tableOf(String(row['name']));
    const before = found.get(name);
    const at = new Date(Number(row['at']) * 1000).toISOString();
    found.set(name, {
      analyzedRows: Number(row['row_count']) + (before?.analyzedRows ?? 0),
      analyzedPages: Number(row['pages']) + (before?.analyzedPages ?? 0),
      lastAnalyze: before !== undefined && before.lastAnalyze < at ? before.lastAnalyze : at,
    });
  }
  return found;
}

/** Bytes of types whose width is fixed (https://dev.mysql.com/doc/refman/8.4/en/storage-requirements.html). */
const fixedWidths: Readonly<Record<string, number>> = {
  tinyint: 1,
  smallint: 2,
  mediumint: 3,
  int: 4,
  bigint: 8,
  float: 4,
  double: 8,
  decimal: 5,
  date: 3,
  time: 3,
  year: 1,
  datetime: 5,
  timestamp: 4,
  enum: 1,
  set: 1,
  uuid: 16,
};

/** Bytes of a column that was not analyzed: those of its type, and of texts a guess within their length. */
function widthsOf(rows: readonly Row[]): ReadonlyMap<string, number> {
  return new Map(
    rows.map((row) => {
      const table = qualified({ schema: schemaName, name: String(row['relation']) });
      const longest = Number(row['length'] ?? 16);
      return [`${table} ${String(row['name'])}`, fixedWidths[String(row['type'])] ?? Math.min(longest, 20)];
    }),
  );
}

type ByTable = ReadonlyMap<string, Readonly<Record<string, ColumnStatistics>>>;

/**
 * What was analyzed of columns, which counts all rows, and of others how many different values they have where an index
 * tells it, which counts some pages.
 */
function columnsOf(
  analyzed: ReadonlyMap<string, ColumnStatistics>,
  distinct: ReadonlyMap<string, number>,
  widths: ReadonlyMap<string, number>,
): ByTable {
  const found = new Map<string, Record<string, ColumnStatistics>>();
  for (const key of new Set([...distinct.keys(), ...analyzed.keys()])) {
    const [table = '', column = ''] = [key.slice(0, key.indexOf(' ')), key.slice(key.indexOf(' ') + 1)];
    const own = analyzed.get(key);
    const counted = distinct.get(key);
    const averageWidth = own?.averageWidth || (widths.get(key) ?? 8);
    const one = { nullFraction: 0, distinct: counted ?? -1, ...own, averageWidth };
    const columns = found.get(table) ?? {};
    found.set(table, columns);
    columns[column] = one;
  }
  return found;
}

function tablesOf(
  listed: readonly Row[],
  kept: ReadonlyMap<string, Kept>,
  use: Use,
  columns: ByTable,
): Statistics['tables'] {
  const found: Record<string, TableStatistics> = {};
  for (const row of listed) {
    const name = String(row['name']);
    const key = qualified({ schema: schemaName, name });
    const bytes = Number(row['bytes'] ?? 0);
    const own = kept.get(name);
    found[key] = {
      origin: 'observed',
      rows: Number(row['row_count']),
      bytes,
      totalBytes: bytes + Number(row['index_bytes'] ?? 0),
      ...(own ? { ...own, pages: own.analyzedPages } : {}),
      ...use.tables.get(name),
      columns: columns.get(key) ?? {},
    };
  }
  return found;
}

function withUse(indexes: Readonly<Record<string, IndexStatistics>>, use: Use): Statistics['indexes'] {
  if (use.since === undefined) return indexes;
  return Object.fromEntries(
    Object.entries(indexes).map(([key, one]) => [key, { ...one, scans: use.indexes.get(key) ?? 0 }]),
  );
}

/** By column: the last number that the table has given. */
function numbersOf(listed: readonly Row[], numbered: readonly Row[]): Statistics['sequences'] {
  const next = new Map(listed.map((row) => [String(row['name']), row['next_number']]));
  return Object.fromEntries(
    numbered.flatMap((row) => {
      const table: QualifiedName = { schema: schemaName, name: String(row['relation']) };
      const number = next.get(table.name);
      const last = number === null || number === undefined ? 0n : BigInt(String(number)) - 1n;
      return [[qualifiedColumn(table, String(row['name'])), last > 0n ? { lastValue: last } : {}]];
    }),
  );
}
