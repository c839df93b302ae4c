import { declaredBytes, pageBytes, type RowLimit } from '../../../catalog/declared-row.ts';
import type { Column, Table } from '../../../catalog/table.ts';
import { typeIn } from './key-bytes.ts';

type Lose = (what: string, why: string) => void;

/** A table whose rows the server takes: its longest texts that are in no key stand outside of them. */
export function withFittingRows(table: Table, limit: RowLimit, lose: Lose): Table {
  const keyed = new Set([
    ...table.indexes.flatMap(({ keys, expressionColumns }) => [
      ...keys.flatMap(({ column, prefix }) => column ?? prefix?.column ?? []),
      ...expressionColumns,
    ]),
    ...table.foreignKeys.flatMap(({ columns }) => columns),
  ]);
  const outside = new Set<string>();
  const shape = (): Table => ({
    ...table,
    columns: table.columns.map((one) => (outside.has(one.name) ? long(one) : one)),
  });
  for (;;) {
    const now = shape();
    const measured = { ...now, columns: now.columns.map((one) => ({ ...one, type: typeIn(one.type.text) })) };
    const paged = pageBytes(measured, limit);
    const isTooLong = declaredBytes(measured, limit) > limit.most;
    if (!isTooLong && !(paged && paged.bytes > paged.most)) return now;
    const longest = measured.columns
      .filter(({ name, type }) => /^var(?:char|binary)$/.test(type.name) && !keyed.has(name) && !outside.has(name))
      .toSorted((a, b) => lengthOf(b) - lengthOf(a))[0];
    if (!longest || (!isTooLong && lengthOf(longest) <= 20)) return now;
    outside.add(longest.name);
    lose(
      `column ${table.name}.${longest.name}`,
      `its length, ${lengthOf(longest)}: it stands outside of the row, which would have more bytes than a row may have`,
    );
  }
}

function lengthOf({ type }: Column): number {
  return type.length ?? Number(/\((\d+)\)/.exec(type.text)?.[1] ?? 0);
}

function long(column: Column): Column {
  const text = /^varbinary/.test(column.type.text) ? 'longblob' : 'longtext';
  return { ...column, type: { ...column.type, text, name: text } };
}
