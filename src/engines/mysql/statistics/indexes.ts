import { qualified } from '../../../catalog/names.ts';
import { type IndexStatistics, indexKey } from '../../../catalog/statistics.ts';
import type { Row } from '../../connection.ts';
import { schemaName } from '../read/draft.ts';

/** The keys of each index, with what information_schema counts of different values. */
export const keysQuery = `SELECT TABLE_NAME AS relation, INDEX_NAME AS name, SEQ_IN_INDEX AS at, COLUMN_NAME AS col,
    SUB_PART AS part, CARDINALITY AS cardinality FROM information_schema.STATISTICS
  WHERE TABLE_SCHEMA = database() ORDER BY TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX`;

/** What InnoDB counted of each index, and when: pages, and different values of its first columns. */
export const storedQuery = `SELECT table_name AS relation, index_name AS name, stat_name AS stat, stat_value AS value,
    sample_size AS sample FROM mysql.innodb_index_stats WHERE database_name = database()`;

/** What is known of a table's indexes beside their keys. */
export interface KeysOf {
  readonly relation: string;
  readonly name: string;
  readonly columns: readonly { readonly column?: string; readonly cardinality?: number }[];
}

/** The name of a table in InnoDB's own tables: a partition is `orders#P#p0`. */
export function tableOf(stored: string): string {
  return stored.replace(/#[pP]#.*$/s, '');
}

/** The keys by their indexes. */
export function keysOf(rows: readonly Row[]): readonly KeysOf[] {
  const found = new Map<string, { relation: string; name: string; columns: KeysOf['columns'][number][] }>();
  for (const row of rows) {
    const [relation, name] = [String(row['relation']), String(row['name'])];
    const key = `${relation}.${name}`;
    const index = found.get(key) ?? { relation, name, columns: [] };
    found.set(key, index);
    const whole = row['col'] !== null && row['part'] === null;
    index.columns.push({
      ...(whole ? { column: String(row['col']) } : {}),
      ...(row['cardinality'] === null ? {} : { cardinality: Number(row['cardinality']) }),
    });
  }
  return [...found.values()];
}

interface Stored {
  pages: number;
  /** Of the largest part: a table's partitions count for themselves. */
  largest: number;
  distinct: Map<number, number>;
  /** One value of the first column was found on some of the pages: rare ones stand on others. */
  oneOfSample: boolean;
}

interface Part extends Omit<Stored, 'largest' | 'oneOfSample'> {
  readonly table: string;
  leaves: number;
  /** Leaves that the first column's values were counted on. */
  sampled: number;
}

/** What InnoDB stored, by table and index. */
export function storedOf(rows: readonly Row[]): ReadonlyMap<string, Readonly<Stored>> {
  const parts = new Map<string, Part>();
  for (const row of rows) {
    const [relation, name, stat] = [String(row['relation']), String(row['name']), String(row['stat'])];
    const key = `${relation} ${name}`;
    const part = parts.get(key) ?? {
      table: `${tableOf(relation)}.${name}`,
      pages: 0,
      leaves: 0,
      sampled: 0,
      distinct: new Map(),
    };
    parts.set(key, part);
    if (stat === 'size') part.pages = Number(row['value']);
    if (stat === 'n_leaf_pages') part.leaves = Number(row['value']);
    if (stat === 'n_diff_pfx01') part.sampled = Number(row['sample'] ?? 0);
    const prefix = /^n_diff_pfx(\d+)$/.exec(stat)?.[1];
    if (prefix !== undefined) part.distinct.set(Number(prefix), Number(row['value']));
  }
  const found = new Map<string, Stored>();
  for (const { table, pages, leaves, sampled, distinct } of parts.values()) {
    const before = found.get(table);
    found.set(table, {
      pages: pages + (before?.pages ?? 0),
      largest: Math.max(pages, before?.largest ?? 0),
      distinct: before && before.largest >= pages ? before.distinct : distinct,
      oneOfSample: before?.oneOfSample === true || (distinct.get(1) === 1 && sampled < leaves),
    });
  }
  return found;
}

/** Rows that share the first key, the first two…: by what InnoDB stored, else by information_schema. */
export function indexStatistics(
  keys: readonly KeysOf[],
  stored: ReadonlyMap<string, Readonly<Stored>>,
  rowsOf: (table: string) => number | undefined,
  pageBytes: number,
): Readonly<Record<string, IndexStatistics>> {
  const found: Record<string, IndexStatistics> = {};
  for (const { relation, name, columns } of keys) {
    const rows = rowsOf(relation);
    if (rows === undefined) continue;
    const own = stored.get(`${relation}.${name}`);
    // What a part holds is its share of the pages.
    const ownRows = own && own.pages > 0 ? (rows * own.largest) / own.pages : rows;
    const perKey = columns.map(({ cardinality }, at) => {
      const distinct = own?.distinct.get(at + 1);
      if (distinct !== undefined && distinct > 0) return Math.max(1, ownRows / distinct);
      return cardinality === undefined || cardinality === 0 ? undefined : Math.max(1, rows / cardinality);
    });
    const known = perKey.indexOf(undefined);
    const counted = perKey.slice(0, known < 0 ? undefined : known).flatMap((one) => one ?? []);
    found[indexKey({ indexesByTable: true }, { schema: schemaName, name: relation }, name)] = {
      // The clustered index is the table itself.
      bytes: name === 'PRIMARY' ? 0 : (own?.pages ?? 0) * pageBytes,
      ...(own ? { pages: own.pages, analyzedPages: own.pages } : {}),
      rows,
      ...(counted.length > 0 && rows > 0 ? { rowsPerKey: counted } : {}),
    };
  }
  return found;
}

/**
 * Different values of columns that stand first in an index, by table and column; minus one where none comes twice. What
 * a sample found one value of is left out: nine rows of ten may have it, and all others another.
 */
export function leadingDistinct(
  keys: readonly KeysOf[],
  stored: ReadonlyMap<string, Readonly<Stored>>,
  indexes: Readonly<Record<string, IndexStatistics>>,
): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { relation, name, columns } of keys) {
    const owner = { schema: schemaName, name: relation };
    const [first] = columns;
    const { rowsPerKey = [], rows = 0 } = indexes[indexKey({ indexesByTable: true }, owner, name)] ?? {};
    const [perKey] = rowsPerKey;
    if (first?.column === undefined || perKey === undefined || rows <= 0) continue;
    const distinct = perKey <= 1 ? -1 : Math.max(1, Math.round(rows / perKey));
    if (distinct === 1 && stored.get(`${relation}.${name}`)?.oneOfSample !== false) continue;
    found.set(`${qualified(owner)} ${first.column}`, distinct);
  }
  return found;
}
