import type { Change } from '../../catalog/change.ts';
import type { QualifiedName } from '../../catalog/names.ts';
import { type CatalogObject, indexReference, objectKey } from '../../catalog/object.ts';
import { isOfShare } from '../closure.ts';
import { ownerOf } from '../dependencies.ts';
import type { Item } from '../items.ts';
import { keptParents, parentsOf } from '../kinds/inherited.ts';
import { freedKey } from '../kinds/sequences.ts';
import { same } from '../same.ts';
import { type Ground, inheritedFrom, inheriting, relationOf } from './ground.ts';
import type { Placing } from './placing.ts';

/** Drops an object with its parts, or takes those that stand apart before it. */
export function drop(item: Item, ground: Ground, placing: Placing): void {
  const { from, apart, isDropped } = ground;
  const parts = from.needs.parts(item.key);
  const gone = parts.filter((part) => (!from.items.has(part) || isDropped(part)) && !apart.has(part));
  for (const part of parts) if (apart.has(part)) dropApart(part, ground, placing);
  const only = keptByChildren(item, ground);
  const below = only ? [] : inheriting(item, ground).filter((key) => from.items.get(key)?.inherited && isDropped(key));
  placing.put(
    {
      change: {
        kind: 'drop',
        object: item.object,
        ...(only ? { only } : {}),
        ...(isEmptied(item, ground) ? { emptied: true } : {}),
      },
      role: 'drop',
      key: item.key,
      makes: [...(only ? [`kept ${item.key}`] : []), ...goneKeys(item, ground)],
      ends: [item.key, ...gone, ...below],
      needs: dropNeeds(item, ground),
      names: [item.key, ...gone].flatMap((key) => from.items.get(key)?.names ?? []),
    },
    item,
  );
}

function isEmptied({ object, key }: Item, { to }: Ground): boolean {
  const after = to.items.get(key)?.object;
  return (
    object.kind === 'column' &&
    object.column.generated !== undefined &&
    after?.kind === 'column' &&
    !after.column.generated
  );
}

/** What is dropped with its table, its column, its parent's index or its parent's column. */
export function goesWithAnother(item: Item, ground: Ground): boolean {
  const { from, context, isDropped, aliasesBefore } = ground;
  for (let owner = ownerOf(item); owner !== undefined; ) {
    if (isDropped(owner)) return true;
    const next = from.items.get(owner);
    owner = next && ownerOf(next);
  }
  const { object, reference } = item;
  if (object.kind === 'other' && isOfShare(object.other) && losesShares(item, ground)) return true;
  if (item.inherited && reference.of) {
    const parents = keptParents(reference.of, context).map((of) => from.items.get(inheritedFrom(item, of, ground)));
    return parents.some((parent) => parent && !keptByChildren(parent, ground)) || !context.toTable(reference.of);
  }
  const index = object.kind === 'index' || object.kind === 'constraint' ? object.index : undefined;
  const of = relationOf(item);
  const owner = of && context.fromTable(of)?.partitionOf?.parent;
  if (!index?.partitionOf || !owner) return false;
  // What has left its parent keeps its indexes.
  if (context.toTable(of) && keptParents(of, context).length === 0) return false;
  const parent = objectKey(indexReference(owner, index.partitionOf.name));
  return isDropped(aliasesBefore.get(parent) ?? parent);
}

/** A partition that leaves its parent, be it to come back with other bounds, leaves its shares of triggers behind. */
function losesShares({ owner = '' }: Item, { from, context }: Ground): boolean {
  const table = from.items.get(owner)?.object;
  if (table?.kind !== 'table') return false;
  return !same(table.table.partitionOf, context.toTable(table.table)?.partitionOf);
}

/** Stand for: a table is no more, a column or constraint is no more, nor what has come down from it. */
function goneKeys(item: Item, ground: Ground): readonly string[] {
  if (item.object.kind === 'table') return [`gone ${item.key}`];
  if (item.object.kind !== 'column' && item.object.kind !== 'constraint') return [];
  const below = inheriting(item, ground).flatMap((key) => ground.from.items.get(key) ?? []);
  return [`gone ${item.key}`, ...(item.object.kind === 'column' ? [] : below.flatMap((one) => goneKeys(one, ground)))];
}

function dropApart(key: string, { from }: Ground, { put }: Placing): void {
  const part = from.items.get(key);
  if (part) {
    const change: Change = { kind: 'drop', object: part.object };
    put({ change, role: 'drop', key, makes: [], ends: [key], needs: [], names: part.names }, part);
    return;
  }
  const column = from.items.get(key.replace(/^default /, 'column '));
  if (column?.object.kind !== 'column') return;
  const change: Change = { kind: 'drop default', table: column.object.table, column: column.object.column.name };
  put({ change, role: 'drop', key, makes: [], ends: [key], needs: [] }, column);
}

/** A column that goes from a parent while a child, which had it from there alone, keeps it. */
function keptByChildren(item: Item, ground: Ground): true | undefined {
  if (item.object.kind !== 'column') return undefined;
  const { from, to, rebuilt, context } = ground;
  const { name } = item.object.column;
  const keeps = (key: string) => {
    const child = from.items.get(key);
    if (!child?.inherited || !to.items.has(key) || rebuilt.replaced.has(key)) return false;
    const parents = parentsOf(child.reference.of && context.fromTable(child.reference.of));
    return parents.filter((of) => from.items.has(objectKey({ kind: 'column', name, of }))).length === 1;
  };
  return inheriting(item, ground).some(keeps) ? true : undefined;
}

function dropNeeds({ object, owner, reference, inherited }: Item, { context }: Ground): readonly string[] {
  const detached = [
    ...(owner === undefined ? [] : [`detached ${owner.replace(/^\w+ /, '')}`]),
    ...ownedBy(object).map(freedKey),
  ];
  if (object.kind !== 'column' || !reference.of) return detached;
  const parents = keptParents(reference.of, context).map((of) => objectKey({ ...reference, of }));
  // What it has from a parent, too, is not its own to drop.
  return [...detached, ...parents.map((one) => `${inherited ? 'kept' : 'gone'} ${one}`)];
}

/** The sequences that go with a table or column, unless they are freed before. */
function ownedBy(object: CatalogObject): readonly QualifiedName[] {
  const columns = object.kind === 'table' ? object.table.columns : object.kind === 'column' ? [object.column] : [];
  return columns.flatMap(({ ownedSequence }) => ownedSequence ?? []);
}
