import { qualified } from '../../catalog/names.ts';
import { type ColumnStatistics, indexKey, type Statistics } from '../../catalog/statistics.ts';
import type { Index, Table } from '../../catalog/table.ts';
import type { Connection } from '../../engines/connection.ts';
import { type Flavour, keepsOwnStatistics } from '../../engines/mysql/flavour.ts';
import { quoteIdentifier } from '../../engines/mysql/quote.ts';
import { sizes } from '../../engines/mysql/sizes.ts';
import { quoteString } from '../../engines/mysql/sql/tokens.ts';
import { tableOf } from '../../engines/mysql/statistics/indexes.ts';

/** A table with the indexes that stand on it. */
export type StoredTable = Table;

/** So many rows go into one statement. */
const atOnce = 500;

/** Whether the statistics of our own tables may be written, by trying it. */
export async function mayWrite(connection: Connection): Promise<boolean> {
  const { error } = await connection.batch([
    'UPDATE mysql.innodb_table_stats SET n_rows = n_rows WHERE database_name = database()',
    'UPDATE mysql.innodb_index_stats SET stat_value = stat_value WHERE database_name = database()',
  ]);
  return error === undefined;
}

/**
 * Writes the persistent statistics of tables to the sizes that are believed, and has the engine read them: the planner
 * takes rows of tables and rows for each key from there. MariaDB's own, which it prefers, are written beside them.
 */
export async function writeStatistics(
  connection: Connection,
  flavour: Flavour,
  tables: readonly StoredTable[],
  statistics: Statistics,
): Promise<void> {
  const known = new Map(
    tables.filter((table) => statistics.tables[qualified(table)]).map((table) => [table.name, table]),
  );
  if (known.size === 0) return;
  await writeInnodb(connection, known, statistics);
  if (keepsOwnStatistics(flavour)) await writeEngineIndependent(connection, [...known.values()], statistics);
  // A table that is opened anew is read anew: renaming it there and back needs no right but those on it.
  const names = [...known.keys()];
  await connection.exec(
    `RENAME TABLE ${names
      .flatMap((name, at) => [`${quoteIdentifier(name)} TO relvar_renamed_${at}`])
      .concat(names.map((name, at) => `relvar_renamed_${at} TO ${quoteIdentifier(name)}`))
      .join(', ')}`,
  );
}

async function writeInnodb(
  connection: Connection,
  known: ReadonlyMap<string, StoredTable>,
  statistics: Statistics,
): Promise<void> {
  const stored = await connection.query(
    'SELECT table_name AS name FROM mysql.innodb_table_stats WHERE database_name = database()',
  );
  const parts = new Map<string, number>();
  for (const row of stored) {
    const name = tableOf(String(row['name']));
    parts.set(name, (parts.get(name) ?? 0) + 1);
  }
  const tableRows = stored.flatMap((row) => {
    const table = known.get(tableOf(String(row['name'])));
    if (!table) return [];
    const share = 1 / (parts.get(table.name) ?? 1);
    const { rows, pages, others } = sizeOf(table, statistics);
    return [
      `(database(), ${quoteString(String(row['name']))}, ${[rows, pages, others].map((one) => Math.max(1, Math.round(one * share))).join(', ')})`,
    ];
  });
  await insert(
    connection,
    'mysql.innodb_table_stats (database_name, table_name, n_rows, clustered_index_size, sum_of_other_index_sizes)',
    tableRows,
    ['n_rows', 'clustered_index_size', 'sum_of_other_index_sizes'],
  );
  const kept = await connection.query(
    `SELECT table_name AS relation, index_name AS name, stat_name AS stat, stat_description AS text
      FROM mysql.innodb_index_stats WHERE database_name = database()`,
  );
  const indexRows = kept.flatMap((row) => {
    const table = known.get(tableOf(String(row['relation'])));
    const index = table?.indexes.find(({ name }) => name === row['name']);
    if (!table || !index) return [];
    const share = 1 / (parts.get(table.name) ?? 1);
    const value = Math.max(1, Math.round(storedValue(String(row['stat']), table, index, statistics) * share));
    const [relation, name, stat, text] = ['relation', 'name', 'stat', 'text'].map((key) =>
      quoteString(String(row[key])),
    );
    return [`(database(), ${relation}, ${name}, ${stat}, ${value}, ${text})`];
  });
  await insert(
    connection,
    'mysql.innodb_index_stats (database_name, table_name, index_name, stat_name, stat_value, stat_description)',
    indexRows,
    ['stat_value'],
  );
}

/** MariaDB: how often a value comes on average, by table, index and column. */
async function writeEngineIndependent(
  connection: Connection,
  tables: readonly StoredTable[],
  statistics: Statistics,
): Promise<void> {
  const name = (table: StoredTable) => `database(), ${quoteString(table.name)}`;
  await insert(
    connection,
    'mysql.table_stats (db_name, table_name, cardinality)',
    tables.map((table) => `(${name(table)}, ${Math.round(sizeOf(table, statistics).rows)})`),
    ['cardinality'],
  );
  await insert(
    connection,
    'mysql.index_stats (db_name, table_name, index_name, prefix_arity, avg_frequency)',
    tables.flatMap((table) =>
      table.indexes.flatMap((index) =>
        index.keys.map((_, at) => {
          const { rows } = sizeOf(table, statistics);
          const perKey = rows / Math.max(1, distinctOf(table, index, at + 1, statistics));
          return `(${name(table)}, ${quoteString(index.name)}, ${at + 1}, ${Math.max(1, perKey).toFixed(4)})`;
        }),
      ),
    ),
    ['avg_frequency'],
  );
  await insert(
    connection,
    'mysql.column_stats (db_name, table_name, column_name, nulls_ratio, avg_length, avg_frequency)',
    tables.flatMap((table) => {
      const { rows } = sizeOf(table, statistics);
      return Object.entries(statistics.tables[qualified(table)]?.columns ?? {}).map(([column, one]) => {
        const perValue = (rows * (1 - one.nullFraction)) / distinctValues(one, rows);
        return `(${name(table)}, ${quoteString(column)}, ${one.nullFraction.toFixed(4)}, ${one.averageWidth.toFixed(4)}, ${Math.max(1, perValue).toFixed(4)})`;
      });
    }),
    ['nulls_ratio', 'avg_length', 'avg_frequency'],
  );
}

async function insert(
  connection: Connection,
  into: string,
  rows: readonly string[],
  updated: readonly string[],
): Promise<void> {
  for (let at = 0; at < rows.length; at += atOnce) {
    await connection.exec(
      `INSERT INTO ${into} VALUES ${rows.slice(at, at + atOnce).join(', ')} ON DUPLICATE KEY UPDATE ${updated.map((column) => `${column} = VALUES(${column})`).join(', ')}`,
    );
  }
}

function sizeOf(
  table: StoredTable,
  statistics: Statistics,
): { readonly rows: number; readonly pages: number; readonly others: number } {
  const known = statistics.tables[qualified(table)];
  const rows = known?.rows ?? 0;
  const pages = known?.pages ?? sizes.heap({ table, rows, columns: known?.columns ?? {} }).pages;
  const others = table.indexes
    .filter(({ name }) => name !== 'PRIMARY')
    .reduce((sum, index) => sum + pagesOf(table, index, statistics), 0);
  return { rows, pages, others };
}

function pagesOf(table: StoredTable, index: Index, statistics: Statistics): number {
  if (index.name === 'PRIMARY') return sizeOf({ ...table, indexes: [] }, statistics).pages;
  const known = statistics.tables[qualified(table)];
  return (
    statistics.indexes[indexKey(statistics, table, index.name)]?.pages ??
    sizes.index({ table, index, rows: known?.rows ?? 0, columns: known?.columns ?? {} }).pages
  );
}

function storedValue(stat: string, table: StoredTable, index: Index, statistics: Statistics): number {
  const prefix = /^n_diff_pfx(\d+)$/.exec(stat)?.[1];
  if (prefix !== undefined) return distinctOf(table, index, Number(prefix), statistics);
  const pages = pagesOf(table, index, statistics);
  // Above every hundred leaves or so stands a page of their pointers.
  return stat === 'n_leaf_pages' ? pages * 0.99 : pages;
}

/** Different values of the first keys of an index: as they are known, else as if columns did not hang together. */
function distinctOf(table: StoredTable, index: Index, keys: number, statistics: Statistics): number {
  const known = statistics.tables[qualified(table)];
  const rows = known?.rows ?? 0;
  if (keys > index.keys.length || (index.unique && keys === index.keys.length)) return rows;
  const perKey = statistics.indexes[indexKey(statistics, table, index.name)]?.rowsPerKey?.[keys - 1];
  if (perKey !== undefined) return rows / perKey;
  const product = index.keys.slice(0, keys).reduce((all, { column, prefix }) => {
    const own = known?.columns[column ?? prefix?.column ?? ''];
    return all * (own ? distinctValues(own, rows) : Math.max(1, rows / 10));
  }, 1);
  return Math.min(rows, product);
}

function distinctValues({ distinct }: ColumnStatistics, rows: number): number {
  return Math.max(1, distinct < 0 ? -distinct * rows : distinct);
}
