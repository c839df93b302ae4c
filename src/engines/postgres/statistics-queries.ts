import type { QualifiedName } from '../../catalog/names.ts';
import { firstOfUsers, type Query, since } from './introspect/query.ts';
import { iso } from './iso.ts';
import { sessionColumns } from './plain-session.ts';
import { quoteName } from './quote.ts';

const userSchema = (name: string) => `${name} !~ '^pg_' and ${name} <> 'information_schema'`;

/**
 * Since when counters count that were never reset, of which PostgreSQL 15 and later say nothing: from the last crash or
 * the making of the cluster, when those that the whole cluster shares begin anew as well (pgstat_reset_after_failure in
 * pgstat.c); of a database that was made later, from then on, which nothing tells. Where the shared ones were all reset
 * by hand, the true time is earlier.
 */
const neverReset = '(select least(b.stats_reset, a.stats_reset) from pg_stat_bgwriter b, pg_stat_archiver a)';

/** What the server says of itself. */
export const serverQuery = `select current_setting('server_version_num')::int as number, current_setting('server_version') as version,
  pg_is_in_recovery() as standby, ${sessionColumns}, ${iso('now()')} as taken_at,
  (select quote_ident(n.nspname) from pg_extension x join pg_namespace n on n.oid = x.extnamespace
    where x.extname = 'pageinspect' and current_setting('is_superuser') = 'on') as pageinspect,
  (select to_jsonb(d) from pg_database d where d.datname = current_database()) as locale,
  (select ${iso(`coalesce(d.stats_reset, ${neverReset}, pg_postmaster_start_time())`)} from pg_stat_database d where d.datname = current_database()) as counters_since,
  (select d.stats_reset is null from pg_stat_database d where d.datname = current_database()) as counters_never_reset`;

/** Relations that somebody holds or wants exclusively: measuring them would wait. */
const locked = `array(select relation from pg_locks where locktype = 'relation' and mode = 'AccessExclusiveLock' and pid <> pg_backend_pid()
  and database = (select oid from pg_database where datname = current_database()))`;

/** Settings beside those of query tuning that plans, rules and the lab depend on. */
const settings = [
  'TimeZone',
  'autovacuum',
  'autovacuum_analyze_scale_factor',
  'autovacuum_freeze_max_age',
  'autovacuum_vacuum_scale_factor',
  'block_size',
  'checkpoint_timeout',
  'debug_parallel_query',
  'effective_io_concurrency',
  'force_parallel_mode',
  'hash_mem_multiplier',
  'idle_in_transaction_session_timeout',
  'lock_timeout',
  'maintenance_io_concurrency',
  'maintenance_work_mem',
  'max_connections',
  'max_parallel_maintenance_workers',
  'max_parallel_workers',
  'max_parallel_workers_per_gather',
  'max_wal_size',
  'max_worker_processes',
  'parallel_leader_participation',
  'server_encoding',
  'shared_buffers',
  'statement_timeout',
  'temp_buffers',
  'track_counts',
  'track_io_timing',
  'wal_level',
  'work_mem',
];

/** Of a column, an expression of an index, or an expression of `CREATE STATISTICS`. */
const columnColumns = {
  null_fraction: 'null_frac',
  average_width: 'avg_width',
  distinct_values: 'n_distinct',
  correlation: 'correlation',
  common_values: 'most_common_vals::text',
  common_fractions: 'most_common_freqs',
  histogram: 'histogram_bounds::text',
  elements: 'most_common_elems::text',
  element_fractions: 'most_common_elem_freqs',
  element_counts: 'elem_count_histogram',
};

/** The bulk queries for a server; `version` is its `server_version_num`. No table is read. */
export function statisticsQueries(version: number) {
  return {
    settings: {
      // What holds without what our own session sets.
      columns: { name: 'name', value: 'reset_val', unit: 'unit' },
      from: `pg_settings where category like 'Query Tuning%' or name in (${settings.map((name) => `'${name}'`).join(', ')})`,
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
        visible_then: 'relallvisible',
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
        ...columnColumns,
        empty_fraction: since(version, 170000, 'range_empty_frac'),
        lengths: since(version, 170000, 'range_length_histogram::text'),
        bounds: since(version, 170000, 'range_bounds_histogram::text'),
      },
      from: `pg_stats where ${userSchema('schemaname')}`,
    },
    multivariate: {
      columns: {
        schema: 's.statistics_schemaname',
        name: 's.statistics_name',
        partitioned: `c.relkind = 'p'`,
        inherited: since(version, 150000, 's.inherited', `c.relkind = 'p'`),
        // Numbers of columns, and their names in the same order.
        places: 'o.stxkeys::text',
        names: 's.attnames::text',
        expressions: since(version, 140000, 's.exprs::text'),
        distinct_values: 's.n_distinct::text',
        dependencies: 's.dependencies::text',
        common_values: 's.most_common_vals',
        common_fractions: 's.most_common_freqs',
        base_fractions: 's.most_common_base_freqs',
      },
      from: `pg_stats_ext s join pg_namespace n on n.nspname = s.statistics_schemaname
        join pg_statistic_ext o on o.stxnamespace = n.oid and o.stxname = s.statistics_name join pg_class c on c.oid = o.stxrelid
        where ${userSchema('s.statistics_schemaname')}`,
      order: 's.statistics_schemaname, s.statistics_name',
    },
    expressions:
      version >= 140000
        ? {
            columns: {
              schema: 'statistics_schemaname',
              name: 'statistics_name',
              expression: 'expr',
              inherited: since(version, 150000, 'inherited', 'null'),
              ...columnColumns,
            },
            from: `pg_stats_ext_exprs where ${userSchema('statistics_schemaname')}`,
          }
        : { columns: { schema: 'null' }, from: 'pg_class where false' },
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

/**
 * The heights of all B-trees, from their meta pages (the fast root's level, which the planner takes, in
 * _bt_getrootheight of src/backend/access/nbtree/nbtpage.c); `schema` is that of the extension pageinspect, quoted.
 */
export function heightsQuery(schema: string): Query {
  return {
    columns: { index: 'i.oid', height: 'm.fastlevel' },
    from: `${readableIndexes('btree')} i cross join lateral ${schema}.bt_metap(i.name) m`,
  };
}

/** What the meta pages of all inverted indexes count (ginGetStats of src/backend/access/gin/ginutil.c). */
export function countsQuery(schema: string): Query {
  return {
    columns: {
      index: 'i.oid',
      pending_pages: 'm.n_pending_pages',
      total_pages: 'm.n_total_pages',
      entry_pages: 'm.n_entry_pages',
      data_pages: 'm.n_data_pages',
      entries: 'm.n_entries',
    },
    from: `${readableIndexes('gin')} i cross join lateral ${schema}.gin_metapage_info(${schema}.get_raw_page(i.name, 0)) m`,
  };
}

const readableIndexes = (
  method: string,
) => `(select c.oid, quote_ident(n.nspname) || '.' || quote_ident(c.relname) as name from pg_class c
    join pg_namespace n on n.oid = c.relnamespace join pg_am a on a.oid = c.relam
    where c.relkind = 'i' and a.amname = '${method}' and c.oid >= ${firstOfUsers} and ${userSchema('n.nspname')}
      and (c.relpersistence = 'p' or not pg_is_in_recovery()) and c.oid <> all (${locked}) offset 0)`;

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
