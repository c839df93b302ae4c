import type { Change } from '../../../catalog/change.ts';
import { objectKey, referenceTo } from '../../../catalog/object.ts';
import type { Situation } from '../../procedure.ts';
import { generatedFrom } from './column-parts.ts';
import { decorates } from './decorates.ts';
import { hangsOn } from './hangs-on.ts';
import { restored } from './restored.ts';
import { staysPlain } from './stays-plain.ts';
import { isWantedElsewhere } from './wanted-elsewhere.ts';

type ChangeType = Extract<Change, { readonly kind: 'change type' }>;

/** What a swap of columns does around itself. */
interface Dependents {
  /** Drops of what hangs on the columns, its making again, and its rights and comments, in their order. */
  readonly bracket: readonly Change[];
  /** Those of them that nothing else needs. */
  readonly own: readonly Change[];
  /** Changes of types that touch no row and need the same gone: they are made in the same transaction. */
  readonly along: readonly ChangeType[];
}

/** What the comparison takes away before the changes of types that go together and makes again after them. */
export function dependentsOf(group: readonly ChangeType[], situation: Situation): Dependents {
  const { changes } = situation;
  const along = takenAlong(group, situation);
  const around = [...group, ...along].map((one) => dependents(one, along, situation));
  const inOrder = (ones: readonly Change[]) => changes.filter((one) => ones.includes(one));
  return {
    bracket: inOrder(around.flatMap((one) => one.bracket)),
    own: inOrder(around.flatMap((one) => one.own)),
    along,
  };
}

/**
 * Columns that take their types in place, without work, but stand under a view (or the like) that the swap makes anew: with
 * two transactions around it, it would be made between them over columns of which only some have their types. Of several
 * swaps around the same thing the first takes them along.
 */
function takenAlong(group: readonly ChangeType[], situation: Situation): readonly ChangeType[] {
  const types = situation.changes
    .filter((one) => one.kind === 'change type')
    .filter((one) => !situation.isNew(one.table));
  const light = types.filter((one) => !situation.isHeavy(one));
  if (light.length === 0) return [];
  const drops = new Map(types.map((one) => [one, pairsAround(one, situation).map(({ drop }) => drop)]));
  const share = (a: ChangeType, b: ChangeType) => drops.get(a)?.some((drop) => drops.get(b)?.includes(drop)) === true;
  const isElsewhere = (one: ChangeType) => {
    const first = types.find((other) => situation.isHeavy(other) && !staysPlain(other, situation) && share(one, other));
    return first !== undefined && !group.includes(first);
  };
  const together = new Set(group);
  for (const one of together)
    for (const other of light) if (share(one, other) && !isElsewhere(other)) together.add(other);
  return types.filter((one) => together.has(one) && !group.includes(one));
}

/** Of an index, the key that its relation has if it is a view; nothing for what is no index. */
export function indexedView(change: Change): string | undefined {
  if (change.kind !== 'create' || change.object.kind !== 'index') return undefined;
  const { schema, name } = change.object.relation;
  return objectKey({ kind: 'view', schema, name });
}

/** Drops before the change of what hangs on its column and is made again after it, with their keys. */
function pairsAround(
  change: ChangeType,
  situation: Situation,
): readonly { readonly drop: Extract<Change, { readonly kind: 'drop' }>; readonly key: string }[] {
  const { changes, from } = situation;
  const at = changes.indexOf(change);
  const made = new Set(changes.slice(at + 1).flatMap((one) => (one.kind === 'create' ? [keyOf(one)] : [])));
  const table = situation.before(change.table);
  const columns = [change.column, ...(table ? generatedFrom(table, change.column).map(({ name }) => name) : [])];
  return changes.slice(0, at).flatMap((drop) => {
    if (drop.kind !== 'drop') return [];
    const key = objectKey(referenceTo(drop.object));
    const hangs = columns.some((column) => hangsOn(drop, { table: change.table, column }, from));
    return made.has(key) && hangs ? [{ drop, key }] : [];
  });
}

function keyOf(change: Change): string | undefined {
  return change.kind === 'create' || change.kind === 'drop' ? objectKey(referenceTo(change.object)) : undefined;
}

/** The same of one change, with what gives all of it its rights and comments back. */
function dependents(
  change: ChangeType,
  along: readonly ChangeType[],
  situation: Situation,
): Pick<Dependents, 'bracket' | 'own'> {
  const { changes } = situation;
  const at = changes.indexOf(change);
  const followers = (key: string) => {
    const made = changes
      .slice(at + 1)
      .filter((one) => one.kind === 'create' && (keyOf(one) === key || indexedView(one) === key));
    const keys = [key, ...made.map(keyOf)];
    const isTheirs = (one: Change) =>
      decorates(one) &&
      (keys.includes(objectKey(one.object)) ||
        (one.object.of !== undefined && objectKey({ kind: 'view', ...one.object.of }) === key));
    return [...made, ...changes.slice(at + 1).filter(isTheirs)];
  };
  const all = pairsAround(change, situation).map((pair) => ({ pair, changes: [pair.drop, ...followers(pair.key)] }));
  return {
    bracket: all.flatMap((one) => one.changes),
    own: all.filter(({ pair }) => !isWantedElsewhere(pair.drop, situation, along)).flatMap((one) => one.changes),
  };
}

/** As they were before: with their rights and comments. */
export function dependentsBack(dropped: readonly Change[], situation: Situation): readonly string[] {
  return dropped.toReversed().flatMap((one) => (one.kind === 'drop' ? restored(one, situation) : []));
}
