import { type Token, tokens } from '../sql/tokens.ts';
import type { Taken } from './conversions.ts';

/** Rows of one class of values, and the value that a column has in them once it takes others. */
export interface StoredAs {
  /** Of a value that is in the column before. */
  readonly condition: string;
  /** An expression that has the value and compares as the column does (https://sqlite.org/datatype3.html#affinity). */
  readonly value: string;
}

/**
 * The values of a column as another one will hold them, so that a check can be asked before they are. Nothing where a
 * comparison in the check would read a text that stays one in a column of numbers otherwise than the column does.
 * `column`: before, in quotes; `name`: after; `texts`: the columns of texts of the table after, in small letters.
 */
export function storedAs(
  { column, name, to }: { readonly column: string; readonly name: string; readonly to: Taken },
  check: string,
  texts: ReadonlySet<string>,
): readonly StoredAs[] | undefined {
  const numeric = `CAST(${column} AS NUMERIC)`;
  const isText = `typeof(${column}) = 'text'`;
  const isNumber = `(typeof(${column}) IN ('integer', 'real') OR ${isText} AND ${column} = ${numeric})`;
  const other = { condition: `NOT ${isNumber}`, value: `+${column}` };
  switch (to.makes) {
    case 'anything':
      return [{ condition: 'TRUE', value: `+${column}` }];
    case 'text':
      return [
        { condition: `typeof(${column}) <> 'blob'`, value: `CAST(${column} AS TEXT)` },
        { condition: `typeof(${column}) = 'blob'`, value: `+${column}` },
      ];
    case 'real':
      return comparesWithTexts(check, name, texts)
        ? undefined
        : [{ condition: isNumber, value: `CAST(${numeric} AS REAL)` }, other];
    case 'number': {
      if (comparesWithTexts(check, name, texts)) return undefined;
      const whole = `CAST(${numeric} AS INTEGER)`;
      return [
        { condition: `${isNumber} AND ${numeric} = ${whole}`, value: whole },
        { condition: `${isNumber} AND ${numeric} <> ${whole}`, value: numeric },
        other,
      ];
    }
  }
}

/**
 * A text that reads as a number becomes one beside a column of numbers, and not beside a bare value: so may one that is
 * written, and what a column of texts or a cast has. Conditions are looked at one by one where none has an AND of its own.
 */
function comparesWithTexts(check: string, name: string, texts: ReadonlySet<string>): boolean {
  const all = [...tokens(check)];
  if (all.some(({ kind, value }) => kind === 'string' && value.trim() !== '' && !Number.isNaN(Number(value)))) {
    return true;
  }
  const conditions: Set<string>[] = [new Set()];
  const isOneByOne = all.every((token) => wordOf(token) !== 'between');
  for (const token of all) {
    const word = wordOf(token);
    if (isOneByOne && (word === 'and' || word === 'or')) conditions.push(new Set());
    else if (word !== undefined) conditions.at(-1)?.add(word);
  }
  return conditions.some(
    (names) => names.has(name.toLowerCase()) && [...names].some((one) => one === 'cast' || texts.has(one)),
  );
}

function wordOf({ kind, text, value }: Token): string | undefined {
  return kind === 'word' ? text.toLowerCase() : kind === 'name' ? value.toLowerCase() : undefined;
}
