import { stat } from 'node:fs/promises';
import type { Database } from 'node-sqlite3-wasm';
import { RelvarError } from '../../findings/error.ts';
import { messageOf } from '../cause.ts';
import type { BatchResult, Connection, EngineError, Row, Value } from '../connection.ts';
import { openableFile } from './database-file.ts';

/** Opens an empty database in memory. This build of the engine enforces foreign keys until a statement says otherwise. */
export async function openMemory(): Promise<Connection> {
  const database = await openDriver(undefined);
  // Else each temporary table is a file, which is made and taken away.
  database.exec('PRAGMA temp_store = MEMORY');
  return connectionOf(database);
}

/**
 * Opens a database file for reading, and leaves nothing beside it: no lock, no journal. `url` is `sqlite:path` or a path.
 * @throws RelvarError when it is not there, is no database, is encrypted, damaged or in the middle of a write
 */
export async function connect(url: string): Promise<Connection> {
  const path = pathOf(url);
  const { file, release } = await openableFile(path);
  let database: Database;
  try {
    database = await openDriver(file);
    // One look at the file for all that is read, and one lock of the driver's, which is a folder that it makes.
    database.exec('BEGIN');
    // The driver reads nothing until it is asked.
    database.all('SELECT count(*) FROM sqlite_schema');
    await refuseDamage(database, path);
  } catch (cause) {
    await release();
    throw unusable(path, cause);
  }
  const connection = connectionOf(database, (cause) => unusable(path, cause));
  return {
    ...connection,
    async close() {
      await connection.close();
      await release();
    },
  };
}

/** Up to this size a file is read whole when it is opened: about 35 ms for a megabyte. */
const lookedThrough = 8 * 1024 ** 2;

/** What says that pages are damaged; the engine also lists rows against constraints, and pages that nothing uses. */
const damage = /\b(?:tree|page) \d+(?! *: never used)|malformed|freelist/i;

/** @throws RelvarError for pages that are not what they should be, as long as looking takes no time to speak of */
async function refuseDamage(database: Database, path: string): Promise<void> {
  const size = await stat(path).then(
    (found) => found.size,
    () => Number.POSITIVE_INFINITY,
  );
  if (size > lookedThrough) return;
  let lines: readonly string[];
  try {
    lines = database.all('PRAGMA quick_check(10)').flatMap((row) => String(Object.values(row)[0]).split('\n'));
  } catch (cause) {
    // Of a table with a function or a collation of the application's the engine looks at nothing.
    if (/malformed|corrupt/.test(messageOf(cause))) throw cause;
    return;
  }
  const found = lines.find((line) => damage.test(line));
  if (found !== undefined) throw damaged(path, found);
}

/** Opens a database file of ours that nobody else knows: writes need neither a journal on disk nor to be waited for. */
export async function openForWriting(file: string): Promise<Connection> {
  const { default: driver } = await import('node-sqlite3-wasm');
  const database = new driver.Database(file, { fileMustExist: true });
  database.exec('PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF');
  return connectionOf(database);
}

/** The path of a URL: what stands behind `sqlite:` or `sqlite://`. */
export function pathOf(url: string): string {
  return url.replace(/^sqlite3?:(?:\/\/(?=[^/])|\/\/(?=\/))?/i, '');
}

async function openDriver(file: string | undefined): Promise<Database> {
  const { default: driver } = await import('node-sqlite3-wasm');
  return file === undefined
    ? new driver.Database()
    : new driver.Database(file, { readOnly: true, fileMustExist: true });
}

function connectionOf(database: Database, lost: (cause: unknown) => unknown = (cause) => cause): Connection {
  const read = (sql: string, parameters: readonly unknown[] = []): readonly Row[] => {
    try {
      // Parameters are what the caller binds: text, numbers, null.
      return database.all(sql, [...parameters] as string[]).map(rowOf);
    } catch (cause) {
      throw lost(cause);
    }
  };
  return {
    query: async (sql, parameters) => read(sql, parameters),
    queryAll: async (statements) => statements.map((sql) => read(sql)),
    exec: async (sql) => {
      database.exec(sql);
    },
    batch: async (statements) => batch(database, statements),
    close: async () => {
      if (database.isOpen) database.close();
    },
  };
}

function rowOf(row: Readonly<Record<string, unknown>>): Row {
  // The driver's values: numbers, big integers as bigint, texts, null, and bytes.
  return row as Readonly<Record<string, Value>>;
}

function batch(database: Database, statements: readonly string[]): BatchResult {
  for (const [completed, sql] of statements.entries()) {
    try {
      database.exec(sql);
    } catch (cause) {
      return { completed, error: engineError(cause) };
    }
  }
  return { completed: statements.length };
}

/** The engine has one code for nearly all that can be wrong with a statement. */
function engineError(cause: unknown): EngineError {
  return { code: 'SQLITE_ERROR', message: cause instanceof Error ? cause.message : String(cause) };
}

function unusable(path: string, cause: unknown): RelvarError {
  if (cause instanceof RelvarError) return cause;
  const { message } = engineError(cause);
  if (/not a database/.test(message)) {
    return new RelvarError(
      'not-a-database',
      `${path} begins as a database file does, and cannot be read: it is encrypted or damaged`,
      {
        hint: 'decrypt it first, or take a copy with the application that writes it',
        cause,
      },
    );
  }
  if (/malformed|corrupt/.test(message)) {
    return damaged(path, message, cause);
  }
  return new RelvarError('database-unreadable', `${path}: ${message}`, { cause });
}

function damaged(path: string, how: string, cause?: unknown): RelvarError {
  return new RelvarError('database-damaged', `${path}: the database file is damaged (${how})`, {
    hint: 'try `sqlite3 app.db .recover | sqlite3 recovered.db`, or take a backup',
    cause,
  });
}
