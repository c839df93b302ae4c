import type { Connection, Row } from '../../engines/connection.ts';

/** A connection whose statements are put to the server otherwise than they are written, and whose rows are told otherwise. */
export function putAndTold(
  connection: Connection,
  put: (sql: string) => string,
  told: (rows: readonly Row[]) => readonly Row[],
): Connection {
  return {
    ...connection,
    query: async (sql, parameters) => told(await connection.query(sql, parameters)),
    queryAll: async (statements) => (await connection.queryAll(statements)).map(told),
    exec: (sql) => connection.exec(put(sql)),
    batch: (statements) => connection.batch(statements.map(put)),
  };
}
