import { type IndexStatistics, indexKey, type TableStatistics } from '../../../catalog/statistics.ts';
import type { Connection } from '../../connection.ts';
import { schemaName } from '../read/draft.ts';
import { attempt } from './attempt.ts';

/** What the performance schema counted of tables and indexes. */
export interface Use {
  /** ISO 8601; absent where nothing is counted. */
  readonly since?: string;
  readonly tables: ReadonlyMap<string, Pick<TableStatistics, 'inserted' | 'updated' | 'deleted'>>;
  /** Rows that were fetched by each index, by its key. */
  readonly indexes: ReadonlyMap<string, NonNullable<IndexStatistics['scans']>>;
}

/** Reads the counters, which start anew with the server; none where they are switched off or may not be read. */
export async function readUse(connection: Connection): Promise<Use> {
  const none: Use = { tables: new Map(), indexes: new Map() };
  const since = await countersSince(connection);
  if (since === undefined) return none;
  const refused = new Map<string, string>();
  const ask = (sql: string) => attempt(connection, 'performance_schema', sql, refused);
  const [counted] = await ask(
    "SELECT ENABLED AS enabled FROM performance_schema.setup_instruments WHERE NAME = 'wait/io/table/sql/handler'",
  );
  if (counted?.['enabled'] !== 'YES') return none;
  const tables = await ask(
    `SELECT OBJECT_NAME AS name, COUNT_INSERT AS inserted, COUNT_UPDATE AS updated, COUNT_DELETE AS deleted
      FROM performance_schema.table_io_waits_summary_by_table WHERE OBJECT_SCHEMA = database()`,
  );
  const indexes = await ask(
    `SELECT OBJECT_NAME AS relation, INDEX_NAME AS name, COUNT_FETCH AS fetched
      FROM performance_schema.table_io_waits_summary_by_index_usage
      WHERE OBJECT_SCHEMA = database() AND INDEX_NAME IS NOT NULL`,
  );
  if (refused.size > 0) return none;
  return {
    since,
    tables: new Map(
      tables.map((row) => [
        String(row['name']),
        { inserted: Number(row['inserted']), updated: Number(row['updated']), deleted: Number(row['deleted']) },
      ]),
    ),
    indexes: new Map(
      indexes.map((row) => [
        indexKey({ indexesByTable: true }, { schema: schemaName, name: String(row['relation']) }, String(row['name'])),
        Number(row['fetched']),
      ]),
    ),
  };
}

/** Since when the performance schema counts; nothing where it is switched off. */
export async function countersSince(connection: Connection): Promise<string | undefined> {
  const [switched, up] = await connection.queryAll([
    "SHOW GLOBAL VARIABLES WHERE Variable_name = 'performance_schema'",
    "SHOW GLOBAL STATUS WHERE Variable_name = 'Uptime'",
  ]);
  if (switched?.[0]?.['Value'] !== 'ON') return undefined;
  const [now] = await connection.query('SELECT unix_timestamp() AS now');
  return new Date((Number(now?.['now']) - Number(up?.[0]?.['Value'] ?? 0)) * 1000).toISOString();
}
