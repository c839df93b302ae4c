import { qualified } from '../../catalog/names.ts';
import { noStatistics, type Statistics, type TableStatistics } from '../../catalog/statistics.ts';
import type { Diagnostic } from '../../findings/error.ts';
import type { Connection } from '../connection.ts';
import { schemaName } from './read/draft.ts';

/** Settings that decide how a schema behaves. */
const settings = [
  'version',
  'sql_mode',
  'character_set_server',
  'collation_server',
  'default_storage_engine',
  'explicit_defaults_for_timestamp',
  'foreign_key_checks',
  'innodb_page_size',
  'lower_case_table_names',
  'time_zone',
];

/**
 * Reads what the engine knows of the data: rows and bytes of tables, from its own estimates, without touching a table. Of
 * indexes nothing is read yet.
 */
export async function readStatistics(
  connection: Connection,
): Promise<{ readonly statistics: Statistics; readonly diagnostics: readonly Diagnostic[] }> {
  const [about, variables, tables] = await connection.queryAll([
    "SELECT version() AS version, date_format(utc_timestamp(), '%Y-%m-%dT%H:%i:%sZ') AS now",
    `SHOW GLOBAL VARIABLES WHERE Variable_name IN (${settings.map((name) => `'${name}'`).join(', ')})`,
    `SELECT TABLE_NAME AS name, TABLE_ROWS AS row_count, DATA_LENGTH AS bytes, INDEX_LENGTH AS index_bytes
      FROM information_schema.TABLES WHERE TABLE_SCHEMA = database() AND TABLE_TYPE LIKE '%TABLE%' AND TABLE_ROWS IS NOT NULL`,
  ]);
  const found: Record<string, TableStatistics> = {};
  for (const row of tables ?? []) {
    const bytes = Number(row['bytes'] ?? 0);
    found[qualified({ schema: schemaName, name: String(row['name']) })] = {
      origin: 'observed',
      rows: Number(row['row_count']),
      bytes,
      totalBytes: bytes + Number(row['index_bytes'] ?? 0),
      columns: {},
    };
  }
  const named = (variables ?? []).map((row) => [String(row['Variable_name']), String(row['Value'])] as const);
  return {
    statistics: {
      ...noStatistics,
      takenAt: String(about?.[0]?.['now']),
      serverVersion: String(about?.[0]?.['version']),
      settings: Object.fromEntries(named),
      tables: found,
    },
    diagnostics: [],
  };
}
