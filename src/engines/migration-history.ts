import type { Catalog } from '../catalog/catalog.ts';
import { type QualifiedName, qualified } from '../catalog/names.ts';
import type { Connection } from './connection.ts';
import type { MigrationHistory } from './migration-reading.ts';

interface HistoryTable {
  readonly name: string;
  readonly by: MigrationHistory['by'];
  readonly column: string;
  readonly where?: string;
  /** A column that tells this tool's table from another's of the same name. */
  readonly has?: string;
  readonly lastOnly?: true;
}

/** The tables of tools whose migrations are files of SQL, as their documentation has them. */
const tables: readonly HistoryTable[] = [
  { name: 'flyway_schema_history', by: 'name', column: 'script', where: 'success AND version IS NOT NULL' },
  {
    name: '_prisma_migrations',
    by: 'name',
    column: 'migration_name',
    where: 'finished_at IS NOT NULL AND rolled_back_at IS NULL',
  },
  // golang-migrate; then Rails, dbmate and Supabase.
  { name: 'schema_migrations', by: 'version', column: 'version', where: 'NOT dirty', has: 'dirty', lastOnly: true },
  { name: 'schema_migrations', by: 'version', column: 'version' },
  { name: '__diesel_schema_migrations', by: 'version', column: 'version' },
  { name: 'goose_db_version', by: 'version', column: 'version_id', where: 'is_applied' },
  { name: '_sqlx_migrations', by: 'version', column: 'version', where: 'success' },
];

/**
 * Reads the history of the first tool that has one; nothing where there is none, or it may not be read. `from` writes the
 * name of a table as the engine has it.
 */
export async function readToolHistory(
  connection: Connection,
  catalog: Catalog,
  from: (table: QualifiedName) => string,
): Promise<MigrationHistory | undefined> {
  for (const { name, by, column, where, has, lastOnly } of tables) {
    const table = catalog.tables.find((one) => one.name === name && hasColumns(one.columns, [column, has]));
    if (!table) continue;
    const rows = await connection
      .query(`SELECT ${column} AS applied FROM ${from(table)}${where === undefined ? '' : ` WHERE ${where}`}`)
      .catch(() => undefined);
    if (rows === undefined) return undefined;
    const applied = rows.map((row) => String(row['applied']));
    return { table: qualified(table), by, applied, ...(lastOnly ? { lastOnly } : {}) };
  }
  return undefined;
}

function hasColumns(columns: readonly { readonly name: string }[], wanted: readonly (string | undefined)[]): boolean {
  return wanted.every((name) => name === undefined || columns.some((one) => one.name === name));
}
