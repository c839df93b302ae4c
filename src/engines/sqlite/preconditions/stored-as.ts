import { tokens } from '../sql/tokens.ts';
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
 */
export function storedAs(column: string, to: Taken, check: string): readonly StoredAs[] | undefined {
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
      return comparesNumbersAsTexts(check)
        ? undefined
        : [{ condition: isNumber, value: `CAST(${numeric} AS REAL)` }, other];
    case 'number': {
      if (comparesNumbersAsTexts(check)) return undefined;
      const whole = `CAST(${numeric} AS INTEGER)`;
      return [
        { condition: `${isNumber} AND ${numeric} = ${whole}`, value: whole },
        { condition: `${isNumber} AND ${numeric} <> ${whole}`, value: numeric },
        other,
      ];
    }
  }
}

/** A text that reads as a number becomes one beside a column of numbers, and not beside a bare value. */
function comparesNumbersAsTexts(check: string): boolean {
  return [...tokens(check)].some(
    ({ kind, value }) => kind === 'string' && value.trim() !== '' && !Number.isNaN(Number(value)),
  );
}
