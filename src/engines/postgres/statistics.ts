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
import { columnStatistics } from './column-statistics.ts';
import { rowsOf, sqlOf } from './introspect/query.ts';
import { flag, groupBy, keyBy, number, optional, optionalText, text } from './introspect/rows.ts';
import { readMultivariate } from './multivariate-statistics.ts';
import { queryPlainly } from './plain-session.ts';
import { countsQuery, heightsQuery, lastValues, serverQuery, statisticsQueries } from './statistics-queries.ts';
import { withinSavepoint } from './within-savepoint.ts';

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
  const results = await queryPlainly(connection, server, Object.values(set).map(sqlOf));
  const entries = Object.keys(set).map((key, at) => [key, rowsOf(results[at] ?? [])] as const);
  // Object.fromEntries forgets which keys there are.
  const rows = Object.fromEntries(entries) as StatisticsRows;
  const sequences = await readSequences(connection, rows.sequences, version);
  const metaPages = await readMetaPages(connection, optionalText(server, 'pageinspect'));
  const columns = columnsByRelation(rows);
  const multivariate = readMultivariate(rows.multivariate, rows.expressions, key);
  return {
    statistics: {
      takenAt: text(server, 'taken_at'),
      ...optional('countersSince', optionalText(server, 'counters_since')),
      ...(flag(server, 'counters_never_reset') ? { countersNeverReset: true as const } : {}),
      standby: flag(server, 'standby'),
      serverVersion: text(server, 'version'),
      settings: Object.fromEntries(
        [
          ...rows.settings.map((row) => [text(row, 'name'), settingText(row)] as const),
          ...localeSettings(text(server, 'locale')),
        ].sort((a, b) => compareText(a[0], b[0])),
      ),
      tables: readTables(rows, version, columns),
      indexes: readIndexes(rows, columns, metaPages),
      sequences: sequences.values,
      ...(Object.keys(multivariate).length > 0 ? { multivariate } : {}),
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

/**
 * How text is ordered where a column names no collation, from the database's row of pg_database, whose columns differ
 * between versions: as parameters of the server it is told up to 15 only, and never whose rules they are.
 */
function localeSettings(database: string): readonly (readonly [string, string])[] {
  // Made by to_jsonb.
  const row = JSON.parse(database) as Readonly<Record<string, string | null | undefined>>;
  const providers: Readonly<Record<string, string>> = { i: 'icu', b: 'builtin' };
  const locale = row['datlocale'] ?? row['daticulocale'];
  return [
    ['locale_provider', providers[row['datlocprovider'] ?? ''] ?? 'libc'],
    ...(locale ? [['locale', locale] as const] : []),
    ['lc_collate', row['datcollate'] ?? ''],
    ['lc_ctype', row['datctype'] ?? ''],
  ];
}

/** What comes in the order of the server's files is told in that of names. */
function byName(rows: readonly Row[]): readonly Row[] {
  return [...rows].sort(
    (a, b) => compareText(text(a, 'schema'), text(b, 'schema')) || compareText(text(a, 'name'), text(b, 'name')),
  );
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

/** A value as SET takes it: with the unit that the engine counts in, which may be a multiple (`8kB`). */
function settingText(row: Row): string {
  const value = optionalText(row, 'value') ?? '';
  const [, size = '', unit = ''] = /^(\d*)(\w*)$/.exec(optionalText(row, 'unit') ?? '') ?? [];
  const amount = Number(value) * (size === '' ? 1 : Number(size));
  // 0 and -1 have meanings of their own.
  return unit === '' || !(amount > 0) ? value : `${amount}${unit}`;
}

interface Columns {
  readonly own: Columned;
  /** Of a table together with those that inherit from it. */
  readonly inherited: Columned;
}

type Columned = ReadonlyMap<string, Readonly<Record<string, ColumnStatistics>>>;

function readTables(
  rows: StatisticsRows,
  version: number,
  columns: Columns,
): Readonly<Record<string, TableStatistics>> {
  const relations = keyBy(rows.relations, 'oid');
  const activity = keyBy(rows.tableActivity, 'relation');
  const indexes = groupBy(rows.indexes, 'relation');
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
      ...asAnalyzed(row, version),
      ...optional('frozenAge', count(row, 'frozen_age')),
      ...activityOf(counters),
      columns: columns.own.get(key(row)) ?? {},
      ...optional('inheritedColumns', columns.inherited.get(key(row))),
    });
  }
  const parts = groupBy(rows.partitions, 'parent');
  const tables: Record<string, TableStatistics> = {};
  for (const row of rows.relations) {
    const own =
      text(row, 'kind') === 'p' ? partitioned(row, parts, known, columns.inherited) : known.get(text(row, 'oid'));
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
  const unknown = neverAnalyzed(row, version);
  if (!unknown && pages > 0) return Math.round((rows / pages) * now);
  const live = count(activity, 'live') ?? 0;
  if (live > 0 || now === 0) return live;
  return unknown ? undefined : rows;
}

/** Before PostgreSQL 14 a table that was never looked at had 0 rows, not -1. */
function neverAnalyzed(row: Row, version: number): boolean {
  const rows = number(row, 'rows_then');
  return rows < 0 || (version < 140000 && rows === 0 && number(row, 'pages_then') === 0);
}

function asAnalyzed(row: Row, version: number): Partial<TableStatistics> {
  if (neverAnalyzed(row, version)) return {};
  return {
    analyzedRows: number(row, 'rows_then'),
    analyzedPages: number(row, 'pages_then'),
    allVisiblePages: number(row, 'visible_then'),
  };
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
  columns: Columned,
): TableStatistics | undefined {
  const leaves = (oid: string): readonly string[] =>
    parts.get(oid)?.flatMap((part) => leaves(text(part, 'child'))) ?? [oid];
  const rows = leaves(text(row, 'oid')).flatMap((leaf) => known.get(leaf)?.rows ?? []);
  if (rows.length === 0) return undefined;
  return { origin: 'observed', rows: rows.reduce((a, b) => a + b, 0), columns: columns.get(key(row)) ?? {} };
}

function readIndexes(
  rows: StatisticsRows,
  columns: Columns,
  metaPages: ReadonlyMap<string, Row>,
): Readonly<Record<string, IndexStatistics>> {
  const activity = keyBy(rows.indexActivity, 'relation');
  const indexes: Record<string, IndexStatistics> = {};
  for (const row of byName(rows.relations)) {
    if (text(row, 'kind') !== 'i' || text(row, 'schema') === 'pg_toast') continue;
    const counters = activity.get(text(row, 'oid'));
    const entries = number(row, 'rows_then');
    indexes[key(row)] = {
      bytes: number(row, 'bytes'),
      pages: number(row, 'pages'),
      analyzedPages: number(row, 'pages_then'),
      ...metaPageFacts(metaPages.get(text(row, 'oid'))),
      ...optional('columns', columns.own.get(key(row))),
      ...(entries < 0 ? {} : { rows: entries }),
      ...optional('scans', count(counters, 'scans')),
      ...optional('lastScan', optionalText(counters ?? {}, 'last_scan')),
    };
  }
  return indexes;
}

function columnsByRelation(rows: StatisticsRows): Columns {
  const own = new Map<string, Record<string, ColumnStatistics>>();
  const inherited = new Map<string, Record<string, ColumnStatistics>>();
  for (const row of [...rows.columns].sort((a, b) => compareText(text(a, 'column'), text(b, 'column')))) {
    const kind = flag(row, 'inherited') ? inherited : own;
    const columns = kind.get(key(row)) ?? {};
    kind.set(key(row), columns);
    columns[text(row, 'column')] = columnStatistics(row);
  }
  return { own, inherited };
}

function metaPageFacts(row: Row | undefined): Pick<IndexStatistics, 'height' | 'counts'> {
  if (row === undefined) return {};
  if (row['height'] !== undefined) return { height: number(row, 'height') };
  return {
    counts: {
      pendingPages: number(row, 'pending_pages'),
      totalPages: number(row, 'total_pages'),
      entryPages: number(row, 'entry_pages'),
      dataPages: number(row, 'data_pages'),
      entries: number(row, 'entries'),
    },
  };
}

/** Of B-trees and inverted indexes, by oid, where the extension pageinspect is there and the role is a superuser, as it wants. */
async function readMetaPages(connection: Connection, extension: string | undefined): Promise<ReadonlyMap<string, Row>> {
  if (extension === undefined) return new Map();
  try {
    const queries = [heightsQuery(extension), countsQuery(extension)].map(sqlOf);
    const found = await withinSavepoint(connection, () => connection.queryAll(queries));
    return keyBy(found.flatMap(rowsOf), 'index');
  } catch {
    // They follow from the sizes, too.
    return new Map();
  }
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
  for (const row of byName(readable)) {
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
