import type { Catalog } from '../../catalog/catalog.ts';
import type { Connection } from '../connection.ts';

/** The names that the engine gave to indexes of keys (`sqlite_autoindex_users_1`), and those that the catalog has. */
export interface IndexNames {
  /** The catalog's name; as it is for one that has a name of its own. */
  toCatalog(table: string, index: string): string;
  /** The engine's; nothing for the key that is the row's number, which has no index. */
  toEngine(table: string, index: string): string | undefined;
}

/** Matches indexes that belong to keys by the columns of both. */
export async function indexNames(connection: Connection, catalog: Pick<Catalog, 'tables'>): Promise<IndexNames> {
  const rows = await connection.query(
    `SELECT m.name AS owner, l.name AS name, l.origin AS origin, i.seqno AS place, i.name AS column
     FROM sqlite_schema AS m, pragma_index_list(m.name) AS l, pragma_index_info(l.name) AS i
     WHERE m.type = 'table' AND l.origin IN ('u', 'pk') ORDER BY m.name, l.name, i.seqno`,
  );
  const columns = new Map<string, { readonly owner: string; readonly isKey: boolean; readonly columns: string[] }>();
  for (const row of rows) {
    const name = String(row['name']);
    const known = columns.get(name) ?? { owner: String(row['owner']), isKey: row['origin'] === 'pk', columns: [] };
    known.columns.push(String(row['column']));
    columns.set(name, known);
  }
  const toCatalog = new Map<string, string>();
  const toEngine = new Map<string, string>();
  for (const [name, { owner, isKey, columns: own }] of columns) {
    const table = catalog.tables.find((one) => one.name === owner);
    const keys = table ? (isKey ? [table.primaryKey, ...table.uniques] : table.uniques) : [];
    const key = keys.find((one) => one?.columns.join('\0') === own.join('\0'));
    if (!key) continue;
    toCatalog.set(name, key.index);
    toEngine.set(`${owner}\0${key.index}`, name);
  }
  const owned = new Set(
    catalog.tables.flatMap(({ name, primaryKey, uniques }) =>
      [...(primaryKey ? [primaryKey] : []), ...uniques].map((key) => `${name}\0${key.index}`),
    ),
  );
  return {
    toCatalog: (_table, index) => toCatalog.get(index) ?? index,
    toEngine: (table, index) => {
      const key = `${table}\0${index}`;
      return toEngine.get(key) ?? (owned.has(key) ? undefined : index);
    },
  };
}
