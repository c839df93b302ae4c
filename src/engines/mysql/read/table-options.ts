import { canonicalTokens } from '../sql/canonical.ts';
import type { Reader } from '../sql/reader.ts';
import { characterSet, characterSetOf, collationName, defaultCollation } from './charsets.ts';
import type { Draft, DraftTable } from './draft.ts';

/** What counts rows or hints at them, and belongs to no schema. */
const passing = new Set([
  'auto_increment',
  'avg_row_length',
  'max_rows',
  'min_rows',
  'password',
  'insert_method',
  'autoextend_size',
]);

/** Words that are options of a table, so that a reader knows where they begin. */
const known = new Set([
  ...passing,
  ...(
    'engine type charset collate comment row_format key_block_size checksum delay_key_write pack_keys stats_persistent ' +
    'stats_auto_recalc stats_sample_pages compression encryption encrypted encryption_key_id page_compressed ' +
    'page_compression_level page_checksum transactional tablespace connection union sequence ietf_quotes'
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
    return true;
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
  } else if (name === 'engine' || name === 'type') table.engine = reader.name();
  else if (name === 'union') reader.brackets();
  else {
    const value = reader.next();
    const text = value?.kind === 'string' ? value.value : (value?.text.toUpperCase() ?? '');
    if (name === 'auto_increment' && /^[1-9]\d*$/.test(text)) table.lastNumber = BigInt(text) - 1n;
    if (passing.has(name)) return true;
    if (text === 'DEFAULT' || (name === 'row_format' && text === 'DEFAULT')) delete table.options[name];
    else table.options[name] = text;
  }
  return true;
}

/** Servers write NULL first among the values of a partition by list; not so among values of several columns. */
export function nullsFirst(partitions: string): string {
  if (!/^(?:partition by )?list \(/.test(partitions)) return partitions;
  return partitions.replace(/(?<=\bvalues in \()([^()']*), null(?=[,)])/g, 'null, $1');
}

/** `PARTITION BY …`, kept as one text. */
export function readPartitioning(reader: Reader, table: DraftTable): void {
  const text = canonicalTokens(reader.rest(), reader.dialect);
  table.options['partition_by'] = nullsFirst(text)
    .replace(/^partition by /, '')
    .replace(/ engine = innodb\b/g, '')
    .replace(/ default character set .*$/, '');
}
