import type { Change } from '../../catalog/change.ts';
import { objectKey } from '../../catalog/object.ts';
import { ownerIn } from '../../catalog/owner.ts';
import { defaultKey } from '../dependencies.ts';
import type { Item } from '../items.ts';
import { grantChanges } from '../kinds/grants.ts';
import { keptParents } from '../kinds/inherited.ts';
import { ownerOfKept, rightsAround } from '../kinds/owners.ts';
import { rejoiningSteps } from '../kinds/tables.ts';
import type { Outcome, Step } from '../outcome.ts';
import type { Ground } from './ground.ts';
import { mentioned } from './mentioned.ts';
import type { Placing } from './placing.ts';
import { indexComment, ofIdentity, settled } from './settled.ts';

/** Types that a new one takes the place of, and what goes over with them, by key. */
export interface MovedWithTypes {
  /** Types that the step of another brings along. */
  readonly joined: ReadonlySet<string>;
  /** Columns that have them. */
  readonly columns: ReadonlySet<string>;
}

/** Makes an object that is on both sides what it is to be. */
export function alter(item: Item, ground: Ground, placing: Placing, moved: MovedWithTypes): void {
  const { from, outcomes, rebuilt } = ground;
  const before = from.items.get(item.key);
  if (!before) return;
  const type = rebuilt.retyped.get(item.key);
  if (type) placing.putStep(type, item);
  if (type || moved.joined.has(item.key)) {
    // It is a new one, without comment and rights.
    for (const step of settled(item, ground)) placing.putStep(step, item);
    return;
  }
  const outcome = outcomes.get(item.key) ?? [];
  const rejoining = rejoined(before, item, outcome, ground);
  for (const step of rejoining) placing.putStep(step, item);
  for (const step of outcome === 'replace' ? [] : outcome) {
    const { change } = step;
    if (rejoining.length > 0 && (change.kind === 'detach partition' || change.kind === 'attach partition')) continue;
    const own = change.kind === 'set default' || change.kind === 'drop default';
    // It is dropped and set again around another change, or goes over with its type.
    if (own && (rebuilt.defaults.has(step.key ?? '') || moved.columns.has(item.key))) continue;
    const prefers = change.kind === 'replace' ? mentioned(item, ground) : [];
    placing.putStep(prefers.length > 0 ? { ...step, prefers } : step, item);
  }
  rebuildDefault(before, item, ground, placing);
  if (before.comment !== item.comment && !isStandIn(before) && !isStandIn(item))
    placing.putStep(commentStep(before, item), item);
  if (outcome !== 'replace') for (const step of indexComment(before, item)) placing.putStep(step, item);
  for (const step of ofIdentity(before, item, ground)) placing.putStep(step, item);
  const owner = ownerOfKept(before, item, ground);
  const rights = rightsAround(alteredGrants(before, item, ground), item, owner, ownerIn(before.object));
  for (const step of [...rights, ...owner]) placing.putStep(step, item);
}

/** A table leaves a parent that is made anew, and joins it again. */
function rejoined(before: Item, item: Item, outcome: Outcome, { context, rebuilt }: Ground): readonly Step[] {
  if (before.object.kind !== 'table' || item.object.kind !== 'table') return [];
  const { table } = item.object;
  const isAnew = keptParents(table, context).some((one) => rebuilt.replaced.has(objectKey({ kind: 'table', ...one })));
  const parts = outcome !== 'replace' && outcome.some((step) => step.first === true);
  return isAnew && !parts ? rejoiningSteps(before.object.table, table) : [];
}

/** An extension of which only a stand-in is there: the comment that CREATE EXTENSION gives it is not known. */
function isStandIn({ object }: Item): boolean {
  return object.kind === 'extension' && object.extension.stubbed;
}

function commentStep(before: Item, { reference, comment }: Item): Step {
  const change: Change = {
    kind: 'set comment',
    object: reference,
    ...(comment === undefined ? {} : { comment }),
    ...(before.comment === undefined ? {} : { was: before.comment }),
  };
  return { change, finish: true };
}

function alteredGrants(before: Item, after: Item, { isDropped }: Ground): readonly Change[] {
  // What was granted on a column goes with it.
  const still = (before.grants ?? []).filter(
    ({ column }) =>
      column === undefined ||
      before.object.kind !== 'table' ||
      !isDropped(objectKey({ kind: 'column', name: column, of: before.object.table })),
  );
  return grantChanges(after.reference, still, after.grants ?? []);
}

function rebuildDefault(before: Item, item: Item, { rebuilt }: Ground, { put }: Placing): void {
  if (before.object.kind !== 'column' || item.object.kind !== 'column') return;
  const key = defaultKey(item);
  if (!rebuilt.defaults.has(key)) return;
  const { table, column } = item.object;
  const was = before.object.column.default;
  const of = { table, column: column.name };
  const dropped: Change = { kind: 'drop default', ...of, ...(was === undefined ? {} : { was }) };
  put({ key, needs: [], change: dropped, role: 'drop', makes: [], ends: [key] }, item);
  if (column.default === undefined) return;
  const set: Change = { kind: 'set default', ...of, default: column.default };
  put({ key, needs: [], change: set, role: 'create', makes: [key], ends: [] }, item);
}
