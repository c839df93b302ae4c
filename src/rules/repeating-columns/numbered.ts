import type { Column, Table } from '../../catalog/table.ts';
import { words } from '../../catalog/words.ts';

/** Columns of one table and one kind of type whose names differ only in a number that counts up from 0 or 1. */
export interface NumberedGroup {
  readonly columns: readonly Column[];
  /** The word before the number. */
  readonly word: string;
  /** Whether the name says that the values are keys of other rows: `player1_id`. */
  readonly reference: boolean;
}

const idWords = new Set(['id', 'uuid', 'guid', 'fk']);

/**
 * The groups of a table. A name without the number counts as the first: phone, phone2, phone3. A run ends where a
 * number is missing, so that measures (p50, p95) and windows (last_7_days, last_30_days) are none.
 */
export function numberedGroups(table: Table, notNumbered: ReadonlySet<string>): readonly NumberedGroup[] {
  const byStem = new Map<string, Map<number, Column>>();
  for (const column of table.columns) {
    for (const match of column.name.matchAll(/\d+/g)) {
      const before = column.name.slice(0, match.index);
      const stem = `${column.type.family} ${before.replace(/_$/, '')}\0${column.name.slice(match.index + match[0].length)}`;
      const numbers = byStem.get(stem) ?? new Map<number, Column>();
      byStem.set(stem, numbers);
      numbers.set(Number(match[0]), column);
    }
  }
  const groups: NumberedGroup[] = [];
  const used = new Set<Column>();
  for (const [stem, numbers] of byStem) {
    if (numbers.size < 2 && !numbers.has(2)) continue;
    const name = stem.slice(stem.indexOf(' ') + 1);
    const word = words(name.slice(0, name.indexOf('\0'))).at(-1) ?? '';
    if (word === '' || notNumbered.has(word)) continue;
    const columns = run(numbers, unnumbered(table, stem)).filter((column) => !used.has(column) && !column.generated);
    if (columns.length < 2) continue;
    for (const column of columns) used.add(column);
    groups.push({ columns, word, reference: idWords.has(words(name).at(-1) ?? '') });
  }
  return groups;
}

/** The column of the same kind of type whose name is the stem without any number. */
function unnumbered(table: Table, stem: string): Column | undefined {
  const at = stem.indexOf(' ');
  const name = stem.slice(at + 1).replace('\0', '');
  return table.columns.find((column) => column.name === name && column.type.family === stem.slice(0, at));
}

function run(numbers: ReadonlyMap<number, Column>, bare: Column | undefined): readonly Column[] {
  const columns = bare ? [bare] : [];
  let next = numbers.has(0) ? 0 : bare && !numbers.has(1) ? 2 : 1;
  for (let column = numbers.get(next); column; column = numbers.get(++next)) columns.push(column);
  return columns;
}
