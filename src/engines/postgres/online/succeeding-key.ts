import type { Change } from '../../../catalog/change.ts';
import { sameName } from '../../../catalog/names.ts';
import type { CatalogObject } from '../../../catalog/object.ts';

type Drop = Extract<Change, { readonly kind: 'drop' }>;
type Create = Extract<Change, { readonly kind: 'create' }>;
type ForeignKeyObject = Extract<CatalogObject, { readonly type: 'foreign key' }>;

/** A foreign key that comes in the place of one that goes. */
export interface Succession {
  readonly change: Drop;
  readonly was: ForeignKeyObject;
  readonly again: Create;
  readonly now: ForeignKeyObject;
}

const known = new WeakMap<readonly Change[], readonly Succession[]>();

/** Of each foreign key that goes, the one of its name that comes, else the first over one of its columns; each takes one place. */
export function successions(changes: readonly Change[]): readonly Succession[] {
  const found = known.get(changes) ?? paired(changes);
  known.set(changes, found);
  return found;
}

function paired(changes: readonly Change[]): readonly Succession[] {
  const gone = changes.flatMap((change) => {
    const was = change.kind === 'drop' ? foreignKeyOf(change.object) : undefined;
    return change.kind === 'drop' && was ? [{ change, was }] : [];
  });
  const made = changes.flatMap((again) => {
    const now = again.kind === 'create' ? foreignKeyOf(again.object) : undefined;
    return again.kind === 'create' && now ? [{ again, now }] : [];
  });
  const isNamed = (was: ForeignKeyObject, now: ForeignKeyObject) =>
    sameName(was.table, now.table) && was.constraint.name === now.constraint.name;
  const isShared = (was: ForeignKeyObject, now: ForeignKeyObject) =>
    sameName(was.table, now.table) && was.constraint.columns.some((column) => now.constraint.columns.includes(column));
  const result: Succession[] = [];
  for (const takes of [isNamed, isShared]) {
    for (const one of gone) {
      if (result.some(({ change }) => change === one.change)) continue;
      const next = made.find(({ now, again }) => takes(one.was, now) && !result.some((other) => other.again === again));
      if (next) result.push({ ...one, ...next });
    }
  }
  return result;
}

function foreignKeyOf(object: CatalogObject): ForeignKeyObject | undefined {
  return object.kind === 'constraint' && object.type === 'foreign key' ? object : undefined;
}
