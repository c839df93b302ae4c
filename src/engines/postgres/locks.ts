import type { Blocked } from '../../catalog/traits.ts';
import type { Statement } from '../engine.ts';

/** The modes of a lock on a relation, weakest first (section "Explicit Locking" of the manual). */
export const lockModes = [
  'ACCESS SHARE',
  'ROW SHARE',
  'ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'SHARE',
  'SHARE ROW EXCLUSIVE',
  'EXCLUSIVE',
  'ACCESS EXCLUSIVE',
] as const;

export type LockMode = (typeof lockModes)[number];

/** The mode as `pg_locks` writes it: `ShareUpdateExclusiveLock`. */
export function lockMode(text: string): LockMode {
  const words = text
    .replace(/Lock$/, '')
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toUpperCase();
  const mode = lockModes.find((known) => known === words);
  if (mode === undefined) throw new Error(`not a relation's lock: ${text}`);
  return mode;
}

export function strongest(modes: Iterable<string>): LockMode | undefined {
  const held = new Set(modes);
  return lockModes.findLast((mode) => held.has(mode));
}

/** What waits while somebody holds the lock. */
export function waits(mode: string): Blocked {
  if (mode === 'ACCESS EXCLUSIVE') return 'reads and writes';
  if (mode === 'SHARE' || mode === 'SHARE ROW EXCLUSIVE' || mode === 'EXCLUSIVE') return 'writes';
  return mode === 'ACCESS SHARE' || mode === 'ROW SHARE' ? 'nothing' : 'other schema changes';
}

/** Who writes rows of a table holds the one, and who locks rows for later the other. */
export function ofRows(mode: string): 'changed' | 'locked' | undefined {
  return mode === 'ROW EXCLUSIVE' ? 'changed' : mode === 'ROW SHARE' ? 'locked' : undefined;
}

/** How a statement can be tried inside a transaction. */
export interface TriableForm {
  readonly form: 'as written' | 'plain' | 'not run';
  /** What to run; nothing when there is no way to. */
  readonly sql?: string;
  /** What the manual says it locks, where the form that is run locks something else. */
  readonly documented?: LockMode;
}

/**
 * CREATE, DROP and REINDEX INDEX CONCURRENTLY are tried without that word: it proves that they can be done. Of VACUUM
 * only the table is looked up, by locking it. The locks are those of the statements' pages in the manual.
 */
export function triableForm(statement: Statement): TriableForm {
  if (statement.transactional) return { form: 'as written', sql: statement.sql };
  const concurrent = /^((?:\s|--[^\n]*\n)*(?:CREATE(?: UNIQUE)? INDEX|DROP INDEX|REINDEX INDEX))\s+CONCURRENTLY\b/i;
  if (concurrent.test(statement.sql)) {
    return { form: 'plain', sql: statement.sql.replace(concurrent, '$1'), documented: 'SHARE UPDATE EXCLUSIVE' };
  }
  const vacuum = /^VACUUM( \(FULL\))?\s+(.+)$/is.exec(statement.sql);
  if (!vacuum) return { form: 'not run' };
  const documented = vacuum[1] === undefined ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE';
  return { form: 'not run', sql: `LOCK TABLE ${vacuum[2]} IN ${documented} MODE`, documented };
}

/**
 * What an ALTER TABLE locks its table with, by the manual's page of it; nothing for a statement that is not an ALTER
 * of this table (`schema.name`, quoted). For a lock that cannot be seen because an earlier statement of the same
 * transaction holds it already.
 */
export function alterTableLock(sql: string, table: string): LockMode | undefined {
  const statement = sql.replace(/^(\s|--[^\n]*\n)*/, '');
  const head = `ALTER TABLE ${table}`;
  if (!statement.startsWith(head) || !/^\s/.test(statement.slice(head.length))) return undefined;
  const action = statement.slice(head.length).trimStart();
  if (/^(VALIDATE CONSTRAINT|ATTACH PARTITION)\s|^SET \(/.test(action)) return 'SHARE UPDATE EXCLUSIVE';
  if (/^ADD CONSTRAINT .*\sFOREIGN KEY\s/s.test(action)) return 'SHARE ROW EXCLUSIVE';
  return 'ACCESS EXCLUSIVE';
}
