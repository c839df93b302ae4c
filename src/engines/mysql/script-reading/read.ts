import type { MigrationAction, ObjectKind, ReadStatement } from '../../migration-action.ts';
import { NotUnderstood, type Reader, readerOf } from '../sql/reader.ts';
import { alterActions, droppedIndex } from './alter.ts';
import { createdIndex, indexColumns } from './definitions.ts';
import { rowActions } from './rows.ts';
import { nameOf, namesOf, readingDialect } from './written-name.ts';

/** Reads what a statement of a migration does. What is none of the known kinds is told by its first word. */
export function readStatement(sql: string): ReadStatement {
  const reader = readerOf(sql, readingDialect);
  const word = reader.peek()?.value ?? '';
  const actions = read(word, reader);
  return {
    actions,
    // Nothing is refused inside a transaction; much of it ends the transaction.
    transactional: true,
    ...(endsTransaction(word, actions) ? { endsTransaction: true as const } : {}),
    truncated: [],
  };
}

function read(word: string, reader: Reader): readonly MigrationAction[] {
  try {
    return actionsOf(word, reader);
  } catch (error) {
    // What the lab says of it is told.
    if (error instanceof NotUnderstood) return [{ kind: 'other', statement: word }];
    throw error;
  }
}

/** https://dev.mysql.com/doc/refman/8.4/en/implicit-commit.html, and the same of MariaDB. */
function endsTransaction(word: string, actions: readonly MigrationAction[]): boolean {
  if (actions.some((action) => action.kind === 'create table' && action.temporary)) return false;
  return /^(?:CREATE|ALTER|DROP|RENAME|TRUNCATE|ANALYZE|OPTIMIZE|REPAIR|LOCK|GRANT|REVOKE|CACHE|FLUSH)$/.test(word);
}

function actionsOf(word: string, reader: Reader): readonly MigrationAction[] {
  const other: readonly MigrationAction[] = [{ kind: 'other', statement: word }];
  switch (word) {
    case 'BEGIN':
      return [{ kind: 'transaction', does: 'begin' }];
    case 'START':
      return reader.take('START', 'TRANSACTION') ? [{ kind: 'transaction', does: 'begin' }] : other;
    case 'COMMIT':
      return [{ kind: 'transaction', does: 'commit' }];
    case 'ROLLBACK':
      return [{ kind: 'transaction', does: /\bTO\b/i.test(reader.sql) ? 'rollback to savepoint' : 'rollback' }];
    case 'SAVEPOINT':
      return [{ kind: 'transaction', does: 'savepoint' }];
    case 'RELEASE':
      return [{ kind: 'transaction', does: 'release' }];
    case 'SET':
      return settings(reader);
    case 'USE':
      return [{ kind: 'set', name: 'database', value: reader.sql, local: false }];
    case 'CREATE':
      return created(reader);
    case 'ALTER':
      reader.next();
      reader.take('ONLINE');
      reader.take('IGNORE');
      return reader.take('TABLE') ? alterActions(reader) : other;
    case 'DROP':
      return dropped(reader);
    case 'RENAME':
      return renamed(reader);
    case 'TRUNCATE':
      reader.next();
      reader.take('TABLE');
      return [{ kind: 'truncate', tables: [nameOf(reader)], cascade: false }];
    case 'OPTIMIZE':
    case 'ANALYZE':
      reader.next();
      while (['NO_WRITE_TO_BINLOG', 'LOCAL', 'TABLE', 'TABLES'].some((one) => reader.take(one)));
      return word === 'ANALYZE'
        ? [{ kind: 'analyze', tables: namesOf(reader) }]
        : [{ kind: 'vacuum', tables: namesOf(reader), full: true }];
    case 'LOCK':
      reader.next();
      reader.next();
      return [{ kind: 'lock', tables: [nameOf(reader)], mode: 'table lock' }];
    case 'LOAD':
      return [{ kind: 'copy', reads: true }];
    case 'SELECT':
    case 'CALL':
    case 'DO':
      return [{ kind: 'select', calls: callsIn(reader.sql) }];
    default:
      return rowActions(reader) ?? other;
  }
}

/** `SET @@session.lock_wait_timeout = 3, foreign_key_checks = 0`. */
function settings(reader: Reader): readonly MigrationAction[] {
  reader.next();
  return reader.parts().map((part) => {
    while (['SESSION', 'LOCAL', 'GLOBAL', 'PERSIST'].some((one) => part.take(one)));
    const name = (part.next()?.text ?? '').toLowerCase().replace(/^@@(?:session\.|local\.|global\.)?/, '');
    if (!part.take('=')) part.take(':=');
    const value = part.rest().replace(/^['"]|['"]$/g, '');
    return { kind: 'set', name, value: value.toLowerCase(), local: false };
  });
}

function created(reader: Reader): readonly MigrationAction[] {
  reader.next();
  const replaces = reader.take('OR', 'REPLACE');
  const temporary = reader.take('TEMPORARY');
  const kind = ['UNIQUE', 'FULLTEXT', 'SPATIAL', 'VECTOR'].find((one) => reader.take(one));
  while (
    !reader.done() &&
    !/^(?:TABLE|INDEX|VIEW|TRIGGER|FUNCTION|PROCEDURE|DATABASE|SCHEMA|EVENT|SEQUENCE)$/.test(reader.peek()?.value ?? '')
  )
    reader.next();
  const object = reader.next()?.value ?? '';
  const ifNotExists = reader.take('IF', 'NOT', 'EXISTS');
  if (reader.done()) return [{ kind: 'other', statement: 'CREATE' }];
  const name = nameOf(reader);
  switch (object) {
    case 'TABLE': {
      const { query, references } = contents(reader);
      return [{ kind: 'create table', table: name, temporary, ifNotExists, references, query }];
    }
    case 'INDEX': {
      while (!reader.done() && !reader.sees('ON')) reader.next();
      reader.expect('ON');
      const table = nameOf(reader);
      const columns = indexColumns(reader);
      const { sql } = reader;
      return [createdIndex({ table, name: name.name, columns, unique: kind === 'UNIQUE', kind, ifNotExists, sql })];
    }
    case 'VIEW':
      return [{ kind: 'create view', view: name, materialized: false, replaces }];
    case 'TRIGGER':
      while (!reader.done() && !reader.take('ON')) reader.next();
      return [{ kind: 'create trigger', table: nameOf(reader), trigger: name.name }];
    case 'FUNCTION':
    case 'PROCEDURE':
      return [{ kind: 'create routine', routine: name, language: 'sql', body: reader.rest(), replaces }];
    case 'DATABASE':
    case 'SCHEMA':
      return [{ kind: 'create schema', schema: name.name }];
    default:
      return [{ kind: 'other', statement: `CREATE ${object}` }];
  }
}

/** The tables that a new one refers to, and whether a query fills it. */
function contents(reader: Reader) {
  const references: ReturnType<typeof namesOf>[number][] = [];
  let query = false;
  for (; !reader.done(); reader.next()) {
    if (reader.sees('SELECT')) query = true;
    if (!reader.sees('REFERENCES')) continue;
    reader.next();
    references.push(nameOf(reader));
  }
  return { references, query };
}

const droppedKinds: Readonly<Record<string, ObjectKind>> = {
  TABLE: 'table',
  TABLES: 'table',
  VIEW: 'view',
  TRIGGER: 'trigger',
  FUNCTION: 'routine',
  PROCEDURE: 'routine',
  SEQUENCE: 'sequence',
  DATABASE: 'schema',
  SCHEMA: 'schema',
};

function dropped(reader: Reader): readonly MigrationAction[] {
  reader.next();
  const temporary = reader.take('TEMPORARY');
  const word = reader.next()?.value ?? '';
  const ifExists = reader.take('IF', 'EXISTS');
  if (word === 'INDEX') return [droppedIndex(reader.name(), ifExists)];
  const objectKind = temporary ? 'other' : (droppedKinds[word] ?? 'other');
  const objects = namesOf(reader);
  return [{ kind: 'drop', objectKind, objects, tables: [], ifExists, cascade: false, concurrently: false }];
}

function renamed(reader: Reader): readonly MigrationAction[] {
  reader.next();
  if (!reader.take('TABLE') && !reader.take('TABLES')) return [{ kind: 'other', statement: 'RENAME' }];
  reader.take('IF', 'EXISTS');
  const actions: MigrationAction[] = [];
  do {
    const object = nameOf(reader);
    reader.expect('TO');
    actions.push({ kind: 'rename', objectKind: 'table', object, to: nameOf(reader).name });
  } while (reader.take(','));
  return actions;
}

/** Names before brackets. */
function callsIn(sql: string): readonly string[] {
  return [...sql.matchAll(/\b([a-z_]\w*)\s*\(/gi)].map(([, name = '']) => name.toLowerCase());
}
