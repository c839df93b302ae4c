import type { Column, Table } from '../../catalog/table.ts';
import { sampledValues } from '../sampled-values.ts';
import type { Sizes } from '../sizes.ts';
import type { ValueKind } from './value-kinds.ts';

/** How the values that the engine has seen fit the limits. */
export interface Fit {
  readonly count: number;
  readonly least: number;
  readonly greatest: number;
  readonly fits: boolean;
}

/** Nothing when no values are known. */
export function seenValues(sizes: Sizes, table: Table, column: Column, kind: ValueKind): Fit | undefined {
  const seen = sampledValues(sizes, table, column);
  if (!seen) return undefined;
  const measures = seen.values.map((value) => (kind.length ? value.trim().length : number(value)));
  if (measures.some(Number.isNaN)) return undefined;
  const least = measures.reduce((a, b) => Math.min(a, b));
  const greatest = measures.reduce((a, b) => Math.max(a, b));
  const fits =
    (kind.above ? least > kind.least : least >= kind.least) &&
    (kind.greatest === undefined || greatest <= kind.greatest);
  return { count: measures.length, least, greatest, fits };
}

/** Amounts of the money type come with a sign and commas: `$1,234.50`. */
function number(value: string): number {
  const plain = value.replaceAll(/[^\d.eE+-]/g, '');
  return plain === '' ? Number.NaN : Number(plain);
}
