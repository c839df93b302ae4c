import type { Column, Table, View } from '../catalog/table.ts';
import type { Conversion } from './conversion.ts';
import type { NumberKind } from './divisions.ts';
import type { Meaning } from './expression.ts';
import type { LetterCase } from './likes.ts';
import type { TimeKind } from './times.ts';

/** What an expression over the rows of some tables means, as far as that is known; views tell no more than names of columns. */
export function meaningOf(
  what: string,
  { giving, lose }: Conversion,
  tables: readonly Table[],
  views: readonly View[] = [],
): Meaning {
  const isSame = (written: string, name: string) => written.toLowerCase() === name.toLowerCase();
  /** What all columns of a name have in common, in tables alone. */
  const common = <Value>(name: string, of: (column: Column, table: Table) => Value): Value | undefined => {
    const [first, ...others] = tables.flatMap((table) =>
      table.columns.filter((one) => isSame(one.name, name)).map((column) => of(column, table)),
    );
    const isElsewhere = views.some(({ columns }) => columns.some((column) => isSame(column.name, name)));
    return isElsewhere || others.some((one) => one !== first) ? undefined : first;
  };
  return {
    numberOf: (name) => common(name, numberOf),
    caseOf: (name) =>
      common(
        name,
        (column, table): LetterCase =>
          /^(?:exact|blanks aside)$/.test(giving.compares(column, table)) ? 'told apart' : 'alike',
      ),
    timeOf: (name) => common(name, timeOf),
    neverNull: (name) => common(name, ({ nullable }) => !nullable) === true,
    isText: (name) => common(name, ({ type: { family } }) => family === 'text' || family === 'character') === true,
    tell: (why) => lose(what, why),
  };
}

function timeOf({ type: { family } }: Column): TimeKind | undefined {
  if (family === 'timestamp-with-zone') return 'timestamp';
  return family === 'date' || family === 'timestamp' || family === 'time' ? family : undefined;
}

function numberOf({ type: { family } }: Column): NumberKind | undefined {
  if (family === 'integer') return 'whole';
  return family === 'decimal' || family === 'float' ? family : undefined;
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
