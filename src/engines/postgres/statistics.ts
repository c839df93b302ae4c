import { compareText, qualified } from '../../catalog/names.ts';
import type {
  ColumnStatistics,
  IndexStatistics,
  SequenceStatistics,
  Statistics,
  TableStatistics,
} from '../../catalog/statistics.ts';
import type { Diagnostic } from '../../findings/error.ts';
import type { Connection, Row } from '../connection.ts';
import { arrayElements } from './array-text.ts';
import { rowsOf, sqlOf } from './introspect/query.ts';
import { flag, groupBy, keyBy, number, optional, optionalText, text } from './introspect/rows.ts';
import { lastValues, serverQuery, statisticsQueries } from './statistics-queries.ts';

type StatisticsRows = Readonly<Record<keyof ReturnType<typeof statisticsQueries>, readonly Row[]>>;

/**
 * Reads what the engine knows of the data: sizes, column statistics, activity counters, sequences' values and planner
 * settings, in three round trips. No table is read, and what others have locked is not waited for.
 */
export async function readStatistics(
  connection: Connection,
): Promise<{ readonly statistics: Statistics; readonly diagnostics: readonly Diagnostic[] }> {
  const [server] = await connection.query(serverQuery);
  if (!server) throw new Error('no answer to the version query');
  const version = number(server, 'number');
  const set = statisticsQueries(version);
  const results = await connection.queryAll(Object.values(set).map(sqlOf));
  const entries = Object.keys(set).map((key, at) => [key, rowsOf(results[at] ?? [])] as const);
  // Object.fromEntries forgets which keys there are.
  const rows = Object.fromEntries(entries) as StatisticsRows;
  const sequences = await readSequences(connection, rows.sequences, version);
  return {
    statistics: {
      takenAt: text(server, 'taken_at'),
      ...optional('countersSince', optionalText(server, 'counters_since')),
      standby: flag(server, 'standby'),
      serverVersion: text(server, 'version'),
      settings: Object.fromEntries(
        rows.settings
          .map((row) => [text(row, 'name'), text(row, 'value')] as const)
          .sort((a, b) => compareText(a[0], b[0])),
      ),
      tables: readTables(rows, version),
      indexes: readIndexes(rows),
      sequences: sequences.values,
    },
    diagnostics: [
      ...missing(named(rows.relations, 'hidden'), 'the column statistics of', 'table', selectHint(version)),
      ...missing(
        named(rows.relations, 'guarded').filter((name) => !named(rows.relations, 'hidden').includes(name)),
        'the column statistics of',
        'table',
        'row security hides them: use a role with BYPASSRLS, or the owner, to see the findings that need them',
      ),
      ...missing(sequences.hidden, 'the last value of', 'sequence', selectHint(version)),
    ],
  };
}

function key(row: Row): string {
  return qualified({ schema: text(row, 'schema'), name: text(row, 'name') });
}

function named(relations: readonly Row[], property: string): readonly string[] {
  return relations.filter((row) => flag(row, property)).map(key);
}

function count(row: Row | undefined, column: string): number | undefined {
  return optionalText(row ?? {}, column) === undefined ? undefined : number(row ?? {}, column);
}

function readTables(rows: StatisticsRows, version: number): Readonly<Record<string, TableStatistics>> {
  const relations = keyBy(rows.relations, 'oid');
  const activity = keyBy(rows.tableActivity, 'relation');
  const indexes = groupBy(rows.indexes, 'relation');
  const columns = columnsByTable(rows);
  const known = new Map<string, TableStatistics>();
  for (const row of rows.relations) {
    if (!'rm'.includes(text(row, 'kind'))) continue;
    const counters = activity.get(text(row, 'oid'));
    const estimate = rowsOfTable(row, counters, version);
    if (estimate === undefined) continue;
    known.set(text(row, 'oid'), {
      origin: 'observed',
      rows: estimate,
      bytes: number(row, 'bytes'),
      totalBytes: totalBytes(row, relations, indexes),
      pages: number(row, 'pages'),
      ...optional('frozenAge', count(row, 'frozen_age')),
      ...activityOf(counters),
      columns: columns.get(key(row)) ?? {},
    });
  }
  const parts = groupBy(rows.partitions, 'parent');
  const tables: Record<string, TableStatistics> = {};
  for (const row of rows.relations) {
    const own = text(row, 'kind') === 'p' ? partitioned(row, parts, known, columns) : known.get(text(row, 'oid'));
    if (own) tables[key(row)] = own;
  }
  return tables;
}

/**
 * Rows as the planner reckons them: as dense as at the last vacuum or analysis, on the pages of today
 * (estimate_rel_size in src/backend/optimizer/util/plancat.c). Before the first, what the counters say; nothing for a
 * table with pages that was never analysed nor counted.
 */
function rowsOfTable(row: Row, activity: Row | undefined, version: number): number | undefined {
  const [rows, pages, now] = [number(row, 'rows_then'), number(row, 'pages_then'), number(row, 'pages')];
  // Before PostgreSQL 14 a table that was never looked at had 0 rows, not -1.
  const unknown = rows < 0 || (version < 140000 && rows === 0 && pages === 0);
  if (!unknown && pages > 0) return Math.round((rows / pages) * now);
  const live = count(activity, 'live') ?? 0;
  if (live > 0 || now === 0) return live;
  return unknown ? undefined : rows;
}

/** With the indexes, and with the values that are stored out of line and their index. */
function totalBytes(
  row: Row,
  relations: ReadonlyMap<string, Row>,
  indexes: ReadonlyMap<string, readonly Row[]>,
): number {
  const toast = relations.get(text(row, 'toast'));
  const ofIndexes = (indexes.get(text(row, 'oid')) ?? []).map((one) => {
    const index = relations.get(text(one, 'index'));
    return index ? number(index, 'bytes') : 0;
  });
  const beside = toast ? totalBytes(toast, relations, indexes) : 0;
  return [...ofIndexes, beside].reduce((a, b) => a + b, number(row, 'bytes'));
}

/** Activity; absent where the server does not count. */
function activityOf(row: Row | undefined): Partial<TableStatistics> {
  return {
    ...optional('sequentialScans', count(row, 'seq_scan')),
    ...optional('indexScans', count(row, 'idx_scan')),
    ...optional('inserted', count(row, 'inserted')),
    ...optional('updated', count(row, 'updated')),
    ...optional('deleted', count(row, 'deleted')),
    ...optional('hotUpdated', count(row, 'hot_updated')),
    ...optional('deadRows', count(row, 'dead')),
    ...optional('modifiedSinceAnalyze', count(row, 'modified')),
    ...optional('lastAnalyze', optionalText(row ?? {}, 'last_analyze')),
    ...optional('lastVacuum', optionalText(row ?? {}, 'last_vacuum')),
  };
}

/** A partitioned table has no pages of its own: its rows are those of its parts, its columns as analysed over all. */
function partitioned(
  row: Row,
  parts: ReadonlyMap<string, readonly Row[]>,
  known: ReadonlyMap<string, TableStatistics>,
  columns: ReadonlyMap<string, Readonly<Record<string, ColumnStatistics>>>,
): TableStatistics | undefined {
  const leaves = (oid: string): readonly string[] =>
    parts.get(oid)?.flatMap((part) => leaves(text(part, 'child'))) ?? [oid];
  const rows = leaves(text(row, 'oid')).flatMap((leaf) => known.get(leaf)?.rows ?? []);
  if (rows.length === 0) return undefined;
  return { origin: 'observed', rows: rows.reduce((a, b) => a + b, 0), columns: columns.get(key(row)) ?? {} };
}

function readIndexes(rows: StatisticsRows): Readonly<Record<string, IndexStatistics>> {
  const activity = keyBy(rows.indexActivity, 'relation');
  const indexes: Record<string, IndexStatistics> = {};
  for (const row of rows.relations) {
    if (text(row, 'kind') !== 'i' || text(row, 'schema') === 'pg_toast') continue;
    const counters = activity.get(text(row, 'oid'));
    const entries = number(row, 'rows_then');
    indexes[key(row)] = {
      bytes: number(row, 'bytes'),
      pages: number(row, 'pages'),
      ...(entries < 0 ? {} : { rows: entries }),
      ...optional('scans', count(counters, 'scans')),
      ...optional('lastScan', optionalText(counters ?? {}, 'last_scan')),
    };
  }
  return indexes;
}

/** Of a table alone; of a partitioned one, over its partitions. */
function columnsByTable(rows: StatisticsRows): ReadonlyMap<string, Readonly<Record<string, ColumnStatistics>>> {
  const partitionedTables = new Set(rows.relations.filter((row) => text(row, 'kind') === 'p').map(key));
  const tables = new Map<string, Record<string, ColumnStatistics>>();
  for (const row of rows.columns) {
    if (flag(row, 'inherited') !== partitionedTables.has(key(row))) continue;
    const table = tables.get(key(row)) ?? {};
    tables.set(key(row), table);
    table[text(row, 'column')] = columnStatistics(row);
  }
  return tables;
}

function columnStatistics(row: Row): ColumnStatistics {
  const values = optionalText(row, 'common_values');
  const histogram = optionalText(row, 'histogram');
  const shares = row['common_fractions'];
  const fraction = (at: number) => (Array.isArray(shares) ? Number(shares[at]) : 0);
  return {
    nullFraction: number(row, 'null_fraction'),
    averageWidth: number(row, 'average_width'),
    distinct: number(row, 'distinct_values'),
    ...(values === undefined
      ? {}
      : { commonValues: arrayElements(values).map((value, at) => ({ value, fraction: fraction(at) })) }),
    ...(histogram === undefined ? {} : { histogram: arrayElements(histogram) }),
    ...optional('correlation', count(row, 'correlation')),
  };
}

async function readSequences(connection: Connection, rows: readonly Row[], version: number) {
  const readable = rows.filter((row) => flag(row, 'there') && flag(row, 'readable'));
  const { statements, places } = lastValues(
    readable.map((row) => ({ oid: text(row, 'oid'), schema: text(row, 'schema'), name: text(row, 'name') })),
    version,
  );
  const results = statements.length === 0 ? [] : await connection.queryAll(statements);
  const found = keyBy(
    places.flatMap((place) => results[place] ?? []),
    'oid',
  );
  const values: Record<string, SequenceStatistics> = {};
  for (const row of readable) {
    const last = optionalText(found.get(text(row, 'oid')) ?? {}, 'last_value');
    values[key(row)] = last === undefined ? {} : { lastValue: BigInt(last) };
  }
  return { values, hidden: rows.filter((row) => !flag(row, 'readable')).map(key) };
}

function selectHint(version: number): string {
  const role = version >= 140000 ? ', or the role pg_read_all_data,' : '';
  return `grant SELECT on them${role} to see the findings that need it`;
}

/** One line for all objects of which something could not be read. */
function missing(names: readonly string[], what: string, kind: string, hint: string): readonly Diagnostic[] {
  if (names.length === 0) return [];
  const sorted = [...names].sort(compareText);
  const shown = sorted.slice(0, 3).join(', ') + (names.length > 3 ? ` and ${names.length - 3} more` : '');
  const plural = names.length === 1 ? '' : 's';
  return [
    {
      severity: 'warning',
      code: 'privilege-missing',
      message: `${what} ${names.length} ${kind}${plural} could not be read: ${shown}`,
      hint,
    },
  ];
}
