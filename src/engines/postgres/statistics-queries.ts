import type { QualifiedName } from '../../catalog/names.ts';
import { firstOfUsers, type Query, since } from './introspect/query.ts';
import { quoteName } from './quote.ts';

/** Time stamps as ISO 8601, in UTC. */
const iso = (expression: string) => `to_char(${expression} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;

const userSchema = (name: string) => `${name} !~ '^pg_' and ${name} <> 'information_schema'`;

/**
 * What the server says of itself. Counters that were never reset count from the making of the database or from the
 * last crash, which is not on record: they are at least as old as the start of the server.
 */
export const serverQuery = `select current_setting('server_version_num')::int as number, current_setting('server_version') as version,
  pg_is_in_recovery() as standby, ${iso('now()')} as taken_at,
  (select ${iso('coalesce(d.stats_reset, pg_postmaster_start_time())')} from pg_stat_database d where d.datname = current_database()) as counters_since`;

/** Relations that somebody holds or wants exclusively: measuring them would wait. */
const locked = `array(select relation from pg_locks where locktype = 'relation' and mode = 'AccessExclusiveLock' and pid <> pg_backend_pid()
  and database = (select oid from pg_database where datname = current_database()))`;

/** What the planner's settings are without those of our own session. */
const settings = [
  'autovacuum',
  'autovacuum_analyze_scale_factor',
  'autovacuum_freeze_max_age',
  'autovacuum_vacuum_scale_factor',
  'block_size',
  'checkpoint_timeout',
  'cpu_index_tuple_cost',
  'cpu_operator_cost',
  'cpu_tuple_cost',
  'default_statistics_target',
  'effective_cache_size',
  'effective_io_concurrency',
  'hash_mem_multiplier',
  'idle_in_transaction_session_timeout',
  'jit',
  'lock_timeout',
  'maintenance_work_mem',
  'max_connections',
  'max_parallel_workers',
  'max_parallel_workers_per_gather',
  'max_wal_size',
  'min_parallel_index_scan_size',
  'min_parallel_table_scan_size',
  'random_page_cost',
  'seq_page_cost',
  'shared_buffers',
  'statement_timeout',
  'track_counts',
  'wal_level',
  'work_mem',
];

/** The bulk queries for a server; `version` is its `server_version_num`. No table is read. */
export function statisticsQueries(version: number) {
  return {
    settings: {
      columns: { name: 'name', value: 'reset_val' },
      from: `pg_settings where name in (${settings.map((name) => `'${name}'`).join(', ')})`,
    },
    relations: {
      columns: {
        oid: 'oid',
        schema: 'schema',
        name: 'relname',
        kind: 'relkind',
        /** At the last vacuum or analysis, like the rows. */
        pages_then: 'relpages',
        rows_then: 'reltuples',
        toast: 'reltoastrelid',
        bytes: 'coalesce(measured, relpages * block_size)',
        pages: 'coalesce((measured + block_size - 1) / block_size, relpages)',
        frozen_age: `case when relfrozenxid <> 0 then age(relfrozenxid) end`,
        hidden: `relkind in ('r', 'm', 'p') and not has_table_privilege(oid, 'SELECT') and not has_any_column_privilege(oid, 'SELECT')`,
        // Row security hides what is known of the columns, too, from those whom it binds.
        guarded: `relrowsecurity and row_security_active(oid)`,
      },
      from: `(select c.*, n.nspname as schema, current_setting('block_size')::int8 as block_size,
          case when c.relkind <> 'p' and c.oid <> all (${locked}) then pg_relation_size(c.oid) end as measured
        from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid >= ${firstOfUsers}
          and c.relkind in ('r', 'm', 'p', 'i', 't') and (${userSchema('n.nspname')} or n.nspname = 'pg_toast') offset 0) relations`,
    },
    indexes: {
      columns: { index: 'indexrelid', relation: 'indrelid' },
      from: `pg_index where indexrelid >= ${firstOfUsers}`,
    },
    partitions: {
      columns: { child: 'i.inhrelid', parent: 'i.inhparent' },
      from: `pg_inherits i join pg_class c on c.oid = i.inhrelid where c.relispartition and c.relkind in ('r', 'p')`,
    },
    tableActivity: {
      columns: {
        relation: 'relid',
        seq_scan: 'seq_scan',
        idx_scan: 'idx_scan',
        inserted: 'n_tup_ins',
        updated: 'n_tup_upd',
        deleted: 'n_tup_del',
        hot_updated: 'n_tup_hot_upd',
        live: 'n_live_tup',
        dead: 'n_dead_tup',
        modified: 'n_mod_since_analyze',
        last_analyze: iso('greatest(last_analyze, last_autoanalyze)'),
        last_vacuum: iso('greatest(last_vacuum, last_autovacuum)'),
      },
      from: `pg_stat_all_tables where ${userSchema('schemaname')}`,
    },
    indexActivity: {
      columns: { relation: 'indexrelid', scans: 'idx_scan', last_scan: since(version, 160000, iso('last_idx_scan')) },
      from: `pg_stat_all_indexes where ${userSchema('schemaname')}`,
    },
    columns: {
      columns: {
        schema: 'schemaname',
        name: 'tablename',
        column: 'attname',
        inherited: 'inherited',
        null_fraction: 'null_frac',
        average_width: 'avg_width',
        distinct_values: 'n_distinct',
        correlation: 'correlation',
        common_values: 'most_common_vals::text',
        common_fractions: 'most_common_freqs',
        histogram: 'histogram_bounds::text',
      },
      from: `pg_stats where ${userSchema('schemaname')}`,
    },
    sequences: {
      columns: {
        oid: 'c.oid',
        schema: 'n.nspname',
        name: 'c.relname',
        readable: `has_sequence_privilege(c.oid, 'SELECT') and has_schema_privilege(n.oid, 'USAGE')`,
        // The sequences of an unlogged table are not there on a standby.
        there: `(c.relpersistence = 'p' or not pg_is_in_recovery()) and c.oid <> all (${locked})`,
      },
      from: `pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind = 'S' and c.relpersistence <> 't' and ${userSchema('n.nspname')}`,
    },
  } satisfies Readonly<Record<string, Query>>;
}

/** So many sequences are read at a time: each takes a place in the server's shared table of locks while it is read. */
const sequencesAtOnce = 500;

/**
 * Statements that read the last values of sequences, and the places of their results. PostgreSQL 18 has a function
 * that lets each go at once. The one that there was before locks as nextval does, and keeps the lock; so each is read
 * as a table of one row, and a savepoint lets go of them. (It only works in a transaction, as every connection to such
 * a server has.)
 */
export function lastValues(
  sequences: readonly (QualifiedName & { readonly oid: string })[],
  version: number,
): { readonly statements: readonly string[]; readonly places: readonly number[] } {
  const statements: string[] = [];
  const places: number[] = [];
  for (let at = 0; at < sequences.length; at += sequencesAtOnce) {
    const some = sequences.slice(at, at + sequencesAtOnce);
    if (version >= 180000) {
      places.push(statements.length);
      const oids = some.map(({ oid }) => oid).join(', ');
      statements.push(
        `select c.oid::text as oid, case when d.is_called then d.last_value::text end as last_value from pg_class c, pg_get_sequence_data(c.oid) d where c.oid in (${oids})`,
      );
      continue;
    }
    const reads = some.map(
      (one) =>
        `select '${one.oid}' as oid, case when is_called then last_value::text end as last_value from ${quoteName(one)}`,
    );
    places.push(statements.length + 1);
    statements.push(
      'savepoint relvar',
      reads.join(' union all '),
      'rollback to savepoint relvar',
      'release savepoint relvar',
    );
  }
  return { statements, places };
}
