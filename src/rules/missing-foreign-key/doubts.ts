import type { Column, Table } from '../../catalog/table.ts';
import { words } from '../../catalog/words.ts';
import { isLogName, keepsCopies } from '../record-tables.ts';
import { isText } from './compatible.ts';
import { isSurrogateWord, type Reading, readings } from './names.ts';
import { plainText, plainWords } from './spelling.ts';

const kindWords = new Set(['type', 'class', 'kind', 'model', 'table']);

/**
 * The columns of a table that say of which table the row is that another column means, by the stem of that other's
 * name: entity → type, for entity_type beside entity_id.
 */
export function discriminators(table: Table): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { name, type } of table.columns) {
    if (!isText(type) && type.family !== 'enum' && type.family !== 'integer') continue;
    const its = plainWords(name);
    const last = its.at(-1) ?? '';
    if (its.length > 1 && kindWords.has(last)) found.set(its.slice(0, -1).join(''), last);
    else if (plainText(name) === 'contenttypeid') found.set('object', last);
  }
  return found;
}

/** Whether the table has a column that ends in the word: then `alarm_type` is a copy of the alarm's own type. */
export function hasColumnEnding(table: Table, word: string): boolean {
  return table.columns.some((column) => words(column.name).at(-1) === word);
}

/**
 * How likely a text that could refer to a unique column beside the primary key rather is a copy of it, 0 to 1.
 * It surely is one where the reference proper stands beside: repository_id and repository_name.
 */
export function copyDoubt(child: Table, column: Column, reading: Reading | undefined, key: string): number {
  if (!isText(column.type)) return 0;
  const stem = reading?.text;
  const isProper = (its: Reading) => its.key !== undefined && isSurrogateWord(its.key) && its.text === stem;
  if (child.columns.some((other) => other !== column && readings(other.name).some(isProper))) return 1;
  return isSurrogateWord(words(key).at(-1) ?? '') ? 0 : 0.32;
}

/** Whether the table's name says that it takes a record of what happens or happened. */
export function isRecording(table: Table): boolean {
  return isLogName(table.name) || keepsCopies(table.name);
}

/** Whether no row of a record can be told from another: such tables go without foreign keys on purpose. */
export function isPlainRecord(table: Table): boolean {
  return !table.primaryKey && table.uniques.length === 0 && (table.partitioning !== undefined || isRecording(table));
}
