import { afterAll } from 'vitest';
import type { Catalog } from '../src/catalog/catalog.ts';
import type { Connection } from '../src/engines/connection.ts';
import { connect, connectForWriting } from '../src/engines/mysql/connect.ts';
import { mysql } from '../src/engines/mysql/index.ts';
import { splitScript } from '../src/engines/mysql/load/split.ts';

/** A server that lets us make databases: that of RELVAR_TEST_MARIADB_URL, else the one at the usual port. */
const base = (process.env['RELVAR_TEST_MARIADB_URL'] ?? 'mysql://root@127.0.0.1:3306').replace(/\/[^/@]*$/, '');

/** A scratch database on it, the same for all of a test file. */
export interface MariaDb {
  readonly version: string;
  readonly url: string;
  readonly writer: Connection;
  /** Makes the database anew and carries a script out, up to the first statement that fails. */
  load(sql: string): Promise<string | undefined>;
  read(): Promise<Catalog>;
}

/** Nothing, and a loud word, where no server is found: only a named one must be there. */
export async function findMariaDb(name: string): Promise<MariaDb | undefined> {
  let writer: Connection;
  try {
    writer = await connectForWriting(`${base}/`, { connect: 3000, statement: 30_000, lock: 5000 });
  } catch (error) {
    if (process.env['RELVAR_TEST_MARIADB_URL']) throw error;
    console.warn(
      `NOT TESTED on MariaDB: no server at ${base}. Start one (Debian: mariadb-server), or name it by RELVAR_TEST_MARIADB_URL.`,
    );
    return undefined;
  }
  const database = `relvar_test_${name}_${process.pid}`;
  const [row] = await writer.query('select version() as version');
  afterAll(async () => {
    await writer.exec(`drop database if exists ${database}`);
    await writer.close();
  });
  const url = `${base}/${database}`;
  return {
    version: String(row?.['version']),
    url,
    writer,
    async load(sql) {
      await writer.exec(
        `drop database if exists ${database}; create database ${database} character set utf8mb4 collate utf8mb4_general_ci; use ${database}`,
      );
      const { parts } = splitScript(sql, 'script.sql');
      const { error } = await writer.batch(parts.flatMap((part) => ('sql' in part ? [part.sql] : [])));
      return error?.message;
    },
    async read() {
      const connection = await connect(url);
      try {
        return await mysql.introspect(connection);
      } finally {
        await connection.close();
      }
    },
  };
}
