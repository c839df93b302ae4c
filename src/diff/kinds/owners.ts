import type { Change } from '../../catalog/change.ts';
import { type ObjectReference, objectKey } from '../../catalog/object.ts';
import { ownerIn, usualOwner } from '../../catalog/owner.ts';
import type { Item } from '../items.ts';
import type { Ground } from '../nodes/ground.ts';
import type { Step } from '../outcome.ts';

/** Stands for: the object belongs to the role that it is to belong to. */
export function ownedKey(key: string): string {
  return `owned ${key}`;
}

/**
 * Gives a new object to the role that the one in whose place it comes belonged to; where owners are compared, to the one
 * that it is to belong to. Nothing where that is the role that makes it anyway.
 */
export function ownerOfNew(item: Item, ground: Ground): readonly Step[] {
  const { object, reference, key } = item;
  const { context, from } = ground;
  if (!context.traits.owners || (object.kind === 'other' && object.other.definition === undefined)) return [];
  const maker = usualOwner(context.from);
  const wanted = context.owners && from.items.has(key) ? wantedOwner(item, ground) : ownerOfTrulyNew(item, ground);
  const owner = ownerOfTable(item, ground) ?? wanted ?? ownerBefore(item, ground);
  return owner === undefined || owner === maker ? [] : [ownerStep(reference, key, owner)];
}

/** What changes hands, of an object that stays; where owners are compared. */
export function ownerOfKept(before: Item, after: Item, ground: Ground): readonly Step[] {
  const [was, owner] = [ownerIn(before.object), wantedOwner(after, ground)];
  if (was === undefined || owner === undefined || was === owner) return [];
  return [ownerStep(after.reference, after.key, owner, was)];
}

function ownerStep(object: ObjectReference, key: string, owner: string, was?: string): Step {
  const change: Change = { kind: 'set owner', object, owner, ...(was === undefined ? {} : { was }) };
  return { change, finish: true, makes: [ownedKey(key)] };
}

/**
 * The steps of rights around the one that gives the object to another role: what the former owner is to keep is granted
 * when it is no more the owner, which would lose it else; what the new one had is part of what it owns.
 */
export function rightsAround(
  changes: readonly Change[],
  { key, reference }: Pick<Item, 'key' | 'reference'>,
  owner: readonly Step[],
  former: string | undefined,
): readonly Step[] {
  const [given] = owner.flatMap(({ change }) => (change.kind === 'set owner' ? [change] : []));
  return changes.flatMap((change): readonly Step[] => {
    if (change.kind !== 'grant' && change.kind !== 'revoke') return [{ change, finish: true }];
    const { column, grantee } = change.grant;
    const of = { schema: reference.schema ?? '', name: reference.name };
    const needs = column === undefined ? [] : [objectKey({ kind: 'column', name: column, of })];
    if (!given) return [{ change, finish: true, needs }];
    if (change.kind === 'revoke' && grantee === given.owner) return [];
    const waits = change.kind === 'grant' && grantee === former ? [ownedKey(key)] : [];
    return [{ change, finish: true, needs: [...needs, ...waits] }];
  });
}

/** The owner that the schema after tells; nothing where that is only the role that loaded it. */
function wantedOwner({ object }: Item, { context }: Ground): string | undefined {
  const owner = context.owners ? ownerIn(object) : undefined;
  return owner === context.owners?.unsaid ? undefined : owner;
}

/** The same of what nothing was there for: whoever reads the schema after makes it there, as whoever migrates does here. */
function ownerOfTrulyNew(item: Item, ground: Ground): string | undefined {
  const owner = wantedOwner(item, ground);
  return owner === usualOwner(ground.context.to) ? undefined : owner;
}

/** A sequence can only be of a column's table while both are of one role; with a new table it is of that table's maker. */
function ownerOfTable({ object }: Item, { context, isCreated }: Ground): string | undefined {
  if (object.kind !== 'sequence' || !object.sequence.ownedBy) return undefined;
  const { table } = object.sequence.ownedBy;
  return isCreated(objectKey({ kind: 'table', schema: table.schema, name: table.name }))
    ? undefined
    : context.fromTable(table)?.owner;
}

/** Of the object that it comes in the place of: under its key, as another kind of relation, as the only routine of the name. */
function ownerBefore(item: Item, ground: Ground): string | undefined {
  const { from, isCreated, isDropped } = ground;
  const { object, key } = item;
  if (object.kind === 'sequence' && object.sequence.ownedBy) return undefined;
  const own = from.items.get(key);
  if (own) return ownerIn(own.object);
  if (object.kind === 'routine') {
    const gone = [...from.items.values()].flatMap((one) =>
      one.object.kind === 'routine' &&
      one.object.routine.schema === object.routine.schema &&
      one.object.routine.name === object.routine.name &&
      isDropped(one.key)
        ? [one.object.routine.owner]
        : [],
    );
    return gone.every((one) => one === gone[0]) ? gone[0] : undefined;
  }
  if (object.kind !== 'table' && object.kind !== 'view') return undefined;
  const { schema = '', name } = item.reference;
  const other = from.items.get(objectKey({ kind: object.kind === 'table' ? 'view' : 'table', schema, name }));
  if (other && isDropped(other.key)) return ownerIn(other.object);
  // A new partition of what is made anew.
  const parent = object.kind === 'table' ? object.table.partitionOf?.parent : undefined;
  const above = parent && ground.to.items.get(objectKey({ kind: 'table', schema: parent.schema, name: parent.name }));
  return above && isCreated(above.key) ? ownerBefore(above, ground) : undefined;
}
