import type { Column } from '../../catalog/table.ts';
import type { ValueKind } from './value-kinds.ts';
import type { Fit } from './values.ts';

/** What values, or what lengths, a check constraint lets through. */
export type Limit = Pick<ValueKind, 'least' | 'greatest' | 'above' | 'length'>;

/** The scale that ratings are given on, as far as the values show it. */
export function scaleOf(seen: Fit | undefined): Limit | undefined {
  if (!seen) return undefined;
  const { least, greatest } = seen;
  if (least < 0) return undefined;
  const from = least >= 1 ? 1 : 0;
  const to = [5, 10, 100].find((end) => greatest <= end && greatest > end / 2);
  return to === undefined ? undefined : { least: from, greatest: to };
}

/** What the column takes beside what it should. */
export function excess(limit: Limit | undefined, length: boolean): string {
  if (!limit) return 'values of any size';
  if (length) return `codes of a length other than ${describe(limit).replace(' to ', ' or ')}`;
  if (limit.greatest === undefined) return limit.above ? 'values of 0 and less' : 'values less than 0';
  return `values outside of ${describe(limit)}`;
}

/** The allowed values, as a sentence says them. */
function describe({ least, greatest }: Limit): string {
  return least === greatest ? `${least}` : `${least} to ${greatest}`;
}

/** Why the limits hold, as the name tells it. */
export function reason(kind: ValueKind): string {
  if (kind.certain === false) return 'ratings are given on a fixed scale';
  if (kind.length) return `${kind.what} have ${describe(kind).replace(' to ', ' or ')} letters`;
  if (kind.greatest === undefined) return `${kind.what} are ${kind.above ? 'greater than 0' : 'not negative'}`;
  return `${kind.what} are from ${describe(kind)}`;
}

/** The condition of the check constraint. */
export function expression(column: string, { least, greatest, above, length }: Limit, { type }: Column): string {
  // A bare text literal fits every type; money and numbers do not compare.
  const value = (number: number) => (type.family === 'money' ? `'${number}'` : `${number}`);
  const subject = length ? `length(${column})` : column;
  if (greatest === undefined) return `${subject} ${above ? '>' : '>='} ${value(least)}`;
  if (least === greatest) return `${subject} = ${value(least)}`;
  return `${subject} BETWEEN ${value(least)} AND ${value(greatest)}`;
}
