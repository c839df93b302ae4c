import type { Connection } from '../../connection.ts';
import { readStatement } from '../script-reading/read.ts';
import { statementsWithin } from '../sql/under-mode.ts';

/**
 * What the user may not do of the statements in the database, a sentence each, by SHOW GRANTS. Where roles give it rights,
 * nobody but the server can tell: nothing is missing then.
 */
export async function missingPrivileges(
  connection: Connection,
  database: string,
  statements: readonly string[],
): Promise<readonly string[]> {
  const has = privilegesOn(await readGrants(connection), database);
  if (!has || has.has('ALL PRIVILEGES')) return [];
  const needed = new Set([
    'CREATE',
    'INSERT',
    'UPDATE',
    'DELETE',
    'SELECT',
    ...statements.flatMap(statementsWithin).flatMap(neededBy),
  ]);
  return [...needed]
    .filter((privilege) => !has.has(privilege))
    .sort()
    .map((privilege) => `the user has no ${privilege} on the database ${database}`);
}

/** What SHOW GRANTS tells of the user; nothing where it may not be asked. */
export async function readGrants(connection: Connection): Promise<readonly string[] | undefined> {
  const rows = await connection.query('SHOW GRANTS').catch(() => undefined);
  return rows?.map((row) => String(Object.values(row)[0]));
}

/** The rights on a whole database, in capitals; nothing where roles give some, which nobody but the server can tell. */
export function privilegesOn(grants: readonly string[] | undefined, database: string): ReadonlySet<string> | undefined {
  if (!grants || grants.some((grant) => !/ ON /.test(grant))) return undefined;
  return new Set(grants.flatMap((grant) => givenBy(grant, database)));
}

/** `GRANT SELECT, INSERT ON `shop`.* TO …`: rights on single tables are left out, since no step is sure of its table. */
function givenBy(grant: string, database: string): readonly string[] {
  const [, list = '', on = '', what = ''] = /^GRANT (.+) ON (\*|`(?:[^`]|``)*`|\S+?)\.(\*|`[^`]*`)/.exec(grant) ?? [];
  if (what !== '*' || (on !== '*' && !matches(on.replace(/^`|`$/g, '').replaceAll('``', '`'), database))) return [];
  return list.split(',').map((one) => one.trim().toUpperCase());
}

/** A database in a grant is a pattern: `shop\_%`. */
function matches(pattern: string, database: string): boolean {
  const parts = pattern.match(/\\[_%\\]|[\s\S]/g) ?? [];
  const source = parts.map((part) => {
    if (part === '%') return '.*';
    if (part === '_') return '.';
    return (part.length === 2 ? part.slice(1) : part).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${source.join('')}$`, 'i').test(database);
}

/** https://dev.mysql.com/doc/refman/8.4/en/privileges-provided.html */
function neededBy(sql: string): readonly string[] {
  const [, verb = '', object = ''] =
    /^\s*(CREATE|ALTER|DROP|RENAME|TRUNCATE)\s+(?:OR\s+REPLACE\s+)?(?:ALGORITHM\s*=\s*\w+\s+)?(?:DEFINER\s*=\s*\S+\s+)?(?:SQL\s+SECURITY\s+\w+\s+)?(?:UNIQUE\s+|FULLTEXT\s+|SPATIAL\s+)?(\w+)/i.exec(
      sql,
    ) ?? [];
  const key = `${verb} ${object}`.toUpperCase();
  const replaces = /^\s*CREATE\s+OR\s+REPLACE\b/i.test(sql);
  const references = /\bREFERENCES\b/i.test(sql) ? ['REFERENCES'] : [];
  switch (key) {
    case 'ALTER TABLE': {
      const renames = readStatement(sql).actions.some(({ kind }) => kind === 'rename');
      return ['ALTER', ...(renames ? ['DROP'] : []), ...references];
    }
    case 'RENAME TABLE':
      return ['ALTER', 'DROP'];
    case 'CREATE TABLE':
      return references;
    case 'CREATE INDEX':
    case 'DROP INDEX':
      return ['INDEX'];
    case 'CREATE VIEW':
      return ['CREATE VIEW', ...(replaces ? ['DROP'] : [])];
    case 'CREATE TRIGGER':
    case 'DROP TRIGGER':
      return ['TRIGGER'];
    case 'CREATE FUNCTION':
    case 'CREATE PROCEDURE':
      return ['CREATE ROUTINE', ...(replaces ? ['ALTER ROUTINE'] : [])];
    case 'DROP FUNCTION':
    case 'DROP PROCEDURE':
      return ['ALTER ROUTINE'];
    case 'CREATE EVENT':
    case 'DROP EVENT':
      return ['EVENT'];
    default:
      return verb.toUpperCase() === 'DROP' || verb.toUpperCase() === 'TRUNCATE' ? ['DROP'] : [];
  }
}
