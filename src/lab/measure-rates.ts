import type { Connection } from '../engines/connection.ts';
import { openEmbedded } from './embedded.ts';
import { createScratch } from './server/scratch.ts';

/** What was measured, in bytes and rows per second. */
export interface MeasuredRates {
  readonly scanBytes: number;
  readonly rewriteBytes: number;
  readonly indexRows: number;
  readonly batchRows: number;
  /** `PostgreSQL 15.4 at localhost`. */
  readonly where: string;
}

/** On a server, and in the embedded engine, which is slower. */
const rows = { server: 500_000, lab: 100_000 };
const batch = 5_000;
const batches = 10;

/**
 * Measures how fast the embedded engine does it: in memory, on one core of this machine. For a server of production it
 * is no measure; for what runs in the embedded engine itself, or on a machine like this one, it is better than a guess.
 */
export async function measureRatesInLab(): Promise<MeasuredRates> {
  const connection = await openEmbedded();
  try {
    const [row] = await connection.query("SELECT current_setting('server_version') AS version");
    const where = `the embedded PostgreSQL ${String(row?.['version']).split(' ')[0]} of this machine`;
    return { ...(await measured(connection, rows.lab)), where };
  } finally {
    await connection.close();
  }
}

/**
 * Measures how fast a server reads, writes anew, indexes and changes rows, on a table of half a million rows in a database
 * of its own there, which is dropped again. The table fits into memory: a larger one may be read more slowly.
 * @throws RelvarError as {@link createScratch}
 */
export async function measureRates(url: string): Promise<MeasuredRates> {
  const scratch = await createScratch(url);
  try {
    const where = `PostgreSQL ${scratch.server.version.split(' ')[0]} at ${scratch.server.where}`;
    return { ...(await measured(scratch.connection, rows.server)), where };
  } finally {
    await scratch.drop();
  }
}

async function measured(connection: Connection, count: number): Promise<Omit<MeasuredRates, 'where'>> {
  await connection.exec(
    `CREATE TABLE measured AS SELECT n AS id, n % 1000 AS a, md5(n::text) AS b, now() AS c FROM generate_series(1, ${count}) AS n`,
  );
  await connection.exec('VACUUM ANALYZE measured');
  const [size] = await connection.query("SELECT pg_table_size('measured')::float8 AS bytes");
  const bytes = Number(size?.['bytes']);
  await connection.exec('SET max_parallel_workers_per_gather = 0');
  const scan = await seconds(connection, 'SELECT count(*) FROM measured WHERE b IS NULL');
  const index = await seconds(connection, 'CREATE UNIQUE INDEX ON measured (id)');
  let changed = 0;
  for (let at = 0; at < batches; at++) {
    changed += await seconds(
      connection,
      `UPDATE measured SET a = a + 1 WHERE id > ${at * batch} AND id <= ${(at + 1) * batch}`,
    );
  }
  const rewrite = await seconds(connection, 'ALTER TABLE measured ALTER COLUMN a TYPE bigint');
  return {
    scanBytes: Math.round(bytes / scan),
    rewriteBytes: Math.round(bytes / rewrite),
    indexRows: Math.round(count / index),
    batchRows: Math.round((batch * batches) / changed),
  };
}

async function seconds(connection: Connection, sql: string): Promise<number> {
  const start = performance.now();
  await connection.exec(sql);
  return (performance.now() - start) / 1000;
}
