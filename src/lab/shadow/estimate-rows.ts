import type { Catalog } from '../../catalog/catalog.ts';
import type { Statistics } from '../../catalog/statistics.ts';
import type { Connection } from '../../engines/connection.ts';
import { RelvarError } from '../../findings/error.ts';
import { believe } from './believe.ts';
import { deflate } from './inflate.ts';
import { planQuery } from './plan-query.ts';
import { forgetBuffers, openShadow, type Shadow } from './shadow.ts';

/**
 * How many rows the planner expects of each query at the sizes of the statistics; nothing where it refuses the query, or
 * where the insides of the engine are not as they were. The engine is left as it was, without rows and without sizes.
 */
export async function estimateRows(
  connection: Connection,
  version: string,
  { catalog, statistics }: { readonly catalog: Catalog; readonly statistics: Statistics },
  queries: readonly string[],
): Promise<readonly (number | undefined)[]> {
  if (queries.length === 0) return [];
  const shadow = await openShadow(connection, version).catch((error: unknown) => {
    if (error instanceof RelvarError) return undefined;
    throw error;
  });
  if (!shadow) return queries.map(() => undefined);
  const rows: (number | undefined)[] = [];
  await connection.exec('BEGIN');
  try {
    await believe(shadow, catalog, statistics);
    for (const sql of queries) rows.push(await expected(shadow, sql));
  } finally {
    await connection.exec('ROLLBACK');
    await forget(shadow);
  }
  return rows;
}

async function expected(shadow: Shadow, sql: string): Promise<number | undefined> {
  try {
    return (await planQuery(shadow, { sql }, true)).plan.root.rows;
  } catch (error) {
    if (error instanceof RelvarError) return undefined;
    throw error;
  }
}

/** The files as they were; what the catalog said of sizes went with the transaction. */
async function forget(shadow: Shadow): Promise<void> {
  const oids = [...shadow.believed.values()].map(({ relation }) => relation.oid).join(',');
  // Rows that are written close the segments of large files, which the engine would go on reading.
  await shadow.connection.queryAll([
    ...forgetBuffers,
    `UPDATE pg_class SET relpages = relpages WHERE oid = ANY ('{${oids}}')`,
    'DROP FUNCTION pg_temp.relvar_evict_all()',
    'RESET ignore_checksum_failure',
  ]);
  for (const { relation } of shadow.believed.values()) {
    if (relation.path !== undefined) deflate(shadow.files, shadow.originals, relation.path);
  }
}
