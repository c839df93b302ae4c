import type { Connection } from '../../engines/connection.ts';
import { readingDialect } from '../../engines/mysql/script-reading/written-name.ts';
import { tokens } from '../../engines/mysql/sql/tokens.ts';

/** The databases of the server but our own, in small letters. */
export async function otherDatabases(connection: Connection): Promise<ReadonlySet<string>> {
  const rows = await connection.query(
    'SELECT SCHEMA_NAME AS name FROM information_schema.SCHEMATA WHERE SCHEMA_NAME <> database()',
  );
  return new Set(rows.map((row) => String(row['name']).toLowerCase()));
}

const ours =
  /^\s*(?:(?:CREATE|ALTER|DROP)\s+(?:OR\s+REPLACE\s+)?(?:DEFINER\s*=\s*\S+\s+)?(?:SQL\s+SECURITY\s+\w+\s+)?(?:ALGORITHM\s*=\s*\w+\s+)?(?:ONLINE\s+|IGNORE\s+|TEMPORARY\s+|UNIQUE\s+|FULLTEXT\s+|SPATIAL\s+)*(?:TABLES?|INDEX|VIEW|TRIGGER|FUNCTION|PROCEDURE|SEQUENCE)|RENAME\s+TABLES?|TRUNCATE|OPTIMIZE|ANALYZE|INSERT|REPLACE|UPDATE|DELETE|WITH|SELECT)\b/i;

/** Why a statement is not run on somebody's server: it could reach beyond the scratch database. */
export function beyondLab(sql: string, others: ReadonlySet<string>): string | undefined {
  if (!ours.test(sql)) return 'it could reach beyond the scratch database';
  const read = tokens(sql, readingDialect);
  for (const [at, { kind, value }] of read.entries()) {
    if ((kind === 'word' || kind === 'name') && read[at + 1]?.text === '.' && others.has(value.toLowerCase()))
      return `it names the database ${value.toLowerCase()}, which is not the lab's`;
  }
  return /\bINTO\s+(?:OUTFILE|DUMPFILE)\b/i.test(sql) ? 'it writes a file of the server' : undefined;
}
