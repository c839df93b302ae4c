import type { Connection } from '../../connection.ts';

/** The key columns of an index with their orders; nothing of one that is not there. */
const keysOf = (index: string) =>
  `(SELECT group_concat(coalesce(name, '?') || ' ' || coll || ' ' || "desc") FROM pragma_index_xinfo(${index}) WHERE key)`;

/**
 * Does work on a database and puts back what ANALYZE had learned of tables and of indexes that have the same keys after it:
 * dropping a table takes its rows of `sqlite_stat1` and `sqlite_stat4` along, also where it is made anew.
 */
export async function keepingStatistics(connection: Connection, work: () => Promise<void>): Promise<void> {
  const tables = await connection.query(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name IN ('sqlite_stat1', 'sqlite_stat4')",
  );
  const names = tables.map(({ name }) => String(name));
  for (const name of names) {
    // A step that failed before has left its own.
    await connection.exec(`DROP TABLE IF EXISTS temp.relvar_${name}`);
    await connection.exec(`CREATE TEMP TABLE relvar_${name} AS SELECT *, ${keysOf('idx')} AS relvar_keys FROM ${name}`);
  }
  await work();
  for (const name of names) {
    const columns = name === 'sqlite_stat1' ? 'tbl, idx, stat' : 'tbl, idx, neq, nlt, ndlt, sample';
    await connection.exec(`INSERT INTO main.${name} (${columns}) SELECT ${columns} FROM temp.relvar_${name} AS kept
      WHERE NOT EXISTS (SELECT 1 FROM main.${name} AS own WHERE own.tbl = kept.tbl AND own.idx IS kept.idx)
      AND EXISTS (SELECT 1 FROM main.sqlite_schema AS made WHERE made.type = 'table' AND made.name = kept.tbl)
      AND relvar_keys IS ${keysOf('kept.idx')}`);
    await connection.exec(`DROP TABLE temp.relvar_${name}`);
  }
}
