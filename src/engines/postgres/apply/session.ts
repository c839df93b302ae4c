import { RelvarError } from '../../../findings/error.ts';
import type { ApplySession, StepLimits } from '../../applying.ts';
import type { Connection } from '../../connection.ts';
import { connectForWriting, withoutSecret } from '../connect.ts';
import { tooOld } from '../connect-error.ts';
import { introspect } from '../introspect/index.ts';
import { failureOf } from './failure.ts';
import { finishStatement, postgresJournal } from './journal.ts';
import { areBusy, lockHolder, observe, vacuumed } from './observe.ts';
import { missingPrivileges, missingRoles } from './privileges.ts';

/** `relvar` in ASCII: the advisory lock that one apply in a database has at a time. */
const lockKey = 0x72656c766172n;

/** Steps bring their own limits; a statement may take as long as it takes. */
const noLimits = { connect: 10_000, statement: 0, lock: 0 };

/**
 * What the working session is told. The server gives up the work of a client that is gone within a second (from 14, on
 * systems that can tell), and a transaction that nobody goes on with within half a minute, so that no lock is left behind.
 */
const settings: readonly string[] = [
  // What was told as done stays done when the server crashes.
  `SELECT pg_catalog.set_config('synchronous_commit', 'local', false) WHERE current_setting('synchronous_commit') = 'off'`,
  `SET application_name = 'relvar migrate'`,
  'SET idle_in_transaction_session_timeout = 30000',
  'SET idle_session_timeout = 0',
  'SET client_connection_check_interval = 1000',
  `SET client_min_messages = error`,
  'SET standard_conforming_strings = on',
  // A query that policies would hide rows from fails, instead of leaving them as they were.
  'SET row_security = off',
  `SET datestyle = 'ISO, MDY'`,
];

/** Opens a live database for a plan. Throws a RelvarError that names the cause. */
export async function openForApplying(url: string): Promise<ApplySession> {
  const name = withoutSecret(url);
  const worker = await connectForWriting(url, noLimits);
  let watcher: Connection | undefined;
  try {
    watcher = await connectForWriting(url, { ...noLimits, statement: 10_000, lock: 1_000 });
    return await sessionOf(name, worker, watcher);
  } catch (cause) {
    await Promise.all([worker.close(), watcher?.close()]);
    throw cause;
  }
}

async function sessionOf(name: string, worker: Connection, watcher: Connection): Promise<ApplySession> {
  // Each by itself: older servers lack some of them.
  for (const setting of settings) await worker.batch([setting]);
  await watcher.batch([`SET application_name = 'relvar migrate (watching)'`]);
  const { longestYielding, ...server } = await serverOf(worker, name);
  const limited = (limits: StepLimits, local: string) =>
    `SET ${local}lock_timeout = ${limits.lock}; SET ${local}statement_timeout = ${limits.statement}`;
  const yielding = ({ lock, statement }: StepLimits, locks: number): StepLimits => ({
    statement,
    lock: lock > 0 && locks > 0 ? Math.min(lock, Math.ceil(longestYielding / locks)) : lock,
  });
  const orRollBack = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (cause) {
      await worker.exec('ROLLBACK').catch(() => {});
      throw cause;
    }
  };
  const begin = async (limits: StepLimits) => {
    const results = await worker.queryAll([
      'BEGIN',
      limited(limits, 'LOCAL '),
      'SELECT pg_catalog.pg_backend_pid() AS process',
    ]);
    const row = results.at(-1)?.[0];
    if (Number(row?.['process']) === server.process) return;
    await worker.exec('ROLLBACK').catch(() => {});
    throw pooled(name);
  };
  return {
    name,
    ...server,
    catalog: () => introspect(worker),
    missingPrivileges: (statements) => missingPrivileges(worker, statements),
    missingRoles: (statements) => missingRoles(worker, statements),
    async takeLock() {
      const [row] = await worker.query('SELECT pg_catalog.pg_try_advisory_lock($1) AS taken', [String(lockKey)]);
      if (row?.['taken'] === true) return undefined;
      return (await lockHolder(worker, lockKey)) ?? { process: 0, who: 'somebody', state: 'unknown' };
    },
    journal: postgresJournal(worker),
    query: (sql, parameters) => worker.query(sql, parameters),
    async together(statements, limits, run, key) {
      const held = yielding(limits, limits.yields);
      const share = limits.shared && held.lock > 0 ? restOf(held.lock) : undefined;
      const parts = statements.flatMap((sql, at) => (at > 0 && share !== undefined ? [share, sql] : [sql]));
      await begin(held);
      // A comment may end a statement: the semicolon stands on a line of its own.
      await orRollBack(() => worker.exec([...parts, finishStatement(run, key), 'COMMIT'].join('\n;\n')));
    },
    async transaction(limits, use) {
      await begin(yielding(limits, 1));
      return await orRollBack(async () => {
        const result = await use({ run: (sql, parameters) => worker.query(sql, parameters) });
        await worker.exec('COMMIT');
        return result;
      });
    },
    async alone(sql, limits) {
      await worker.exec(limited(limits, ''));
      try {
        await worker.exec(sql);
      } finally {
        await worker.exec(limited({ lock: 0, statement: 0 }, '')).catch(() => {});
      }
    },
    failure: failureOf,
    observe: () => observe(watcher, server.process).catch(() => ({ blockers: [] })),
    areBusy: (holders) => areBusy(watcher, holders).catch(() => true),
    /**
     * An automatic VACUUM gives way to whoever has waited for it for `deadlock_timeout` (src/backend/storage/lmgr/proc.c),
     * which what yields never does. This lock is the weakest that waits for it, and no read or write waits for this.
     */
    async clearWay(holders) {
      for (const table of await vacuumed(watcher, holders).catch(() => [])) {
        const wait = `BEGIN; SET LOCAL lock_timeout = ${4 * longestYielding}; LOCK TABLE ONLY ${table} IN SHARE UPDATE EXCLUSIVE MODE`;
        await worker.exec(wait).catch(() => {});
        await worker.exec('ROLLBACK').catch(() => {});
      }
    },
    async cancel() {
      await watcher.query('SELECT pg_catalog.pg_cancel_backend($1)', [server.process]).catch(() => {});
    },
    async close() {
      await Promise.all([worker.close(), watcher.close()]);
    },
  };
}

/** Sets the lock timeout to what the statements before have left of it since the transaction began: 10 ms at the least. */
function restOf(milliseconds: number): string {
  return `SELECT pg_catalog.set_config('lock_timeout', greatest(10, ${milliseconds} -
    extract(epoch FROM clock_timestamp() - transaction_timestamp()) * 1000)::integer::text, true)`;
}

interface Server {
  readonly database: string;
  readonly serverVersion: string;
  readonly process: number;
  readonly takesNoChanges?: string;
  /**
   * How long a transaction that holds locks may wait for another, in milliseconds. Who waits for us began no earlier than
   * we did, and looks for deadlocks when it has waited for `deadlock_timeout`: with half of that we are gone by then, on a
   * busy machine too.
   */
  readonly longestYielding: number;
}

async function serverOf(worker: Connection, name: string): Promise<Server> {
  const [row] = await worker.query(
    `SELECT current_database() AS database, current_setting('server_version') AS version,
      current_setting('server_version_num')::int AS number, pg_catalog.pg_backend_pid() AS process,
      pg_catalog.pg_is_in_recovery() AS standby, current_setting('default_transaction_read_only') = 'on' AS read_only,
      (SELECT setting::int FROM pg_catalog.pg_settings WHERE name = 'deadlock_timeout') AS deadlock`,
  );
  if (Number(row?.['number']) < 130000) throw tooOld(name, String(row?.['version']));
  const why =
    row?.['standby'] === true ? 'it is a standby' : row?.['read_only'] === true ? 'it is read-only' : undefined;
  return {
    database: String(row?.['database']),
    serverVersion: String(row?.['version']).split(' ')[0] ?? '',
    process: Number(row?.['process']),
    longestYielding: Math.max(1, Math.floor(Number(row?.['deadlock']) / 2)),
    ...(why === undefined ? {} : { takesNoChanges: why }),
  };
}

/** Locks and settings of a session mean nothing where each transaction may go to another server process. */
function pooled(name: string): RelvarError {
  return new RelvarError('pooled-connection', `${name} hands each transaction to another server process`, {
    hint: 'give the URL of the server itself, not of a pooler in transaction mode',
  });
}
