import type { Sequence } from '../../../catalog/catalog.ts';
import { NotUnderstood, type Reader, readerOf } from '../sql/reader.ts';
import { keepsHistory, takeSettings } from '../sql/settings.ts';
import { beginsStatement, isOfClient } from '../sql/statement-words.ts';
import { inBackticks, type Token } from '../sql/tokens.ts';
import { statementsWithin } from '../sql/under-mode.ts';
import { alterTable, renameTable, skipManner } from './alter-table.ts';
import { characterSet, characterSetOf, collationName, defaultCollation } from './charsets.ts';
import { createTable } from './create-table.ts';
import { copyOfTable, type Draft, Refused, same, schemaName, tableNamed } from './draft.ts';
import { dropIndex } from './drop-parts.ts';
import { alterEvent, createEvent } from './events.ts';
import { readIndex } from './index-definition.ts';
import { withKeyPrefixes } from './key-prefixes.ts';
import { readDefiner, readName, schemaOf } from './names.ts';
import { alterRoutine, createRoutine, createTrigger, dropTrigger, type ProgramHead } from './programs.ts';
import { requireKeys } from './required.ts';
import { setMode } from './sql-mode.ts';
import { addIndex } from './table-parts.ts';
import { createView } from './views.ts';

/** Words of the statements that are carried out here. */
const changing = /^(?:CREATE|ALTER|DROP|RENAME|TRUNCATE|USE|SET)$/i;

/**
 * Carries a statement out on the draft of a schema; false for one that changes no schema.
 * @throws NotUnderstood where it cannot be read, Refused where the engine would not do it
 */
export function applyStatement(sql: string, draft: Draft): boolean {
  // Most of a script are rows: they are not cut into tokens.
  const [, first] = /^\s*([a-z]+)\b/i.exec(sql) ?? [];
  if (first !== undefined && !changing.test(first) && beginsStatement(first.toUpperCase())) return false;
  const within = statementsWithin(sql);
  if (within.length > 1) return within.filter((one) => applyStatement(one, draft)).length > 0;
  const reader = readerOf(draft.ansiQuotes ? inBackticks(sql, draft.dialect) : sql, draft.dialect);
  const settings = takeSettings(reader);
  if (settings === '') return applyRead(reader, draft);
  const before = draft.keepsHistory;
  draft.keepsHistory = keepsHistory(settings, before);
  try {
    return applyRead(reader, draft);
  } finally {
    draft.keepsHistory = before;
  }
}

function applyRead(reader: Reader, draft: Draft): boolean {
  const word = reader.peek();
  // A query may stand in brackets, and a comment alone is nothing.
  if (word === undefined || word.text === '(') return false;
  if (word.kind !== 'word') return begin(word);
  switch (word.value) {
    case 'CREATE':
      reader.next();
      return create(reader, draft);
    case 'ALTER':
      reader.next();
      return alter(reader, draft);
    case 'DROP':
      reader.next();
      return drop(reader, draft);
    case 'RENAME':
      return rename(reader, draft);
    case 'TRUNCATE':
      reader.next();
      truncate(reader, draft);
      return false;
    case 'USE':
      reader.next();
      schemaOf(reader.name(), draft);
      return false;
    case 'SET':
      setMode(reader, draft);
      draft.strictForms = formsAfter(reader.sql, draft.strictForms);
      draft.foreignKeyChecks = checksAfter(reader.sql, draft.foreignKeyChecks);
      draft.keepsHistory = keepsHistory(reader.sql, draft.keepsHistory);
      return false;
    default:
      return beginsStatement(word.value) || isOfClient(word.value) ? false : begin(word);
  }
}

function begin({ text, start }: Token): never {
  throw new NotUnderstood(`no statement begins with ${text.slice(0, 40)}`, start);
}

/** `SET SESSION innodb_strict_mode = OFF`. */
function formsAfter(sql: string, before: boolean): boolean {
  const [, value] = /\binnodb_strict_mode\s*=\s*(\w+)/i.exec(sql) ?? [];
  return value === undefined ? before : /^(?:1|on|true)$/i.test(value);
}

/** `SET FOREIGN_KEY_CHECKS = 0`, also among others. */
function checksAfter(sql: string, before: boolean): boolean {
  const [, value] = /\bFOREIGN_KEY_CHECKS\s*=\s*(\w+|@\w+)/i.exec(sql) ?? [];
  return value === undefined ? before : !/^(?:0|off|false)$/i.test(value);
}

function create(reader: Reader, draft: Draft): boolean {
  const replaces = reader.take('OR', 'REPLACE');
  if (reader.take('DATABASE') || reader.take('SCHEMA')) {
    reader.take('IF', 'NOT', 'EXISTS');
    if (schemaOf(reader.name(), draft) === schemaName) databaseOptions(reader, draft);
    return false;
  }
  const temporary = reader.take('TEMPORARY');
  if (reader.take('TABLE')) {
    createTable(reader, draft, { temporary, replaces });
    return true;
  }
  if (reader.take('SEQUENCE')) {
    createSequence(reader, draft);
    return true;
  }
  const kind = ['UNIQUE', 'FULLTEXT', 'SPATIAL', 'VECTOR'].find((one) => reader.take(one));
  if (reader.take('INDEX')) {
    createIndex(reader, draft, kind, replaces);
    return true;
  }
  const head = { replaces, ...programHead(reader) };
  if (reader.take('VIEW')) createView(reader, draft, head);
  else if (reader.take('TRIGGER')) createTrigger(reader, draft, head);
  else if (reader.take('FUNCTION')) createRoutine(reader, draft, 'function', head);
  else if (reader.take('PROCEDURE')) createRoutine(reader, draft, 'procedure', head);
  else if (reader.take('EVENT')) createEvent(reader, draft, head);
  else if (isOfServer(reader, false)) return false;
  else reader.fail('TABLE, VIEW, INDEX, TRIGGER, FUNCTION, PROCEDURE or EVENT');
  return true;
}

/** Whether what comes next is no part of a schema; `exists`: the statement is about one that is there. Programs of kinds that are not read are refused. */
function isOfServer(reader: Reader, exists: boolean): boolean {
  for (const kind of ['PACKAGE', 'LIBRARY'])
    if (reader.sees(kind))
      throw new Refused(`${kind.toLowerCase()} programs are not read: what this one holds is missing`);
  const kinds = ['USER', 'ROLE', 'SERVER', 'TABLESPACE', 'UNDO', 'LOGFILE', 'RESOURCE', 'SPATIAL'];
  return [...kinds, ...(exists ? ['INSTANCE', 'DATABASE', 'SCHEMA', 'PREPARE'] : [])].some((kind) => reader.sees(kind));
}

function databaseOptions(reader: Reader, draft: Draft): void {
  while (!reader.done()) {
    reader.take('DEFAULT');
    if (reader.take('CHARACTER', 'SET') || reader.take('CHARSET')) {
      reader.take('=');
      draft.collation = defaultCollation(characterSet(reader.name()), draft.dialect);
    } else if (reader.take('COLLATE')) {
      reader.take('=');
      draft.collation = collationName(reader.name(), characterSetOf(draft.collation));
    } else reader.next();
  }
}

function createIndex(reader: Reader, draft: Draft, kind: string | undefined, replaces: boolean): void {
  const kinds = { UNIQUE: 'unique', FULLTEXT: 'fulltext', SPATIAL: 'spatial', VECTOR: 'vector' } as const;
  const own = kind === undefined || !(kind in kinds) ? 'index' : kinds[kind as keyof typeof kinds];
  const spares = reader.take('IF', 'NOT', 'EXISTS');
  const name = reader.name();
  const method = reader.take('USING') ? reader.name().toLowerCase() : undefined;
  reader.expect('ON');
  const table = copyOfTable(tableNamed(draft, readName(reader, draft).name));
  const isThere = table.indexes.some((one) => same(one.name, name));
  if (spares && isThere) return;
  if (replaces && isThere) dropIndex(table, name);
  const written = readIndex(reader, own, table, name);
  addIndex(table, method === undefined ? written : { ...written, method });
  while (!reader.done()) if (!skipManner(reader)) reader.fail('ALGORITHM or LOCK');
  if (!draft.inParts) requireKeys(table, draft, draft.tables.get(table.name));
  withKeyPrefixes(table, draft);
  draft.tables.set(table.name, table);
}

/** `alters`: what is not said stays as it is. */
function createSequence(reader: Reader, draft: Draft, alters = false): void {
  if (!reader.take('IF', 'NOT', 'EXISTS')) reader.take('IF', 'EXISTS');
  const { name } = readName(reader, draft);
  const known = alters ? draft.sequences.get(name) : undefined;
  const greatest = 9_223_372_036_854_775_806n;
  const numbers: Record<string, bigint> = {};
  const value = () => {
    reader.take('WITH');
    reader.take('BY');
    reader.take('=');
    const negative = reader.take('-');
    const digits = BigInt(/^\d+$/.test(reader.peek()?.text ?? '') ? (reader.next()?.text ?? '0') : '0');
    return negative ? -digits : digits;
  };
  let cycle = known?.cycle ?? false;
  while (!reader.done()) {
    const word = reader.next()?.value ?? '';
    if (word === 'CYCLE') cycle = true;
    else if (word === 'NOCYCLE') cycle = false;
    else if (/^NO(?:CYCLE|CACHE|MAXVALUE|MINVALUE)?$/.test(word)) {
      if (word === 'NO') reader.next();
    } else if (/^(?:START|INCREMENT|MINVALUE|MAXVALUE|CACHE)$/.test(word)) numbers[word] = value();
    else if (word === 'ENGINE') {
      reader.take('=');
      reader.next();
    }
  }
  const increment = numbers['INCREMENT'] ?? known?.increment ?? 1n;
  const [minimum, maximum] = increment < 0n ? [-greatest - 1n, -1n] : [1n, greatest];
  const least = numbers['MINVALUE'] ?? known?.minimum ?? minimum;
  const most = numbers['MAXVALUE'] ?? known?.maximum ?? maximum;
  const sequence: Sequence = {
    schema: schemaName,
    name,
    type: { text: 'bigint', family: 'integer', name: 'bigint', bytes: 8, alignment: 1 },
    start: numbers['START'] ?? known?.start ?? (increment < 0n ? most : least),
    increment,
    minimum: least,
    maximum: most,
    cache: numbers['CACHE'] ?? known?.cache ?? 1000n,
    cycle,
    identity: false,
    persistence: 'permanent',
    grants: [],
  };
  draft.sequences.set(name, sequence);
}

function alter(reader: Reader, draft: Draft): boolean {
  reader.take('ONLINE');
  reader.take('IGNORE');
  if (reader.take('TABLE')) {
    const { name } = readName(reader.part(reader.at(), reader.sql.length), draft);
    if (draft.temporary.has(name)) return false;
    alterTable(reader, draft);
    return true;
  }
  if (reader.take('DATABASE') || reader.take('SCHEMA')) {
    const isName = !['DEFAULT', 'CHARACTER', 'COLLATE', 'CHARSET'].some((word) => reader.sees(word));
    if (!isName || schemaOf(reader.name(), draft) === schemaName) databaseOptions(reader, draft);
    return false;
  }
  if (reader.take('SEQUENCE')) {
    createSequence(reader, draft, true);
    return true;
  }
  const head = programHead(reader);
  if (reader.take('VIEW')) createView(reader, draft, { replaces: true, ...head });
  else if (reader.take('EVENT')) alterEvent(reader, draft, head.owner);
  else if (reader.take('FUNCTION')) alterRoutine(reader, draft, 'function');
  else if (reader.take('PROCEDURE')) alterRoutine(reader, draft, 'procedure');
  else if (isOfServer(reader, true)) return false;
  else reader.fail('TABLE, VIEW, FUNCTION, PROCEDURE or EVENT');
  return true;
}

/** What stands before the kind of a view or program, as far as it is kept. */
function programHead(reader: Reader): Omit<ProgramHead, 'replaces'> {
  const options: Record<string, string> = {};
  let owner: string | undefined;
  while (!reader.done()) {
    if (reader.sees('DEFINER')) owner = readDefiner(reader);
    else if (reader.take('ALGORITHM')) {
      reader.expect('=');
      const algorithm = reader.name().toLowerCase();
      if (algorithm !== 'undefined') options['algorithm'] = algorithm;
    } else if (reader.take('SQL', 'SECURITY')) {
      if (reader.name().toUpperCase() === 'INVOKER') options['security_invoker'] = 'true';
    } else if (!reader.take('AGGREGATE')) break;
  }
  return { options, ...(owner === undefined ? {} : { owner }) };
}

function drop(reader: Reader, draft: Draft): boolean {
  reader.take('TEMPORARY');
  if (reader.take('TABLE') || reader.take('TABLES')) return dropTables(reader, draft);
  if (reader.take('VIEW')) return dropNamed(reader, draft, 'view', (name) => draft.views.delete(name));
  if (reader.take('SEQUENCE')) return dropNamed(reader, draft, 'sequence', (name) => draft.sequences.delete(name));
  if (reader.take('TRIGGER')) return dropNamed(reader, draft, 'trigger', (name) => dropTrigger(draft, name));
  if (reader.take('FUNCTION'))
    return dropNamed(reader, draft, 'function', (name) => draft.routines.delete(`function ${name}`));
  if (reader.take('PROCEDURE'))
    return dropNamed(reader, draft, 'procedure', (name) => draft.routines.delete(`procedure ${name}`));
  if (reader.take('EVENT')) return dropNamed(reader, draft, 'event', (name) => draft.others.delete(`event ${name}`));
  if (reader.take('INDEX')) {
    const spares = reader.take('IF', 'EXISTS');
    const name = reader.name();
    reader.expect('ON');
    const table = copyOfTable(tableNamed(draft, readName(reader, draft).name));
    if (!spares || table.indexes.some((one) => same(one.name, name))) dropIndex(table, name);
    draft.tables.set(table.name, table);
    return true;
  }
  return isOfServer(reader, true) ? false : reader.fail('TABLE, VIEW, INDEX, TRIGGER, FUNCTION, PROCEDURE or EVENT');
}

function dropNamed(reader: Reader, draft: Draft, kind: string, remove: (name: string) => boolean): boolean {
  const spares = reader.take('IF', 'EXISTS');
  do {
    const { schema, name } = readName(reader, draft);
    if (schema !== schemaName) continue;
    if (!remove(name) && !spares) throw new Refused(`there is no ${kind} ${name}`);
  } while (reader.take(','));
  return true;
}

/** What other tables refer to stays, unless the checks of foreign keys are off or they go along. */
function dropTables(reader: Reader, draft: Draft): boolean {
  const gone = new Set<string>();
  dropNamed(reader, draft, 'table', (name) => {
    if (draft.temporary.delete(name)) return true;
    if (draft.tables.has(name)) gone.add(name);
    return draft.tables.has(name);
  });
  for (const { name, foreignKeys } of draft.foreignKeyChecks ? draft.tables.values() : []) {
    const key = foreignKeys.find(({ references }) => references.schema === schemaName && gone.has(references.name));
    if (key && !gone.has(name))
      throw new Refused(`foreign key ${key.name} of ${name} needs the table ${key.references.name}`);
  }
  for (const name of gone) draft.tables.delete(name);
  return true;
}

/** What other tables refer to is not emptied so, unless the checks of foreign keys are off. */
function truncate(reader: Reader, draft: Draft): void {
  reader.take('TABLE');
  if (reader.done()) return;
  const { name } = readName(reader, draft);
  for (const other of draft.foreignKeyChecks ? draft.tables.values() : []) {
    const key = other.foreignKeys.find(
      ({ references }) => references.schema === schemaName && same(references.name, name),
    );
    if (key && !same(other.name, name))
      throw new Refused(
        `foreign key ${key.name} of ${other.name} leads to ${name}: DELETE empties it, TRUNCATE cannot`,
      );
  }
}

function rename(reader: Reader, draft: Draft): boolean {
  if (reader.take('RENAME', 'USER')) return false;
  if (!reader.take('RENAME', 'TABLES')) reader.expect('RENAME', 'TABLE');
  reader.take('IF', 'EXISTS');
  do {
    const from = readName(reader, draft).name;
    reader.expect('TO');
    const to = readName(reader, draft).name;
    const view = draft.views.get(from);
    if (view) {
      draft.views.delete(from);
      draft.views.set(to, { ...view, name: to });
    } else renameTable(draft, tableNamed(draft, from), to);
  } while (reader.take(','));
  return true;
}
