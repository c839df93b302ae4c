import { createHash } from 'node:crypto';
import { RelvarError } from '../../../findings/error.ts';
import type { ApplySession, StepLimits } from '../../applying.ts';
import type { Connection } from '../../connection.ts';
import { connect, connectForWriting, shown } from '../connect.ts';
import { dialectOf } from '../flavour.ts';
import { introspect } from '../introspect.ts';
import { doesAllOf } from '../releases.ts';
import { mysqlTraits } from '../traits.ts';
import { failureOf } from './failure.ts';
import { foresee, tookEffect } from './foresee.ts';
import { mysqlJournal } from './journal.ts';
import { lockHolder, observe } from './observe.ts';
import { missingPrivileges } from './privileges.ts';

/** Steps bring their own limits; a statement may take as long as it takes. */
const noLimits = { connect: 10_000, statement: 0, lock: 0 };

/**
 * Opens a live database for a plan: a connection that works, and one that watches it. The schema is read over others, which
 * are gone when it is read.
 * @throws RelvarError that names the cause
 */
export async function openForApplying(url: string): Promise<ApplySession> {
  // It says what is wrong with the URL, and whether a database is named.
  await (await connect(url)).close();
  const worker = tellingLoss(await connectForWriting(url, noLimits), shown(url));
  let watcher: Connection | undefined;
  try {
    watcher = await connectForWriting(url, noLimits);
    return await sessionOf(url, worker, watcher);
  } catch (cause) {
    await Promise.all([worker.close(), watcher?.close()]);
    throw cause;
  }
}

async function sessionOf(url: string, worker: Connection, watcher: Connection): Promise<ApplySession> {
  const server = await serverOf(worker);
  const { database, serverVersion, process } = server;
  const dialect = dialectOf(serverVersion);
  // Each by itself: whoever goes on after a night still has the session.
  for (const one of ['wait_timeout = 86400', 'net_read_timeout = 600', 'net_write_timeout = 600'])
    await worker.batch([`SET SESSION ${one}`]);
  const reading = async <T>(use: (connection: Connection) => Promise<T>): Promise<T> => {
    const connection = await connect(url);
    try {
      return await use(connection);
    } finally {
      await connection.close();
    }
  };
  const lock = lockName(database);
  const journal = mysqlJournal(worker);
  const limit = async ({ lock: milliseconds }: StepLimits) => {
    const seconds = milliseconds === 0 ? 'DEFAULT' : String(Math.max(1, Math.ceil(milliseconds / 1000)));
    await worker.exec(`SET SESSION lock_wait_timeout = ${seconds}, SESSION innodb_lock_wait_timeout = ${seconds}`);
  };
  const transaction: ApplySession['transaction'] = async (limits, use) => {
    await limit(limits);
    await worker.exec('START TRANSACTION');
    try {
      const result = await use({ run: (sql, parameters) => worker.query(sql, parameters) });
      await worker.exec('COMMIT');
      return result;
    } catch (cause) {
      await worker.exec('ROLLBACK').catch(() => {});
      throw cause;
    }
  };
  return {
    name: shown(url),
    database,
    serverVersion,
    ...(server.takesNoChanges === undefined ? {} : { takesNoChanges: server.takesNoChanges }),
    unsuited(version) {
      if (doesAllOf(dialect, dialectOf(version))) return undefined;
      return `the plan is written for ${mysqlTraits(version).name}, and the server is ${mysqlTraits(serverVersion).name}`;
    },
    catalog: () => reading(introspect),
    missingPrivileges: (statements) => missingPrivileges(worker, database, statements),
    async takeLock() {
      const [row] = await worker.query('SELECT GET_LOCK(?, 0) AS taken', [lock]);
      if (Number(row?.['taken']) === 1) return undefined;
      return (await lockHolder(watcher, lock, dialect)) ?? { process: 0, who: 'somebody', state: 'unknown' };
    },
    journal,
    query: (sql, parameters) => worker.query(sql, parameters),
    async together(statements, limits, run, key) {
      await transaction(limits, async ({ run: carryOut }) => {
        for (const sql of statements) await carryOut(sql);
        await journal.finish(run, key);
      });
    },
    transaction,
    async foresee(sql, run, key) {
      await journal.foresee(run, key, await reading((connection) => foresee(connection, sql)));
    },
    async tookEffect(run, key) {
      const noted = await journal.foresight(run, key);
      // The statement comes after the note.
      return noted === undefined ? false : await reading((connection) => tookEffect(connection, noted));
    },
    async alone(sql, limits) {
      await limit(limits);
      try {
        await worker.exec(sql);
      } finally {
        await limit({ lock: 0, statement: 0 }).catch(() => {});
        // One that failed between its settings has left its own.
        await worker.exec('SET SESSION sql_mode = DEFAULT').catch(() => {});
      }
    },
    failure: failureOf,
    observe: () => observe(watcher, process, dialect).catch(() => ({ blockers: [] })),
    // Pauses are waited out.
    areBusy: async () => true,
    clearWay: async () => {},
    async cancel() {
      await watcher.exec(`KILL QUERY ${process}`).catch(() => {});
    },
    async close() {
      await Promise.all([worker.close(), watcher.close()]);
    },
  };
}

/** A connection whose loss is told as one, also between two statements. */
function tellingLoss(connection: Connection, name: string): Connection {
  const told = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (cause) {
      if (failureOf(cause).kind !== 'lost') throw cause;
      throw new RelvarError('connection-lost', `${name}: the server ended the connection`, { cause });
    }
  };
  return {
    ...connection,
    query: (sql, parameters) => told(connection.query(sql, parameters)),
    exec: (sql) => told(connection.exec(sql)),
  };
}

/** One apply at a time in a database; names of locks are the server's, of 64 characters at most. */
function lockName(database: string): string {
  return `relvar ${createHash('sha256').update(database.toLowerCase()).digest('hex').slice(0, 32)}`;
}

async function serverOf(worker: Connection) {
  const [row] = await worker.query(
    'SELECT version() AS version, database() AS name, connection_id() AS process, @@global.read_only AS readOnly',
  );
  const version = String(row?.['version']);
  if (dialectOf(version).number < 80_000) {
    throw new RelvarError('server-too-old', `${mysqlTraits(version).name} is older than what plans are written for`, {
      hint: 'MySQL 8.0 and MariaDB 10.6 are the oldest',
    });
  }
  // 0 and 1, or in the newest MariaDB a word.
  const isReadOnly = !/^(?:0|off|no)$/i.test(String(row?.['readOnly']));
  return {
    database: String(row?.['name']),
    serverVersion: version,
    process: Number(row?.['process']),
    ...(isReadOnly ? { takesNoChanges: 'it is read-only, as replicas are' } : {}),
  };
}
