import type { Dialect } from '../flavour.ts';
import { canonicalTokens } from '../sql/canonical.ts';
import type { Reader } from '../sql/reader.ts';
import { tokens } from '../sql/tokens.ts';
import { characterSet, characterSetOf, collationName, defaultCollation } from './charsets.ts';
import { type Draft, type DraftTable, Refused } from './draft.ts';

/** What counts rows or hints at them, and belongs to no schema. */
const passing = new Set(['auto_increment', 'avg_row_length', 'max_rows', 'min_rows', 'password', 'insert_method']);

/** What servers note of every table that says nothing else (https://mariadb.com/kb/en/aria-storage-engine/). */
const usual: Readonly<Record<string, string>> = { page_checksum: '1', autoextend_size: '0' };

/** Words that are options of a table, so that a reader knows where they begin. */
const known = new Set([
  ...passing,
  ...(
    'engine type charset collate comment row_format key_block_size checksum delay_key_write pack_keys stats_persistent ' +
    'stats_auto_recalc stats_sample_pages compression encryption encrypted encryption_key_id page_compressed ' +
    'page_compression_level page_checksum transactional tablespace connection union sequence ietf_quotes ' +
    'autoextend_size engine_attribute secondary_engine secondary_engine_attribute'
  ).split(' '),
]);

/** Reads one option of a table; false where none follows. */
export function readTableOption(reader: Reader, table: DraftTable, draft: Draft): boolean {
  const { dialect } = draft;
  if (reader.take('DEFAULT') && !/^(?:CHARACTER|CHARSET|COLLATE|CHAR|ENCRYPTION)$/.test(reader.peek()?.value ?? ''))
    return reader.fail('CHARSET');
  if (reader.take('CHARACTER', 'SET') || reader.take('CHARSET') || reader.take('CHAR', 'SET')) {
    reader.take('=');
    const set = characterSet(reader.name());
    table.collation = defaultCollation(set, dialect);
    if (!reader.sees('COLLATE') && !reader.sees('DEFAULT', 'COLLATE')) return true;
    const isRead = readTableOption(reader, table, draft);
    if (characterSetOf(table.collation) !== set && !table.collation.startsWith('uca1400_'))
      throw new Refused(`${table.name} has the character set ${set}, which ${table.collation} is not of`);
    return isRead;
  }
  if (reader.take('COLLATE')) {
    reader.take('=');
    table.collation = collationName(reader.name(), characterSetOf(table.collation));
    return true;
  }
  if (reader.take('WITH', 'SYSTEM', 'VERSIONING')) {
    table.options['system_versioning'] = 'true';
    return true;
  }
  if (reader.take('WITHOUT', 'SYSTEM', 'VERSIONING')) {
    delete table.options['system_versioning'];
    return true;
  }
  if (reader.take('DATA', 'DIRECTORY') || reader.take('INDEX', 'DIRECTORY')) {
    reader.take('=');
    reader.next();
    return true;
  }
  if (reader.take('START', 'TRANSACTION')) return true;
  const word = reader.peek();
  const name =
    word?.kind === 'word' || word?.kind === 'name' ? (word.kind === 'name' ? word.value : word.text).toLowerCase() : '';
  // Engines of MariaDB have options of their own: a name and a value.
  if (!known.has(name) && reader.peek(1)?.text !== '=') return false;
  reader.next();
  reader.take('=');
  if (name === 'comment') {
    const comment = reader.string();
    if (comment === '') delete table.comment;
    else table.comment = comment;
  } else if (name === 'engine' || name === 'type') table.engine = engineNamed(reader.name());
  else if (name === 'union') reader.brackets();
  else {
    const value = reader.next();
    const own = value?.kind === 'string' ? value.value : (value?.text ?? '');
    const text = heldValue(name, own);
    if (name === 'auto_increment' && /^[1-9]\d*$/.test(text)) table.lastNumber = BigInt(text) - 1n;
    if (passing.has(name)) return true;
    if (text === 'DEFAULT' || usual[name] === text) delete table.options[name];
    else if (name === 'tablespace') readTablespace(reader, table, text, dialect);
    else table.options[name] = text;
  }
  return true;
}

/** Names and what engines read themselves stay as they are; sizes are numbers, whatever unit they were told in. */
function heldValue(name: string, text: string): string {
  if (/^(?:connection|tablespace|(?:secondary_)?engine_attribute)$/.test(name)) return text;
  const [, number, unit] = (name === 'autoextend_size' && /^(\d+)([KMG])$/i.exec(text)) || [];
  if (number === undefined || unit === undefined) return text.toUpperCase();
  return String(Number(number) * 1024 ** (1 + 'KMG'.indexOf(unit.toUpperCase())));
}

/** `TABLESPACE spaces STORAGE DISK`; MariaDB takes it, and keeps each table in a file of its own. */
function readTablespace(reader: Reader, table: DraftTable, name: string, { flavour }: Dialect): void {
  if (reader.take('STORAGE')) reader.next();
  if (flavour === 'mysql') table.options['tablespace'] = name;
}

/** The engines as servers spell them. */
const engines = ['InnoDB', 'MyISAM', 'Aria', 'MEMORY', 'CSV', 'ARCHIVE', 'MRG_MyISAM', 'BLACKHOLE', 'FEDERATED'];

function engineNamed(written: string): string {
  const lower = written.toLowerCase();
  const name = { heap: 'memory', merge: 'mrg_myisam' }[lower] ?? lower;
  return engines.find((one) => one.toLowerCase() === name) ?? written;
}

/** Servers write NULL first among the values of a partition by list; not so among values of several columns. */
export function nullsFirst(partitions: string): string {
  if (!/^(?:partition by )?list \(/.test(partitions)) return partitions;
  return partitions.replace(/(?<=\bvalues in \()([^()']*), null(?=[,)])/g, 'null, $1');
}

/** Words of partitions that servers write small, or large, as they like. */
const words =
  /^(?:comment|max_rows|min_rows|tablespace|system_time|starts|timestamp|date|history|current|auto|year|quarter|month|week|day|hour|minute|second)$/i;

/** A definition of partitions in one form: options without the sign `=`, and no way of hashing keys that is the usual one. */
export function partitionText(sql: string, dialect: Dialect): string {
  const list = tokens(sql, dialect);
  let text = '';
  let end = 0;
  for (const [at, { kind, value, text: own, start, end: next }] of list.entries()) {
    const before = list[at - 1];
    const isOption =
      own === '=' && before?.kind === 'word' && /^(?:COMMENT|MAX_ROWS|MIN_ROWS|TABLESPACE)$/.test(before.value);
    const isUsual =
      ['ALGORITHM', '='].includes(value) &&
      /^ALGORITHM ?= ?2\b/i.test(sql.slice(value === '=' ? before?.start : start));
    const isTwo = own === '2' && before?.text === '=' && list[at - 2]?.value === 'ALGORITHM';
    text += isOption ? ' ' : sql.slice(end, start);
    if (!isOption && !isUsual && !isTwo) text += kind === 'word' && words.test(own) ? own.toLowerCase() : own;
    end = next;
  }
  return canonicalTokens(text + sql.slice(end), dialect)
    .replace(/(?<=\binterval \d+ \w+)\(/i, ' (')
    .replace(/(?<= starts )(?=')/, 'timestamp ')
    .replace(/\b(to_days|year)\('(\d{4})-(\d\d)-(\d\d)(?: 00:00:00)?'\)/g, (_, call, year, month, day) =>
      String(call === 'year' ? Number(year) : daysOf(Number(year), Number(month), Number(day))),
    );
}

/** What TO_DAYS gives, which servers write in the place of the call: days since the year 0. */
function daysOf(year: number, month: number, day: number): number {
  return Date.UTC(year, month - 1, day) / 86_400_000 + 719_528;
}

/** `PARTITION BY …`, kept as one text. */
export function readPartitioning(reader: Reader, table: DraftTable): void {
  const text = partitionText(reader.rest(), reader.dialect);
  table.options['partition_by'] = nullsFirst(text)
    .replace(/^partition by /, '')
    .replace(/ engine = innodb\b/g, '')
    .replace(/ default character set .*$/, '');
}
