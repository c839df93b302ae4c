import { constants } from 'node:fs';
import { access, realpath, rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { ApplySession, Failure } from '../../applying.ts';
import { codeOf, messageOf } from '../../cause.ts';
import type { Connection } from '../../connection.ts';
import { connect, pathOf } from '../connect.ts';
import { introspect } from '../introspect/index.ts';
import { lockFileOf, takeLockFile } from './apply-lock.ts';
import { sqliteJournal } from './journal.ts';
import { keepingStatistics } from './kept-statistics.ts';
import { openWorkingCopy, refuseInUse, removeLeftovers, type WorkingCopy } from './working-copy.ts';

/**
 * Opens a database file for a plan. It is read as it is; what is written goes into a copy beside it, which takes its place
 * when a step is done. So the file is at every moment as it was before a step or as it is after it.
 * @throws RelvarError when it is no database, is damaged, locked or open elsewhere
 */
export async function openForApplying(url: string): Promise<ApplySession> {
  const given = pathOf(url);
  const path = await realpath(given).catch(() => given);
  let reader: Connection | undefined = await connect(path);
  let copy: WorkingCopy | undefined;
  let hasLock = false;
  try {
    await refuseInUse(path);
  } catch (cause) {
    await reader.close();
    throw cause;
  }
  const reading = async (): Promise<Connection> => {
    if (copy) return copy.connection;
    reader ??= await connect(path);
    return reader;
  };
  const writing = async (): Promise<Connection> => {
    await reader?.close();
    reader = undefined;
    copy ??= await openWorkingCopy(path);
    return copy.connection;
  };
  const publish = async (): Promise<void> => {
    const done = copy;
    copy = undefined;
    await done?.publish();
  };
  const [row] = await reader.query('SELECT sqlite_version() AS version');
  const refusal = await whyReadOnly(path);
  const journal = sqliteJournal({ reading, writing, publish });
  /** A statement that fails in a transaction of its own leaves it open. */
  const whole = async <T>(work: (connection: Connection) => Promise<T>): Promise<T> => {
    const connection = await writing();
    try {
      return await work(connection);
    } catch (cause) {
      await connection.exec('ROLLBACK').catch(() => {});
      throw cause;
    }
  };
  return {
    name: given,
    database: basename(path),
    serverVersion: String(row?.['version']),
    ...(refusal === undefined ? {} : { takesNoChanges: refusal }),
    catalog: async () => introspect(await reading()),
    // There are no roles: whoever may write the file may do everything.
    missingPrivileges: async () => [],
    async takeLock() {
      const holder = await takeLockFile(path);
      if (holder) return holder;
      hasLock = true;
      await removeLeftovers(path);
      return undefined;
    },
    journal,
    query: async (sql, parameters) => (await reading()).query(sql, parameters),
    async together(statements, _limits, run, key) {
      await whole(async (connection) => {
        await keepingStatistics(connection, async () => {
          await connection.exec('BEGIN IMMEDIATE');
          for (const sql of statements) await connection.exec(sql);
          await connection.exec('COMMIT');
        });
      });
      await journal.finish(run, key);
    },
    transaction: (_limits, use) =>
      whole(async (connection) => {
        await connection.exec('BEGIN IMMEDIATE');
        const result = await use({ run: (sql, parameters) => connection.query(sql, parameters) });
        await connection.exec('COMMIT');
        return result;
      }),
    alone: (sql) => whole((connection) => keepingStatistics(connection, () => connection.exec(sql))),
    failure: failureOf,
    // The copy is ours alone: nobody is in the way.
    observe: async () => ({ blockers: [] }),
    areBusy: async () => false,
    clearWay: async () => {},
    cancel: async () => {},
    async close() {
      await reader?.close();
      await copy?.discard();
      if (hasLock) await rm(lockFileOf(path), { force: true });
    },
  };
}

async function whyReadOnly(path: string): Promise<string | undefined> {
  const may = (file: string) =>
    access(file, constants.W_OK).then(
      () => true,
      () => false,
    );
  if (!(await may(path))) return 'the file may not be written';
  return (await may(dirname(path))) ? undefined : `nothing may be written into ${dirname(path)}`;
}

function failureOf(error: unknown): Failure {
  const message = messageOf(error);
  const code = codeOf(error);
  const full = code === 'ENOSPC' || /database or disk is full/.test(message);
  return { kind: full ? 'disk full' : 'refused', code: code || 'SQLITE_ERROR', message };
}
