import type { Catalog } from '../../catalog/catalog.ts';
import { keyAbove } from '../../catalog/merged-keys.ts';
import { type QualifiedName, qualified } from '../../catalog/names.ts';
import { indexReference, objectKey } from '../../catalog/object.ts';
import type { Table } from '../../catalog/table.ts';
import type { Rebuilt } from '../closure.ts';
import { type Needs, taken } from '../dependencies.ts';
import type { Item } from '../items.ts';
import { parentsOf } from '../kinds/inherited.ts';
import type { Context, Outcome } from '../outcome.ts';

/** One catalog as the comparison sees it. */
export interface Side {
  readonly items: ReadonlyMap<string, Item>;
  readonly needs: Needs;
}

/** What the changes are made from. */
export interface Compared {
  readonly from: Side;
  readonly to: Side;
  readonly outcomes: ReadonlyMap<string, Outcome>;
  readonly rebuilt: Rebuilt;
  readonly context: Context;
  /**
   * What is not made and dropped with its table, but before and after: defaults, constraints, guards of tables, by key.
   */
  readonly apart: ReadonlySet<string>;
}

/** The same, with what follows from it. */
export interface Ground extends Compared {
  readonly isDropped: (key: string) => boolean;
  readonly isCreated: (key: string) => boolean;
  /** The tables that inherit from each or are its partitions, by the parent's qualified name. */
  readonly childrenBefore: ReadonlyMap<string, readonly Table[]>;
  readonly childrenAfter: ReadonlyMap<string, readonly Table[]>;
  /** Indexes of constraints count as the constraint. */
  readonly aliases: ReadonlyMap<string, string>;
  readonly aliasesBefore: ReadonlyMap<string, string>;
}

export function groundOf(compared: Compared): Ground {
  const { from, to, rebuilt, context } = compared;
  const { replaced } = rebuilt;
  return {
    ...compared,
    isDropped: (key) => from.items.has(key) && (!to.items.has(key) || replaced.has(key)),
    isCreated: (key) => to.items.has(key) && (!from.items.has(key) || replaced.has(key)),
    childrenBefore: childrenOf(context.from),
    childrenAfter: childrenOf(context.to),
    aliases: indexAliases(to),
    aliasesBefore: indexAliases(from),
  };
}

/** The columns or constraints that one has come down to, by key: those of foreign keys may have names of their own. */
export function inheriting({ object, reference }: Item, { from, context, childrenBefore }: Ground): readonly string[] {
  if (object.kind !== 'column' && object.kind !== 'constraint') return [];
  const children = childrenBefore.get(qualified(object.table)) ?? [];
  const keyIn = ({ schema, name: table }: Table, name: string) =>
    objectKey({ ...reference, name, of: { schema, name: table } });
  if (object.kind === 'constraint' && object.type === 'foreign key') {
    const parent = context.fromTable(object.table);
    return children.flatMap((child) =>
      child.foreignKeys
        .filter((own) => keyAbove(own, parent)?.name === object.constraint.name)
        .map((own) => keyIn(child, own.name)),
    );
  }
  return children.map((child) => keyIn(child, reference.name)).filter((key) => from.items.has(key));
}

/** The key of what a column or constraint has come down from, if it has, of a parent before. */
export function inheritedFrom({ object, reference }: Item, parent: QualifiedName, { context }: Ground): string {
  const isForeignKey = object.kind === 'constraint' && object.type === 'foreign key';
  const above = isForeignKey ? keyAbove(object.constraint, context.fromTable(parent)) : undefined;
  return objectKey({ ...reference, ...(above ? { name: above.name } : {}), of: parent });
}

/** The table or view that an object is or is of. */
export function relationOf({ object, reference }: Item): QualifiedName | undefined {
  if (object.kind === 'table') return object.table;
  return object.kind === 'index' ? object.relation : reference.of;
}

function childrenOf(catalog: Catalog): ReadonlyMap<string, readonly Table[]> {
  const children = new Map<string, Table[]>();
  for (const table of catalog.tables) {
    for (const parent of parentsOf(table)) taken(children, qualified(parent), () => []).push(table);
  }
  return children;
}

function indexAliases({ items }: Side): ReadonlyMap<string, string> {
  const aliases = new Map<string, string>();
  for (const { object, key } of items.values()) {
    if (object.kind !== 'constraint' || !object.index) continue;
    aliases.set(objectKey(indexReference(object.table, object.index.name)), key);
  }
  return aliases;
}
