import type { QualifiedName } from '../../../catalog/names.ts';
import type { WatchQuery } from '../../procedure.ts';
import { quoteLiteral, quoteName } from '../quote.ts';

const regclass = (table: QualifiedName) => `${quoteLiteral(quoteName(table))}::regclass`;

/** Who waits for whom: what a step that wants a lock holds up, and what holds it up. */
export const blockers: WatchQuery = {
  title: 'who waits for a lock, and for whom',
  sql: `SELECT pid, pg_blocking_pids(pid) AS waits_for, wait_event_type, now() - query_start AS since, left(query, 60) AS query
FROM pg_stat_activity WHERE cardinality(pg_blocking_pids(pid)) > 0`,
};

/** Transactions that a concurrent build has to wait for. */
export const oldTransactions: WatchQuery = {
  title: 'the oldest transactions: a concurrent build waits for them',
  sql: `SELECT pid, now() - xact_start AS age, state, left(query, 60) AS query
FROM pg_stat_activity WHERE xact_start IS NOT NULL ORDER BY xact_start LIMIT 5`,
};

export function indexProgress(table: QualifiedName): WatchQuery {
  return {
    title: 'how far the index is',
    sql: `SELECT phase, blocks_done, blocks_total, tuples_done, tuples_total, lockers_done, lockers_total
FROM pg_stat_progress_create_index WHERE relid = ${regclass(table)}`,
  };
}

/** What batches leave behind: dead rows, and whether vacuum keeps up. */
function deadRows(table: QualifiedName): WatchQuery {
  return {
    title: 'dead rows, and whether vacuum keeps up',
    sql: `SELECT n_live_tup, n_dead_tup, last_autovacuum FROM pg_stat_user_tables WHERE relid = ${regclass(table)}`,
  };
}

const replicationLag: WatchQuery = {
  title: 'how far replicas are behind, in bytes',
  sql: `SELECT application_name, pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn) AS bytes_behind
FROM pg_stat_replication`,
};

/** What to look at while rows are changed in batches. */
export function batchWatch(table: QualifiedName): readonly WatchQuery[] {
  return [deadRows(table), replicationLag, blockers];
}
