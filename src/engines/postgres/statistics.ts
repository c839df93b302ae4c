import { qualified } from '../../catalog/names.ts';
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
import { flag, number, optional, optionalText, text } from './introspect/rows.ts';

const user = `n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`;

/** Sizes come from pg_class, which needs no lock; a relation that was never analysed or vacuumed is measured. */
const size = (alias: string) =>
  `case when ${alias}.relpages > 0 then ${alias}.relpages * current_setting('block_size')::int8 else pg_relation_size(${alias}.oid) end`;

const iso = (expression: string) => `to_char(${expression} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;

const serverQuery = `select current_setting('server_version') as version, pg_is_in_recovery() as standby, ${iso('now()')} as taken_at,
    (select ${iso('coalesce(d.stats_reset, pg_postmaster_start_time())')} from pg_stat_database d where d.datname = current_database()) as counters_since`;

const settingsQuery = `select name, setting from pg_settings where name in (
    'autovacuum', 'autovacuum_vacuum_scale_factor', 'autovacuum_freeze_max_age', 'checkpoint_timeout', 'cpu_index_tuple_cost',
    'cpu_operator_cost', 'cpu_tuple_cost', 'default_statistics_target', 'effective_cache_size', 'effective_io_concurrency',
    'hash_mem_multiplier', 'jit', 'maintenance_work_mem', 'max_connections', 'max_parallel_workers', 'max_parallel_workers_per_gather',
    'max_wal_size', 'min_parallel_index_scan_size', 'min_parallel_table_scan_size', 'random_page_cost', 'seq_page_cost',
    'shared_buffers', 'track_counts', 'wal_level', 'work_mem', 'block_size', 'idle_in_transaction_session_timeout', 'statement_timeout', 'lock_timeout')`;

const tablesQuery = `select n.nspname as schema, c.relname as name, c.relkind as kind, greatest(c.reltuples, 0)::float8 as estimate, c.reltuples < 0 as unknown,
    ${size('c')} as bytes, c.relpages as pages, age(c.relfrozenxid) as frozen_age,
    coalesce((select sum(${size('x')}) from pg_index i join pg_class x on x.oid = i.indexrelid where i.indrelid = c.oid), 0)
      + coalesce((select ${size('x')} from pg_class x where x.oid = c.reltoastrelid), 0) as beside,
    s.seq_scan, s.idx_scan, s.n_tup_ins, s.n_tup_upd, s.n_tup_del, s.n_tup_hot_upd, s.n_live_tup, s.n_dead_tup, s.n_mod_since_analyze,
    ${iso('greatest(s.last_analyze, s.last_autoanalyze)')} as last_analyze, ${iso('greatest(s.last_vacuum, s.last_autovacuum)')} as last_vacuum
  from pg_class c join pg_namespace n on n.oid = c.relnamespace left join pg_stat_all_tables s on s.relid = c.oid
  where c.relkind in ('r', 'm', 'p') and ${user}`;

const columnsQuery = (
  values: boolean,
) => `select n.nspname as schema, c.relname as name, s.attname as column, s.null_frac, s.avg_width, s.n_distinct, s.correlation
    ${values ? ', s.most_common_vals::text as common_values, array_to_json(s.most_common_freqs)::text as common_fractions, s.histogram_bounds::text as histogram' : ''}
  from pg_stats s join pg_namespace n on n.nspname = s.schemaname join pg_class c on c.relnamespace = n.oid and c.relname = s.tablename
  where (not s.inherited or c.relkind = 'p') and ${user}`;

const indexesQuery = (
  lastScan: boolean,
) => `select n.nspname as schema, c.relname as name, ${size('c')} as bytes, c.relpages as pages,
    greatest(c.reltuples, 0)::float8 as rows, s.idx_scan as scans, ${lastScan ? iso('s.last_idx_scan') : 'null'} as last_scan
  from pg_class c join pg_namespace n on n.oid = c.relnamespace left join pg_stat_all_indexes s on s.indexrelid = c.oid
  where c.relkind = 'i' and ${user}`;

const sequencesQuery = `select n.nspname as schema, c.relname as name, has_sequence_privilege(c.oid, 'SELECT,USAGE') as readable,
    case when has_sequence_privilege(c.oid, 'SELECT,USAGE') then pg_sequence_last_value(c.oid)::text end as last_value
  from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'S' and c.relpersistence <> 't' and ${user}`;

/** Tables whose columns have statistics that this role may not see. */
const hiddenQuery = `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'm') and ${user} and not has_table_privilege(c.oid, 'SELECT') and not has_any_column_privilege(c.oid, 'SELECT') order by 1`;

/**
 * Reads what the engine knows of the data: sizes, column statistics, activity counters, sequences' values and planner
 * settings, in eight bulk queries. No table is read or locked.
 */
export async function readStatistics(
  connection: Connection,
): Promise<{ readonly statistics: Statistics; readonly diagnostics: readonly Diagnostic[] }> {
  const [server] = await connection.query(serverQuery);
  if (!server) throw new Error('no answer to the version query');
  const version = Number.parseInt(text(server, 'version'), 10);
  const columns = columnsByTable(await connection.query(columnsQuery(true)));
  const tables: Record<string, TableStatistics> = {};
  for (const row of await connection.query(tablesQuery)) {
    // A table that was never vacuumed, analysed or counted tells nothing, not zero rows.
    const counted = row['n_live_tup'] === null ? undefined : number(row, 'n_live_tup');
    const unknown = flag(row, 'unknown') && (counted === undefined || (counted === 0 && number(row, 'bytes') > 0));
    if (!unknown && row['kind'] !== 'p') tables[key(row)] = tableStatistics(row, columns.get(key(row)) ?? {});
  }
  const indexes: Record<string, IndexStatistics> = {};
  for (const row of await connection.query(indexesQuery(version >= 16))) indexes[key(row)] = indexStatistics(row);
  const sequences: Record<string, SequenceStatistics> = {};
  const unreadable: string[] = [];
  for (const row of await connection.query(sequencesQuery)) {
    const last = optionalText(row, 'last_value');
    if (flag(row, 'readable')) sequences[key(row)] = last === undefined ? {} : { lastValue: BigInt(last) };
    else unreadable.push(key(row));
  }
  const settings = await connection.query(settingsQuery);
  const hidden = (await connection.query(hiddenQuery)).map((row) => text(row, 'name'));
  return {
    statistics: {
      takenAt: text(server, 'taken_at'),
      ...optional('countersSince', optionalText(server, 'counters_since')),
      standby: flag(server, 'standby'),
      serverVersion: text(server, 'version'),
      settings: Object.fromEntries(settings.map((row) => [text(row, 'name'), text(row, 'setting')])),
      tables,
      indexes,
      sequences,
    },
    diagnostics: [
      ...missing(hidden, 'column statistics of', 'table', 'SELECT'),
      ...missing(unreadable, 'the last value of', 'sequence', 'SELECT'),
    ],
  };
}

function key(row: Row): string {
  return qualified({ schema: text(row, 'schema'), name: text(row, 'name') });
}

function count(row: Row, column: string): number | undefined {
  return row[column] === null ? undefined : number(row, column);
}

function tableStatistics(row: Row, columns: Readonly<Record<string, ColumnStatistics>>): TableStatistics {
  const bytes = number(row, 'bytes');
  return {
    origin: 'observed',
    rows: flag(row, 'unknown') ? number(row, 'n_live_tup') : number(row, 'estimate'),
    bytes,
    totalBytes: bytes + number(row, 'beside'),
    pages: number(row, 'pages'),
    frozenAge: number(row, 'frozen_age'),
    ...optional('sequentialScans', count(row, 'seq_scan')),
    ...optional('indexScans', count(row, 'idx_scan')),
    ...optional('inserted', count(row, 'n_tup_ins')),
    ...optional('updated', count(row, 'n_tup_upd')),
    ...optional('deleted', count(row, 'n_tup_del')),
    ...optional('hotUpdated', count(row, 'n_tup_hot_upd')),
    ...optional('deadRows', count(row, 'n_dead_tup')),
    ...optional('modifiedSinceAnalyze', count(row, 'n_mod_since_analyze')),
    ...optional('lastAnalyze', optionalText(row, 'last_analyze')),
    ...optional('lastVacuum', optionalText(row, 'last_vacuum')),
    columns,
  };
}

function indexStatistics(row: Row): IndexStatistics {
  return {
    bytes: number(row, 'bytes'),
    pages: number(row, 'pages'),
    rows: number(row, 'rows'),
    ...optional('scans', count(row, 'scans')),
    ...optional('lastScan', optionalText(row, 'last_scan')),
  };
}

function columnsByTable(rows: readonly Row[]): ReadonlyMap<string, Readonly<Record<string, ColumnStatistics>>> {
  const tables = new Map<string, Record<string, ColumnStatistics>>();
  for (const row of rows) {
    const table = tables.get(key(row)) ?? {};
    tables.set(key(row), table);
    table[text(row, 'column')] = columnStatistics(row);
  }
  return tables;
}

function columnStatistics(row: Row): ColumnStatistics {
  const values = optionalText(row, 'common_values');
  const fractions = optionalText(row, 'common_fractions');
  const histogram = optionalText(row, 'histogram');
  const shares = fractions === undefined ? [] : (JSON.parse(fractions) as number[]);
  return {
    nullFraction: number(row, 'null_frac'),
    averageWidth: number(row, 'avg_width'),
    distinct: number(row, 'n_distinct'),
    ...(values === undefined
      ? {}
      : { commonValues: arrayElements(values).map((value, at) => ({ value, fraction: shares[at] ?? 0 })) }),
    ...(histogram === undefined ? {} : { histogram: arrayElements(histogram) }),
    ...optional('correlation', count(row, 'correlation')),
  };
}

/** One line for all objects whose privilege is missing. */
function missing(names: readonly string[], what: string, kind: string, privilege: string): readonly Diagnostic[] {
  if (names.length === 0) return [];
  const shown = names.slice(0, 3).join(', ') + (names.length > 3 ? ` and ${names.length - 3} more` : '');
  return [
    {
      severity: 'warning',
      code: 'privilege-missing',
      message: `${what} ${names.length} ${kind}${names.length === 1 ? '' : 's'} could not be read: ${shown}`,
      hint: `grant ${privilege} on them, or the role pg_read_all_data, to see the findings that need it`,
    },
  ];
}
