import type { Lookups } from '../catalog/lookups.ts';
import { compareText } from '../catalog/names.ts';
import type { Index } from '../catalog/table.ts';
import type { Subject } from '../findings/finding.ts';
import { implied } from './implied.ts';
import { covers } from './index-cover.ts';
import { dependent, type IndexOwner } from './index-owner.ts';

/** An index that can go because another does all that it does. */
export interface Superfluous {
  readonly index: Index;
  /** The one that stays. */
  readonly by: Index;
  /** True when they do just the same, so that either could stay; false when `by` does more. */
  readonly same: boolean;
}

/**
 * The indexes of a table that can be dropped all together without loss. Of several that do the same, one stays: what
 * something depends on before a constraint's before the rest, the first by name. An index that a stronger one covers
 * goes whether or not it has a twin, unless a constraint owns it; `by` is never itself in the list.
 */
export function superfluousIndexes(owner: IndexOwner, lookups: Lookups): readonly Superfluous[] {
  if (owner.indexes.length < 2) return [];
  const pairs = coveredBy(owner);
  if (pairs.size === 0) return [];
  const needed = new Set(owner.indexes.filter((index) => dependent(owner, index, lookups) !== undefined));
  const rank = (index: Index) => (needed.has(index) ? 0 : index.constraint !== undefined ? 1 : 2);
  const first = (a: Index, b: Index) =>
    rank(a) - rank(b) ||
    a.keys.length + a.include.length - b.keys.length - b.include.length ||
    compareText(a.name, b.name);
  const strictly = (index: Index) => (pairs.get(index) ?? []).filter((by) => !pairs.get(by)?.includes(index));
  const twins = (index: Index) => (pairs.get(index) ?? []).filter((by) => pairs.get(by)?.includes(index));

  const weaker = owner.indexes.filter((index) => rank(index) === 2 && strictly(index).length > 0);
  const repeats = owner.indexes.filter(
    (index) => rank(index) > 0 && twins(index).some((twin) => first(twin, index) < 0),
  );
  const gone = new Set([...weaker, ...repeats]);
  const stays = (candidates: readonly Index[]) => candidates.filter((by) => !gone.has(by)).sort(first)[0];
  return owner.indexes.flatMap((index): readonly Superfluous[] => {
    const by = weaker.includes(index) ? stays(strictly(index)) : undefined;
    if (by) return [{ index, by, same: false }];
    const twin = repeats.includes(index) ? stays(twins(index)) : undefined;
    return twin ? [{ index, by: twin, same: true }] : [];
  });
}

/** What else could be said of an index does not matter once it goes. */
export function impliedBySuperfluous(at: Subject): readonly string[] {
  return implied(at, [
    'unused-index',
    'index-on-low-selectivity',
    'btree-on-array-or-json',
    'predicate-always-true',
    'index-heavier-than-table',
  ]);
}

function coveredBy(owner: IndexOwner): ReadonlyMap<Index, readonly Index[]> {
  const pairs = new Map<Index, readonly Index[]>();
  for (const index of owner.indexes) {
    const by = owner.indexes.filter((other) => covers(owner, other, index));
    if (by.length > 0) pairs.set(index, by);
  }
  return pairs;
}
