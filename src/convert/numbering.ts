import { qualified, qualifiedColumn } from '../catalog/names.ts';
import type { Column, Table } from '../catalog/table.ts';
import type { Conversion } from './conversion.ts';
import { sequenceOf } from './expression.ts';
import { lossesOfNumbering } from './losses.ts';

/** The columns of a table that number its rows by themselves, where the engine can do so at their place. */
export function numberingOf(table: Table, { receiving }: Conversion): ReadonlySet<string> {
  const atItsPlace = (column: Column): boolean => {
    switch (receiving.numbering) {
      case 'any column':
        return true;
      case 'only of the primary key':
        return isOnlyKey(column, table);
      case 'first of an index':
        return table.indexes.some(({ method, keys }) => method === 'btree' && keys[0]?.column === column.name);
    }
  };
  const able = table.columns
    .filter((column) => isNumbered(column) || isRowNumber(column, table))
    .filter((column) => column.type.family === 'integer' && atItsPlace(column))
    .map(({ name }) => name);
  if (receiving.numbering === 'any column') return new Set(able);
  // Elsewhere one column does so.
  const first = able.find((name) => table.primaryKey?.columns.includes(name)) ?? able[0];
  return new Set(first === undefined ? [] : [first]);
}

/** Whether a column says that it numbers the rows by itself. */
export function isNumbered(column: Column): boolean {
  return column.identity !== undefined || sequenceOf(column.default) !== undefined;
}

/** Tells how the numbers of a column were given otherwise than the engine gives them. */
export function tellNumbering(what: string, column: Column, table: Table, conversion: Conversion): void {
  const { from, drawn, counters, lose, loseAll } = conversion;
  if (column.identity?.generation === 'always') lose(what, 'that it takes no numbers but its own');
  const drawnFrom = sequenceOf(column.default);
  const behind = column.identity?.sequence ?? column.ownedSequence;
  const name = behind?.name ?? drawnFrom;
  const sequence = from.sequences.find((one) => one.name === name);
  if (sequence) loseAll(what, lossesOfNumbering(sequence));
  if (drawnFrom !== undefined && (drawn.get(drawnFrom) ?? 0) > 1)
    lose(what, `that other columns draw from the same numbers, ${drawnFrom}`);
  const [own, shared] = [counters[qualifiedColumn(table, column.name)], sequence && counters[qualified(sequence)]];
  const last = (own ?? shared)?.lastValue;
  if (last !== undefined) lose(what, `that its next number is ${last + 1n}`);
}

/** The number of its row under a name: `integer primary key` of an engine that numbers rows by itself. */
function isRowNumber(column: Column, table: Table): boolean {
  const { primaryKey, indexes, options } = table;
  const key = indexes.find(({ constraint }) => constraint !== undefined && constraint === primaryKey?.name);
  return (
    isOnlyKey(column, table) &&
    (column.type.affinity === 'integer' || options['strict'] === 'true') &&
    column.type.text === 'integer' &&
    key?.keys[0]?.descending !== true &&
    options['without_rowid'] !== 'true'
  );
}

function isOnlyKey({ name }: Column, { primaryKey }: Table): boolean {
  return primaryKey?.columns.length === 1 && primaryKey.columns[0] === name;
}
