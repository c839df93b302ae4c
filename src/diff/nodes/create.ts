import type { Change } from '../../catalog/change.ts';
import { keyAbove, mergesWith } from '../../catalog/merged-keys.ts';
import { type QualifiedName, qualified } from '../../catalog/names.ts';
import { type CatalogObject, objectKey } from '../../catalog/object.ts';
import type { Column, Table } from '../../catalog/table.ts';
import { defaultKey } from '../dependencies.ts';
import type { Item } from '../items.ts';
import { joinedKey } from '../kinds/attach-index.ts';
import { keptParents, parentsOf } from '../kinds/inherited.ts';
import { attachedKey } from '../kinds/tables.ts';
import type { Ground } from './ground.ts';
import { mentioned } from './mentioned.ts';
import type { Placing } from './placing.ts';
import { parentsThatBring, settled } from './settled.ts';

/** Makes an object with its parts, unless it comes with another. `isLeft`: an identity leaves it behind as a sequence. */
export function create(item: Item, ground: Ground, placing: Placing, isLeft: boolean): void {
  const { to, apart, isCreated } = ground;
  const { object, key, owner } = item;
  if (object.kind === 'column') {
    if (owner !== undefined && isCreated(owner)) return;
    if (item.inherited && comesFromParent(item, ground)) return;
  }
  const comesAlone = broughtAlong(item, ground) || hasOwnName(item, ground);
  if (object.kind === 'constraint' && item.inherited && !comesAlone) {
    if (item.comment !== undefined) commentInherited(item, item.comment, ground, placing);
    return;
  }
  if (isLeft) {
    for (const step of settled(item, ground)) placing.putStep(step, item);
    return;
  }
  const all = madeWith(item, ground);
  const parts = all.filter((part) => !apart.has(part));
  for (const part of all) if (apart.has(part)) setApart(part, ground, placing);
  placing.put(
    {
      change: { kind: 'create', object: apart.size > 0 ? withoutApart(item, apart) : object },
      role: 'create',
      key,
      makes: [key, ...parts],
      ends: [],
      needs: needsOfNew(item, ground),
      prefers: mentioned(item, ground),
      names: [key, ...parts].flatMap((one) => to.items.get(one)?.names ?? []),
    },
    item,
  );
  for (const part of [key, ...parts]) {
    const one = to.items.get(part);
    if (one) for (const step of settled(one, ground)) placing.putStep(step, one);
  }
}

/** A constraint that comes down from a parent's has no statement of its own, but may have a comment. */
function commentInherited(
  { object, reference, ...item }: Item,
  comment: string,
  ground: Ground,
  placing: Placing,
): void {
  const { toTable } = ground.context;
  const needs = parentsOf(reference.of && toTable(reference.of)).map((of) => {
    const isForeignKey = object.kind === 'constraint' && object.type === 'foreign key';
    const above = isForeignKey ? keyAbove(object.constraint, toTable(of)) : undefined;
    return objectKey({ ...reference, of, name: above?.name ?? reference.name });
  });
  const change: Change = { kind: 'set comment', object: reference, comment };
  placing.putStep({ change, finish: true, needs }, { object, reference, ...item });
}

/** A new table without the defaults that are set later, or a new column without its own. */
function withoutApart({ object }: Item, apart: ReadonlySet<string>): CatalogObject {
  const plain = (column: Column, of: QualifiedName): Column => {
    if (!apart.has(objectKey({ kind: 'default', name: column.name, of }))) return column;
    const { default: _, ...rest } = column;
    return rest;
  };
  if (object.kind === 'column') return { ...object, column: plain(object.column, object.table) };
  if (object.kind !== 'table') return object;
  const { table } = object;
  return { ...object, table: { ...table, columns: table.columns.map((column) => plain(column, table)) } };
}

function setApart(key: string, { to }: Ground, { put }: Placing): void {
  const item = to.items.get(key.replace(/^default /, 'column '));
  if (item?.object.kind !== 'column' || item.object.column.default === undefined) return;
  const { table, column } = item.object;
  const change: Change = { kind: 'set default', table, column: column.name, default: item.object.column.default };
  put({ change, role: 'create', key, makes: [key], ends: [], needs: [] }, item);
}

/** A new table makes its columns and defaults; a new column of a parent those of its children too. */
function madeWith(item: Item, ground: Ground): readonly string[] {
  const { to, isCreated, childrenAfter } = ground;
  const { object } = item;
  if (object.kind === 'table') {
    return to.needs.parts(item.key).filter((part) => /^(column|default) /.test(part));
  }
  if (object.kind !== 'column') return [];
  const own = object.column.default === undefined ? [] : [defaultKey(item)];
  const children = childrenAfter.get(qualified(object.table)) ?? [];
  return [
    ...own,
    ...children.flatMap((child) => {
      const key = objectKey({ kind: 'column', name: object.column.name, of: child });
      const part = to.items.get(key);
      return part && isCreated(key) && part.inherited && comesFromParent(part, ground)
        ? [key, ...madeWith(part, ground)]
        : [];
    }),
  ];
}

/** ADD COLUMN goes on to the tables that are children already. */
function comesFromParent(item: Item, ground: Ground): boolean {
  return parentsThatBring(item, ground).length > 0;
}

/** A check that a table must have before it can join its parent. */
function broughtAlong({ reference, object, owner }: Item, { to, context, isCreated }: Ground): boolean {
  const table = reference.of && context.toTable(reference.of);
  if (!table || object.kind !== 'constraint' || object.type !== 'check') return false;
  const kept = owner === undefined || isCreated(owner) ? [] : keptParents(table, context);
  // CREATE TABLE … INHERITS brings them by itself.
  if (owner !== undefined && isCreated(owner) && !table.partitionOf) return false;
  return parentsOf(table).some((parent) => {
    const key = objectKey({ kind: 'constraint', name: object.constraint.name, of: parent });
    return (
      to.items.has(key) &&
      !isCreated(key) &&
      !kept.some((one) => one.schema === parent.schema && one.name === parent.name)
    );
  });
}

/** A foreign key that becomes a part of its parent's under another name: it must be there before. */
function hasOwnName({ object, reference }: Item, { context }: Ground): boolean {
  if (object.kind !== 'constraint' || object.type !== 'foreign key') return false;
  const parent = reference.of && context.toTable(reference.of)?.partitionOf?.parent;
  const above = keyAbove(object.constraint, parent && context.toTable(parent));
  return above !== undefined && above.name !== object.constraint.name;
}

function needsOfNew({ object, key }: Item, ground: Ground): readonly string[] {
  if (object.kind !== 'constraint') return [];
  if (object.type === 'foreign key') {
    const { references, referencedIndex } = object.constraint;
    const parts = below(object.table, ground).flatMap(({ schema, name: table, foreignKeys }) =>
      foreignKeys
        .filter((own) => own.inherited && mergesWith(own, object.constraint))
        .map(({ name }) => objectKey({ kind: 'constraint', name, of: { schema, name: table } })),
    );
    return [
      ...(referencedIndex === undefined ? [] : [joinedKey(references, referencedIndex)]),
      ...parts.filter((part) => part !== key && ground.isCreated(part)),
    ];
  }
  if (object.type !== 'check') return [];
  // A check of a parent goes on to children that are there; it must find them.
  return below(object.table, ground)
    .filter((table) => objectKey({ kind: 'constraint', name: object.constraint.name, of: table }) !== key)
    .map(attachedKey);
}

/** The tables that inherit from one, and those that inherit from them. */
function below(name: QualifiedName, ground: Ground): readonly Table[] {
  const children = ground.childrenAfter.get(qualified(name)) ?? [];
  return children.flatMap((child) => [child, ...below(child, ground)]);
}
