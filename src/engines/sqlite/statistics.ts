import { type QualifiedName, qualified } from '../../catalog/names.ts';
import {
  type ColumnStatistics,
  type IndexStatistics,
  noStatistics,
  type Statistics,
  type TableStatistics,
} from '../../catalog/statistics.ts';
import type { Diagnostic } from '../../findings/error.ts';
import type { Connection } from '../connection.ts';
import { schema } from './introspect/tables.ts';
import { quoteIdentifier } from './quote.ts';

/** Files up to this size, in bytes, are counted through where ANALYZE has not run: it takes less than a second. */
const counted = 64 * 1024 * 1024;

/**
 * Reads what the engine knows of the data: the rows of each table and how many of them have equal keys, from
 * `sqlite_stat1`. Where ANALYZE has not run, a small file's rows are counted, and of a larger one the greatest row number is taken.
 */
export async function readStatistics(
  connection: Connection,
): Promise<{ readonly statistics: Statistics; readonly diagnostics: readonly Diagnostic[] }> {
  const [version, pages] = await connection.queryAll([
    'SELECT sqlite_version() AS version',
    'SELECT (SELECT page_count FROM pragma_page_count) * (SELECT page_size FROM pragma_page_size) AS bytes',
  ]);
  const bytes = Number(pages?.[0]?.['bytes'] ?? 0);
  const analyzed = await connection.query(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name = 'sqlite_stat1'",
  );
  const rows = analyzed.length > 0 ? await connection.query('SELECT tbl, idx, stat FROM sqlite_stat1') : [];
  const tables: Record<string, TableStatistics> = {};
  const indexes: Record<string, IndexStatistics> = {};
  for (const row of rows) {
    const [count = 0, ...equal] = String(row['stat']).split(' ').map(Number);
    const name = named(String(row['tbl']));
    const known = tables[name];
    tables[name] = { origin: 'observed', rows: Math.max(count, known?.rows ?? 0), columns: known?.columns ?? {} };
    const index = row['idx'];
    if (typeof index !== 'string') continue;
    const leading = await leadingColumn(connection, index);
    const [first] = equal;
    if (leading !== undefined && first !== undefined && first > 0 && count > 0) {
      tables[name] = { ...tables[name], columns: { ...tables[name].columns, [leading]: distinctOf(count, first) } };
    }
  }
  const listed = await connection.query(
    "SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
  );
  for (const row of listed) {
    const table = String(row['name']);
    if (tables[named(table)]) continue;
    const number = await rowsOf(connection, table, bytes <= counted || Number(row['wr']) === 1);
    if (number !== undefined) tables[named(table)] = { origin: 'observed', rows: number, columns: {} };
  }
  return {
    statistics: { ...noStatistics, serverVersion: String(version?.[0]?.['version']), tables, indexes },
    diagnostics: [],
  };
}

function named(name: string): string {
  const full: QualifiedName = { schema, name };
  return qualified(full);
}

async function leadingColumn(connection: Connection, index: string): Promise<string | undefined> {
  const [row] = await connection.query('SELECT name FROM pragma_index_info(?) WHERE seqno = 0', [index]);
  const name = row?.['name'];
  return typeof name === 'string' ? name : undefined;
}

/** So many rows have each value on average. */
function distinctOf(rows: number, equal: number): ColumnStatistics {
  const distinct = Math.max(1, Math.round(rows / equal));
  return { nullFraction: 0, averageWidth: 8, distinct: distinct >= rows ? -1 : distinct };
}

async function rowsOf(connection: Connection, table: string, count: boolean): Promise<number | undefined> {
  const what = count ? 'count(*)' : 'max(rowid)';
  try {
    const [row] = await connection.query(`SELECT ${what} AS rows FROM ${quoteIdentifier(table)}`);
    return Number(row?.['rows'] ?? 0);
  } catch {
    // A column of that name hides the row's number.
    return undefined;
  }
}
