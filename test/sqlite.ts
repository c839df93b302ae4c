import type { Catalog } from '../src/catalog/catalog.ts';
import type { Connection } from '../src/engines/connection.ts';
import { openMemory } from '../src/engines/sqlite/connect.ts';
import { introspect } from '../src/engines/sqlite/introspect/index.ts';
import { loadStatements } from '../src/engines/sqlite/load/load.ts';
import { splitScript } from '../src/engines/sqlite/load/split.ts';
import { schemaStatements } from '../src/engines/sqlite/schema.ts';

/** A new database in memory with what a script makes. Throws what the engine has against it. */
export async function databaseOf(sql: string): Promise<Connection> {
  const connection = await openMemory();
  const { diagnostics } = await loadStatements(
    connection,
    splitScript(sql, 'schema.sql').parts.flatMap((part) => ('sql' in part ? [part] : [])),
  );
  const failed = diagnostics.find(({ severity }) => severity === 'error');
  if (failed) throw new Error(`${failed.file}:${failed.line}: ${failed.message}`);
  return connection;
}

export async function catalogOf(sql: string): Promise<Catalog> {
  const connection = await databaseOf(sql);
  try {
    return await introspect(connection);
  } finally {
    await connection.close();
  }
}

/** A database that is made from a catalog alone. */
export async function databaseFrom(catalog: Catalog): Promise<Connection> {
  const connection = await openMemory();
  for (const sql of schemaStatements(catalog)) await connection.exec(sql);
  return connection;
}

/** That the number of a row is not null need not be said. */
const pragmas = [
  "SELECT name, type, wr, strict FROM pragma_table_list WHERE schema = 'main' ORDER BY name",
  `SELECT t.name AS relation, c.name, lower(c.type) AS type, c."notnull" OR (c.pk > 0 AND c.type = 'INTEGER') AS filled, c.pk, c.hidden, c.dflt_value IS NULL AS bare
     FROM pragma_table_list AS t JOIN pragma_table_xinfo(t.name) AS c WHERE t.schema = 'main' AND t.type <> 'view' ORDER BY 1, 2`,
  `SELECT t.name AS relation, i."unique", i.origin, i.partial, group_concat(k.name || ' ' || k.desc || ' ' || upper(k.coll) || ' ' || k.key) AS keys
     FROM pragma_table_list AS t JOIN pragma_index_list(t.name) AS i JOIN pragma_index_xinfo(i.name) AS k
     WHERE t.schema = 'main' GROUP BY t.name, i.name ORDER BY 1, 2, 3, 4, 5`,
  `SELECT t.name AS relation, lower(f."table") AS other, f."from", f.on_update, f.on_delete
     FROM pragma_table_list AS t JOIN pragma_foreign_key_list(t.name) AS f WHERE t.schema = 'main' ORDER BY 1, 2, 3, 4, 5`,
];

/** What the engine itself tells of a schema, without the texts that it keeps: an oracle for what was read from these. */
export async function told(connection: Connection): Promise<readonly unknown[]> {
  return await connection.queryAll(pragmas);
}

/** Writes a database file with what a script makes, rows too. */
export async function writeDatabase(path: string, sql: string): Promise<void> {
  const { default: driver } = await import('node-sqlite3-wasm');
  const database = new driver.Database(path);
  try {
    database.exec(sql);
  } finally {
    database.close();
  }
}
