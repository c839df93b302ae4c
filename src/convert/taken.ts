import type { Table } from '../catalog/table.ts';
import type { Conversion } from './conversion.ts';
import type { Meaning } from './expression.ts';

/** What an expression over the rows of a table means, where that is known. */
export function meaningOf(what: string, { lose }: Conversion, table?: Table): Meaning {
  return {
    isWhole: (name) => {
      const column = table?.columns.find((one) => one.name === name);
      return column && column.type.family === 'integer';
    },
    tell: (why) => lose(what, why),
  };
}

/** False, and told, for an expression that the engine would not understand, or one that may not have other values each time. */
export function isUnderstood(
  what: string,
  expression: string,
  { receiving, lose }: Conversion,
  fixed: 'fixed' | 'new each time' = 'fixed',
): boolean {
  const newer = receiving.tooNew?.(expression);
  if (newer !== undefined) {
    lose(what, `${newer}: it is left out`);
    return false;
  }
  if (receiving.understands?.(expression, fixed === 'fixed') ?? true) return true;
  lose(what, `the engine is not known to understand ${expression}`);
  return false;
}

/** False, and told, for an expression that the engine would not understand, or that reads what it must not. */
export function isTaken(
  {
    what,
    expression,
    columns,
  }: { readonly what: string; readonly expression: string; readonly columns: readonly string[] },
  numbering: ReadonlySet<string>,
  conversion: Conversion,
): boolean {
  const read = conversion.receiving.readsNumbering ? undefined : columns.find((column) => numbering.has(column));
  if (read === undefined) return isUnderstood(what, expression, conversion);
  conversion.lose(what, `it reads ${read}, whose numbers the engine gives only later`);
  return false;
}

/** The columns of a table that an expression names. */
export function namedIn(expression: string, { columns }: Table): readonly string[] {
  const words = new Set(
    expression
      .replace(/'(?:[^']|'')*'/g, '')
      .toLowerCase()
      .match(/[\w$]+/g) ?? [],
  );
  return columns.map(({ name }) => name).filter((name) => words.has(name.toLowerCase()));
}
