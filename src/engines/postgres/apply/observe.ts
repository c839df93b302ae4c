import type { Holder, Observation } from '../../applying.ts';
import type { Connection, Row } from '../../connection.ts';
import { withoutConstants } from '../without-constants.ts';

/** What is told of a session in the way. */
const holderColumns = `a.pid, a.usename AS role, a.application_name AS application, a.state, a.backend_type AS type,
  extract(epoch FROM clock_timestamp() - a.xact_start)::float8 AS seconds, a.query`;

/** A process that waits, and those it waits for; a prepared transaction has no process. */
const blockersQuery = `SELECT ${holderColumns} FROM (SELECT DISTINCT unnest(pg_catalog.pg_blocking_pids($1)) AS pid) b
  LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = b.pid ORDER BY a.xact_start NULLS LAST, a.pid`;

const progressQuery = `SELECT phase, blocks_total::float8, blocks_done::float8, tuples_total::float8, tuples_done::float8
  FROM pg_catalog.pg_stat_progress_create_index WHERE pid = $1`;

/** What `watcher` sees of the work that the process does. */
export async function observe(watcher: Connection, process: number): Promise<Observation> {
  const blocking = await watcher.query(blockersQuery, [process]);
  const [building] = await watcher.query(progressQuery, [process]);
  const blockers = await Promise.all(blocking.map(holder));
  return { blockers, ...(building ? { progress: progressOf(building) } : {}) };
}

/** Tables, quoted, that one of them vacuums, or holds as VACUUM does: of others the role may not see more. */
export async function vacuumed(watcher: Connection, holders: readonly Holder[]): Promise<readonly string[]> {
  const rows = await watcher.query(
    `SELECT DISTINCT format('%I.%I', n.nspname, c.relname) AS name FROM pg_catalog.pg_locks l
      JOIN pg_catalog.pg_class c ON c.oid = l.relation JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE l.pid = ANY ($1::int[]) AND l.granted AND l.mode = 'ShareUpdateExclusiveLock' AND c.relkind IN ('r', 'm', 'p')
        AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()) ORDER BY 1`,
    [holders.map(({ process }) => process)],
  );
  return rows.map((row) => String(row['name']));
}

/**
 * Whether one of them has a transaction open for longer than a write of a moment takes; a prepared one has no process.
 * Of others the role may not see it, and takes them to have; VACUUM is made to give way.
 */
export async function areBusy(watcher: Connection, holders: readonly Holder[]): Promise<boolean> {
  const processes = holders.map(({ process }) => process);
  const [row] = await watcher.query(
    `SELECT 0 = ANY ($1::int[]) OR EXISTS (SELECT FROM pg_catalog.pg_stat_activity
      WHERE pid = ANY ($1::int[]) AND (query = '<insufficient privilege>'
        OR backend_type = 'client backend' AND xact_start < clock_timestamp() - interval '200 ms')) AS busy`,
    [processes],
  );
  return row?.['busy'] !== false;
}

/** The session that has the advisory lock of that key in this database. */
export async function lockHolder(connection: Connection, key: bigint): Promise<Holder | undefined> {
  const [row] = await connection.query(
    `SELECT ${holderColumns} FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
    WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND l.classid = $1::bigint::oid AND l.objid = $2::bigint::oid
      AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())`,
    [String(key >> 32n), String(key & 0xffffffffn)],
  );
  return row && (await holder(row));
}

async function holder(row: Row): Promise<Holder> {
  if (row['pid'] === null) return { process: 0, who: 'nobody', state: 'a prepared transaction' };
  const application = String(row['application'] ?? '');
  const type = String(row['type'] ?? 'client backend');
  const query = await shown(row['query']);
  return {
    process: Number(row['pid']),
    who: `${String(row['role'] ?? 'the server')}${application === '' ? '' : ` (${application})`}`,
    state: type === 'client backend' ? String(row['state'] ?? 'active') : type,
    ...(row['seconds'] === null ? {} : { seconds: Number(row['seconds']) }),
    ...(query === undefined ? {} : { query }),
  };
}

/** A query in one short line, its constants taken out: they may be anybody's data. */
async function shown(query: unknown): Promise<string | undefined> {
  if (typeof query !== 'string' || query === '' || query === '<insufficient privilege>') return undefined;
  const bare = await withoutConstants(query).catch(() => undefined);
  const line = bare?.replace(/\s+/g, ' ').trim();
  return line === undefined || line.length <= 100 ? line : `${line.slice(0, 99)}…`;
}

function progressOf(row: Row): NonNullable<Observation['progress']> {
  const [total, done] =
    Number(row['tuples_total']) > 0
      ? [Number(row['tuples_total']), Number(row['tuples_done'])]
      : [Number(row['blocks_total']), Number(row['blocks_done'])];
  return { phase: String(row['phase']), ...(total > 0 ? { share: Math.min(done / total, 1) } : {}) };
}
