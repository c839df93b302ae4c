import type { Lookups } from '../../catalog/lookups.ts';
import { displayName } from '../../catalog/names.ts';
import type { Table } from '../../catalog/table.ts';
import type { Sizes } from '../../engines/sizes.ts';
import { isSpan, spanOf } from './times.ts';

/** What falls to a partition of the rows of the table above it. */
export interface PartShare {
  readonly share: number;
  /** Where its rows lie among all of them, 0 to 1, when they are in the order of time. */
  readonly place?: readonly [number, number];
  readonly reason: string;
}

/** Shares of the rows that go astray into a default partition. */
const inDefault = 0.01;

/**
 * How a partitioned table's rows fall into its partitions: hashed ones evenly, listed ones evenly, ranges of time by
 * what of them is past, other ranges evenly; a default partition gets one in a hundred.
 */
export function partShares(table: Table, lookups: Lookups, sizes: Sizes, now: Date): ReadonlyMap<Table, PartShare> {
  const parts = lookups.partitions(table).map((part) => ({
    part,
    bound: sizes.partitionBound(part.partitionOf?.bound ?? ''),
  }));
  const lone = parts.length === 1;
  const weighed = parts.map(({ part, bound }) => {
    if (bound.kind === 'default' || part.partitionOf?.isDefault) return { part, weight: 0, isDefault: true, from: 0 };
    if (bound.kind === 'hash') return { part, weight: 1 / bound.modulus, isDefault: false, from: 0 };
    if (bound.kind === 'list') return { part, weight: Math.max(1, bound.values.length), isDefault: false, from: 0 };
    if (bound.kind === 'range') {
      const [from, to] = [bound.from[0], bound.to[0]].map((text) => (text == null ? undefined : spanOf(text)));
      if (isSpan(from) && isSpan(to)) {
        // Of tomorrow there are no rows yet.
        return { part, weight: Math.max(0, Math.min(to, now.getTime()) - from), isDefault: false, from, timed: true };
      }
      const first = from ?? (bound.from[0] == null ? Number.NEGATIVE_INFINITY : 0);
      return { part, weight: undefined, isDefault: false, from: first };
    }
    return { part, weight: undefined, isDefault: false, from: 0 };
  });
  const known = weighed.filter((one) => one.weight !== undefined && !one.isDefault && one.weight > 0);
  const mean = known.length === 0 ? 1 : known.reduce((sum, one) => sum + (one.weight ?? 0), 0) / known.length;
  const total = weighed.reduce((sum, one) => sum + (one.isDefault ? 0 : (one.weight ?? mean)), 0);
  const strays = weighed.some((one) => one.isDefault) ? (total === 0 ? 1 : inDefault) : 0;
  const result = new Map<Table, PartShare>();
  const parent = displayName(table.name);
  let before = 0;
  for (const one of [...weighed].sort((a, b) => a.from - b.from)) {
    const share = one.isDefault ? strays : total === 0 ? 0 : ((one.weight ?? mean) / total) * (1 - strays);
    const timed = 'timed' in one;
    result.set(one.part, {
      share,
      ...(timed ? { place: [before, before + share] as const } : {}),
      reason: one.isDefault
        ? `default partition of ${parent}: what no other takes`
        : lone
          ? `the only partition of ${parent}`
          : timed && share === 0
            ? `partition of ${parent} for times to come`
            : `its share of ${parent}${timed ? ', by the span of time' : ', evenly'}`,
    });
    if (!one.isDefault) before += share;
  }
  return result;
}
