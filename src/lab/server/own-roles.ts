import type { Connection } from '../../engines/connection.ts';
import { quoteLiteral } from '../../engines/postgres/quote.ts';
import { roleComment } from './scratch-names.ts';

const createRole = /^(?:\s|--[^\n]*\n)*CREATE\s+(?:ROLE|USER|GROUP)\s+(?!MAPPING\b)("(?:[^"]|"")+"|[^\s;"]+)/i;

/**
 * The connection for loading a schema: roles belong to the whole server, so one that a script makes gets no login and
 * no rights, and a comment by which it is found again and dropped with the database.
 */
export function withOwnRoles(connection: Connection, database: string): Connection {
  return {
    ...connection,
    batch: (statements) => connection.batch(statements.map((sql) => tamed(sql, database))),
  };
}

function tamed(sql: string, database: string): string {
  const name = createRole.exec(sql)?.[1];
  if (name === undefined) return sql;
  return `CREATE ROLE ${name} NOLOGIN; COMMENT ON ROLE ${name} IS ${quoteLiteral(roleComment(database))}`;
}
