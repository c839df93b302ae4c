import type { Column, Table } from './table.ts';
import type { Traits } from './traits.ts';
import type { DataType } from './type.ts';

/** What the columns of a row may have by their declarations. */
export type RowLimit = NonNullable<Traits['declaredRowBytes']>;

/** In characters, or of bytes as they stand in the type: `binary(16)`. */
function lengthOf({ length, text, family }: DataType): number | undefined {
  const bytes = family === 'binary' ? /\((\d+)\)/.exec(text)?.[1] : undefined;
  return length ?? (bytes === undefined ? undefined : Number(bytes));
}

/** The bytes of a row as the limit counts them: texts with all they may hold, long texts with their pointers. */
export function declaredBytes({ columns, options }: Pick<Table, 'columns' | 'options'>, limit: RowLimit): number {
  return columns.reduce((sum, one) => sum + bytesOf(one, options['collation'], limit), 0);
}

function bytesOf({ type, collation }: Column, own: string | undefined, { perCharacter }: RowLimit): number {
  if (type.length !== undefined && type.family === 'text') {
    const bytes = type.length * perCharacter(collation?.name ?? own ?? 'utf8mb4');
    return bytes + (type.name === 'char' ? 0 : bytes > 255 ? 2 : 1);
  }
  const length = lengthOf(type);
  if (length !== undefined && type.family === 'binary') return length + 2;
  return type.bytes ?? 9;
}

/** What a row takes of a page at the least; nothing where the engine counts no such thing, or the table's form is not known. */
export function pageBytes(
  { columns, options, primaryKey, kind }: Pick<Table, 'columns' | 'options' | 'primaryKey' | 'kind'>,
  { page, perCharacter }: RowLimit,
): { readonly bytes: number; readonly most: number } | undefined {
  if (!page?.counts(options) || kind !== 'table') return undefined;
  const own = columns.filter(({ generated }) => generated?.stored !== false);
  let bytes = page.head + (primaryKey ? 0 : page.ownKey) + Math.ceil(own.filter(({ nullable }) => nullable).length / 8);
  for (const { type, collation } of own) {
    const isText = type.family === 'text' || type.family === 'binary' || type.family === 'json';
    const perOne = type.family === 'text' ? perCharacter(collation?.name ?? options['collation'] ?? 'utf8mb4') : 1;
    const isFixed = (type.name === 'char' && perOne === 1) || type.name === 'binary';
    const taken = !isText
      ? (type.bytes ?? 9)
      : isFixed
        ? (lengthOf(type) ?? 1)
        : page.leastOf((lengthOf(type) ?? Number.POSITIVE_INFINITY) * perOne, options);
    if (taken === undefined) return undefined;
    bytes += taken;
  }
  return { bytes, most: page.most };
}
