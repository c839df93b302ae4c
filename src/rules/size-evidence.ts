import { type QualifiedName, qualified } from '../catalog/names.ts';
import { type Evidence, observed, stated } from '../findings/evidence.ts';
import type { Sizes } from './sizes.ts';

/** How large the table is, as evidence: observed where it was read, stated where a person declared it; none when unknown. */
export function sizeEvidence(sizes: Sizes, table: QualifiedName): readonly Evidence[] {
  const size = sizes.describe(table);
  if (size === undefined) return [];
  const text = `${qualified(table)} has ${size}`;
  return [sizes.statistics(table)?.origin === 'declared' ? stated(text) : observed(text)];
}

/** `12.3 GB`, `640 MB`, in powers of 1024 as PostgreSQL's pg_size_pretty, and as every other part of a report. */
export function describeBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** `34%`. */
export function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}
