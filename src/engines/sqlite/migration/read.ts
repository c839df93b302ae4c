import type { MigrationAction, ObjectKind, ReadStatement } from '../../migration-action.ts';
import { readCreateTable } from '../sql/create-table.ts';
import { atCommas, type Reader, readerOf } from '../sql/reader.ts';
import { identifierOf } from '../sql/tokens.ts';
import { alterActions } from './alter-table.ts';
import { newerParts } from './since.ts';
import { nameOf } from './written-name.ts';

/**
 * Reads what a statement of a migration does. Forms of other engines are read too, though SQLite refuses them: what was
 * meant is known then. What is none of the known kinds is told by its first word.
 */
export function readStatement(sql: string): ReadStatement {
  const reader = readerOf(sql);
  const first = reader.peek();
  const word = first?.kind === 'word' ? first.value : '';
  const actions = actionsOf(word, reader, sql);
  const since = newerParts(actions, sql);
  return {
    actions,
    transactional: word !== 'VACUUM',
    ...(word === 'PRAGMA' && isIgnoredInTransaction(actions) ? { ignoredInTransaction: true as const } : {}),
    truncated: [],
    ...(since ? { since } : {}),
  };
}

/** https://sqlite.org/pragma.html#pragma_foreign_keys: it is a no-op within a transaction. */
function isIgnoredInTransaction([action]: readonly MigrationAction[]): boolean {
  return action?.kind === 'set' && action.name === 'foreign_keys';
}

function actionsOf(word: string, reader: Reader, sql: string): readonly MigrationAction[] {
  switch (word) {
    case 'BEGIN':
      return [{ kind: 'transaction', does: 'begin' }];
    case 'COMMIT':
    case 'END':
      return [{ kind: 'transaction', does: 'commit' }];
    case 'SAVEPOINT':
      return [{ kind: 'transaction', does: 'savepoint' }];
    case 'RELEASE':
      return [{ kind: 'transaction', does: 'release' }];
    case 'ROLLBACK':
      return [{ kind: 'transaction', does: /\bTO\b/i.test(sql) ? 'rollback to savepoint' : 'rollback' }];
    case 'PRAGMA':
      return [pragma(reader)];
    case 'CREATE':
      return created(reader, sql);
    case 'DROP':
      return dropped(reader);
    case 'ALTER':
      return reader.take('ALTER', 'TABLE') ? alterActions(reader, sql) : [{ kind: 'other', statement: word }];
    case 'VACUUM':
      return [{ kind: 'vacuum', tables: [], full: true }];
    case 'ANALYZE': {
      reader.next();
      const name = nameOf(reader);
      return [{ kind: 'analyze', tables: name ? [name] : [] }];
    }
    case 'REINDEX': {
      reader.next();
      const object = nameOf(reader);
      return [
        {
          kind: 'reindex',
          of: object ? 'index' : 'database',
          ...(object ? { object } : {}),
          concurrently: false,
          concurrentForm: sql,
          plainForm: sql,
        },
      ];
    }
    case 'INSERT':
    case 'REPLACE':
    case 'UPDATE':
    case 'DELETE':
    case 'WITH':
      return written(reader, sql);
    case 'SELECT':
    case 'VALUES':
      return [{ kind: 'select', calls: callsIn(sql) }];
    default:
      return [{ kind: 'other', statement: word }];
  }
}

function pragma(reader: Reader): MigrationAction {
  reader.next();
  const name = nameOf(reader)?.name.toLowerCase() ?? '';
  const value = reader.take('=') ? (reader.next()?.text ?? '') : (reader.brackets() ?? '');
  const asks = /^(?:foreign_key_check|integrity_check|quick_check|table_info|table_xinfo|optimize)$/.test(name);
  return asks || value === ''
    ? { kind: 'select', calls: [name] }
    : { kind: 'set', name, value: value.replace(/^['"]|['"]$/g, '').toLowerCase(), local: false };
}

function created(reader: Reader, sql: string): readonly MigrationAction[] {
  reader.take('CREATE');
  const temporary = reader.take('TEMP') || reader.take('TEMPORARY');
  const unique = reader.take('UNIQUE');
  const virtual = reader.take('VIRTUAL');
  const kind = reader.next()?.value ?? '';
  const ifNotExists = reader.take('IF', 'NOT', 'EXISTS');
  const name = nameOf(reader);
  if (name === undefined) return [{ kind: 'other', statement: 'CREATE' }];
  switch (kind) {
    case 'TABLE': {
      const query = reader.take('AS');
      const references = query || virtual ? [] : readCreateTable(sql).foreignKeys.map(({ table }) => ({ name: table }));
      return [{ kind: 'create table', table: name, temporary, ifNotExists, references, query }];
    }
    case 'INDEX': {
      reader.take('ON');
      const table = nameOf(reader) ?? { name: '' };
      const columns = atCommas(reader.brackets() ?? '').flatMap((key) => wholeColumn(key) ?? []);
      return [
        {
          kind: 'create index',
          table,
          index: name.name,
          unique,
          concurrently: false,
          only: false,
          ifNotExists,
          method: 'btree',
          columns,
          nullsNotDistinct: false,
          concurrentForm: sql,
          plainForm: sql,
        },
      ];
    }
    case 'VIEW':
      return [{ kind: 'create view', view: name, materialized: false, replaces: ifNotExists }];
    case 'TRIGGER': {
      while (reader.peek() !== undefined && !reader.take('ON')) reader.next();
      return [{ kind: 'create trigger', table: nameOf(reader) ?? { name: '' }, trigger: name.name }];
    }
    default:
      return [{ kind: 'other', statement: `CREATE ${kind}` }];
  }
}

function wholeColumn(key: string): string | undefined {
  const reader = readerOf(key);
  const name = reader.name();
  if (reader.take('COLLATE')) reader.next();
  if (!reader.take('ASC')) reader.take('DESC');
  return reader.peek() === undefined ? name : undefined;
}

const droppedKinds: Readonly<Record<string, ObjectKind>> = {
  TABLE: 'table',
  VIEW: 'view',
  INDEX: 'index',
  TRIGGER: 'trigger',
};

function dropped(reader: Reader): readonly MigrationAction[] {
  reader.take('DROP');
  const word = reader.next()?.value ?? '';
  const objectKind = droppedKinds[word] ?? 'other';
  const ifExists = reader.take('IF', 'EXISTS');
  const name = nameOf(reader);
  return [
    {
      kind: 'drop',
      objectKind,
      objects: name ? [name] : [],
      tables: [],
      ifExists,
      cascade: false,
      concurrently: false,
    },
  ];
}

function written(reader: Reader, sql: string): readonly MigrationAction[] {
  const start = reader.peek()?.start ?? 0;
  skipCommonTables(reader);
  if (reader.take('INSERT') || reader.take('REPLACE')) {
    skipConflict(reader);
    reader.take('INTO');
    const table = nameOf(reader) ?? { name: '' };
    if (reader.take('AS')) reader.name();
    reader.brackets();
    return [{ kind: 'insert', table, from: reader.peek()?.value === 'SELECT' || isWith(reader) ? 'query' : 'values' }];
  }
  if (reader.take('UPDATE')) {
    skipConflict(reader);
    const table = nameOf(reader) ?? { name: '' };
    skipAlias(reader);
    reader.take('SET');
    const { assigned, joins } = assignments(reader);
    return [{ kind: 'update', table, assigned, joins, ...condition(reader, sql), query: sql.slice(start) }];
  }
  if (reader.take('DELETE', 'FROM')) {
    const table = nameOf(reader) ?? { name: '' };
    skipAlias(reader);
    return [{ kind: 'delete', table, assigned: [], joins: false, ...condition(reader, sql), query: sql.slice(start) }];
  }
  return [{ kind: 'select', calls: callsIn(sql) }];
}

function isWith(reader: Reader): boolean {
  return reader.peek()?.value === 'WITH';
}

/** `OR REPLACE`. */
function skipConflict(reader: Reader): void {
  if (reader.take('OR')) reader.next();
}

function skipAlias(reader: Reader): void {
  if (reader.take('AS')) reader.name();
  if (reader.take('INDEXED', 'BY')) reader.name();
  reader.take('NOT', 'INDEXED');
}

function skipCommonTables(reader: Reader): void {
  if (!reader.take('WITH')) return;
  reader.take('RECURSIVE');
  do {
    reader.name();
    reader.brackets();
    reader.take('AS');
    reader.take('NOT');
    reader.take('MATERIALIZED');
    reader.brackets();
  } while (reader.take(','));
}

/** The columns that are set, up to FROM, WHERE or the end. */
function assignments(reader: Reader): { readonly assigned: readonly string[]; readonly joins: boolean } {
  const assigned: string[] = [];
  let begins = true;
  for (let token = reader.peek(); token; token = reader.peek()) {
    if (token.kind === 'word' && token.value === 'FROM') return { assigned, joins: true };
    if (token.kind === 'word' && (token.value === 'WHERE' || token.value === 'RETURNING')) break;
    const name = begins ? identifierOf(token) : undefined;
    if (begins && token.text === '(') {
      assigned.push(...atCommas(reader.brackets() ?? ''));
      begins = false;
      continue;
    }
    if (name !== undefined) assigned.push(name);
    begins = token.text === ',';
    if (reader.brackets() === undefined) reader.next();
  }
  return { assigned, joins: false };
}

function condition(reader: Reader, sql: string): { readonly where?: string } {
  while (reader.peek() !== undefined && !reader.take('WHERE')) {
    if (reader.peek()?.value === 'RETURNING') return {};
    if (reader.brackets() === undefined) reader.next();
  }
  const start = reader.peek()?.start;
  if (start === undefined) return {};
  while (reader.peek() !== undefined && !endsCondition(reader)) if (reader.brackets() === undefined) reader.next();
  return { where: sql.slice(start, reader.peek()?.start ?? sql.length).trim() };
}

function endsCondition(reader: Reader): boolean {
  const token = reader.peek();
  return token?.kind === 'word' && /^(?:RETURNING|ORDER|LIMIT)$/.test(token.value);
}

/** Names before brackets. */
function callsIn(sql: string): readonly string[] {
  return [...sql.matchAll(/\b([a-z_]\w*)\s*\(/gi)].map(([, name = '']) => name.toLowerCase());
}
