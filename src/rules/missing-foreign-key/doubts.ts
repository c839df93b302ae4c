import type { Column, Table } from '../../catalog/table.ts';
import { isLogName, keepsCopies } from '../record-tables.ts';
import { words } from '../words.ts';
import { isText } from './compatible.ts';
import { isKeyWord, isSurrogateWord, plainWords, type Reading, readings } from './names.ts';

const discriminators = new Set(['type', 'class', 'kind', 'model', 'table']);

/**
 * `type` for entity_id beside entity_type: the row that is meant may be of any table. Nothing when there is no such
 * column.
 */
export function discriminator(child: Table, column: Column, all: readonly Reading[]): string | undefined {
  const keyed = all.filter((reading) => reading.key !== undefined && isKeyWord(reading.key));
  if (keyed.length === 0) return undefined;
  const stems = new Set(keyed.map((reading) => reading.stem.join('')));
  for (const one of child.columns) {
    if (one === column || !(isText(one.type) || one.type.family === 'enum' || one.type.family === 'integer')) continue;
    const its = plainWords(one.name);
    const last = its.at(-1) ?? '';
    if (its.length > 1 && discriminators.has(last) && stems.has(its.slice(0, -1).join(''))) return last;
    if (its.join('') === 'contenttypeid' && stems.has('object')) return last;
  }
  return undefined;
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
  const stem = reading?.stem.join('');
  const isProper = (its: Reading) => its.key !== undefined && isSurrogateWord(its.key) && its.stem.join('') === stem;
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
