import type { Catalog } from '../catalog/catalog.ts';
import type { Change } from '../catalog/change.ts';
import { defaultGrants } from '../catalog/default-grants.ts';
import { type QualifiedName, qualified } from '../catalog/names.ts';
import { type CatalogObject, indexReference, objectKey } from '../catalog/object.ts';
import type { Column, Grant, Table } from '../catalog/table.ts';
import type { Rebuilt } from './closure.ts';
import { defaultKey, type Needs, ownerOf, taken } from './dependencies.ts';
import type { Node } from './graph.ts';
import type { Item } from './items.ts';
import { attachSteps, joinedKey } from './kinds/attach-index.ts';
import { compareColumns } from './kinds/columns.ts';
import { freshGrants, grantChanges } from './kinds/grants.ts';
import { triggerState } from './kinds/guards.ts';
import { beforeOfNewChild, keptParents, parentsOf, parentsOfNew } from './kinds/inherited.ts';
import { freedKey, ownStep } from './kinds/sequences.ts';
import {
  attachedKey,
  detachedKey,
  freshTable,
  isRebound,
  keptMarks,
  rejoiningSteps,
  tableSteps,
} from './kinds/tables.ts';
import { viewComments } from './kinds/views.ts';
import type { Context, Outcome, Step } from './outcome.ts';
import { rankOf } from './rank.ts';

interface Side {
  readonly items: ReadonlyMap<string, Item>;
  readonly needs: Needs;
}

/**
 * All changes between two catalogs, each with what its place depends on. What is `apart` (defaults, constraints, guards of
 * tables, by key) is not made and dropped with its table, but before and after.
 */
export function nodesOf(
  from: Side,
  to: Side,
  outcomes: ReadonlyMap<string, Outcome>,
  { replaced, defaults, retyped }: Rebuilt,
  context: Context,
  apart: ReadonlySet<string>,
): readonly Node[] {
  const nodes: Node[] = [];
  const aliases = indexAliases(to);
  const aliasesBefore = indexAliases(from);
  const dropped = (key: string) => from.items.has(key) && (!to.items.has(key) || replaced.has(key));
  const created = (key: string) => to.items.has(key) && (!from.items.has(key) || replaced.has(key));
  const childrenBefore = childrenOf(context.from);
  const childrenAfter = childrenOf(context.to);
  const put = (
    node: Omit<Node, 'rank' | 'prefers' | 'names'> & Partial<Pick<Node, 'prefers' | 'names'>>,
    item: Item,
  ) => {
    const needs = [...node.needs, ...separations(item)];
    nodes.push({ prefers: [], names: [], ...node, needs, rank: rankOf(node, item, nodes.length) });
  };
  const put1 = (step: Step, item: Item) => {
    const key = step.key ?? item.key;
    const { change, makes = [] } = step;
    if (step.first) {
      nodes.push({
        change,
        role: 'finish',
        key,
        makes,
        ends: [],
        needs: [],
        prefers: [],
        names: [],
        rank: rankOf({ change, role: 'finish', key }, item, nodes.length),
      });
      return;
    }
    const needs = [
      ...(step.needs ?? []),
      ...(step.finish ? [item.key] : []),
      ...boundNeeds(change),
      ...parentsFirst(item),
      ...(change.kind === 'change type' ? splitsBelow(item) : []),
    ].map((one) => aliases.get(one) ?? one);
    if (step.finish) put({ change, role: 'finish', key, makes, ends: [], needs }, item);
    else {
      const all = [key, ...makes, ...(change.kind === 'change type' ? columnsBelow(item) : [])];
      put({ change, role: 'alter', key, makes: all, ends: all, needs }, item);
    }
  };

  /** Tables below that are made anew, being split by the column: they go before its type changes. */
  function splitsBelow(item: Item): readonly string[] {
    return inheriting(item).flatMap((key) => {
      const below = from.items.get(key);
      const own = below?.owner !== undefined && replaced.has(below.owner) ? [`gone ${below.owner}`] : [];
      return below ? [...own, ...splitsBelow(below)] : [];
    });
  }

  /** The columns of children that stay, to which a change of the type comes down. */
  function columnsBelow(item: Item): readonly string[] {
    return inheriting(item).flatMap((key) => {
      const below = to.items.has(key) && !replaced.has(key) ? from.items.get(key) : undefined;
      return below ? [key, ...columnsBelow(below)] : [];
    });
  }

  /** A table and its parents part before anything is done to either: what comes down to children must not reach it. */
  function separations(item: Item): readonly string[] {
    const table = relationOf(item);
    if (!table) return [];
    return [table, ...(childrenBefore.get(qualified(table)) ?? [])]
      .filter((one) => !isRebound(context.fromTable(one), context.toTable(one)))
      .map(detachedKey);
  }

  /** What is done to a column of a parent comes down to its children: theirs comes after it. */
  function parentsFirst({ object, reference }: Item): readonly string[] {
    if (object.kind !== 'column' || !reference.of) return [];
    return keptParents(reference.of, context).flatMap((of) => {
      const key = objectKey({ ...reference, of });
      return [key, objectKey({ ...reference, kind: 'default', of }), `gone ${key}`];
    });
  }

  /** Bounds change when the parent is as it is to be, and are taken when those that had them have left. */
  function boundNeeds(change: Change): readonly string[] {
    if (change.kind === 'detach partition') {
      const { schema, name } = change.table;
      return to.needs.parts(objectKey({ kind: 'table', schema, name }));
    }
    if (change.kind === 'inherit') return goneChecks(change.parent);
    return change.kind === 'attach partition'
      ? [...(childrenBefore.get(qualified(change.table)) ?? []).map(detachedKey), ...goneChecks(change.table)]
      : [];
  }

  /** What a parent has no more, or otherwise, is no demand on those that join it. */
  function goneChecks({ schema, name }: QualifiedName): readonly string[] {
    const parts = from.needs.parts(objectKey({ kind: 'table', schema, name }));
    return parts.filter((one) => one.startsWith('constraint ')).map((one) => `gone ${one}`);
  }

  const joined = new Set([...retyped.values()].flatMap((step) => step.joined ?? []));
  const movedWithType = new Set([...retyped.values()].flatMap((step) => step.makes ?? []));
  const { turned, grown } = sequencesOfIdentities(outcomes);
  for (const item of from.items.values()) {
    if (dropped(item.key) && !goesWithAnother(item) && !turned.has(item.key)) drop(item);
  }
  for (const item of to.items.values()) {
    if (created(item.key)) create(item);
    else alter(item);
  }
  return nodes;

  function drop(item: Item): void {
    const parts = from.needs.parts(item.key);
    const gone = parts.filter((part) => (!from.items.has(part) || dropped(part)) && !apart.has(part));
    for (const part of parts) if (apart.has(part)) dropApart(part);
    const only = keptByChildren(item);
    const below = only ? [] : inheriting(item).filter((key) => from.items.get(key)?.inherited && dropped(key));
    put(
      {
        change: { kind: 'drop', object: item.object, ...(only ? { only } : {}) },
        role: 'drop',
        key: item.key,
        makes: [...(only ? [`kept ${item.key}`] : []), ...goneKeys(item)],
        ends: [item.key, ...gone, ...below],
        needs: dropNeeds(item),
        names: [item.key, ...gone].flatMap((key) => from.items.get(key)?.names ?? []),
      },
      item,
    );
  }

  /** Stand for: a table is no more, a column or constraint is no more, nor what has come down from it. */
  function goneKeys(item: Item): readonly string[] {
    if (item.object.kind === 'table') return [`gone ${item.key}`];
    if (item.object.kind !== 'column' && item.object.kind !== 'constraint') return [];
    const below = inheriting(item).flatMap((key) => from.items.get(key) ?? []);
    return [`gone ${item.key}`, ...(item.object.kind === 'column' ? [] : below.flatMap(goneKeys))];
  }

  function dropApart(key: string): void {
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

  /** A new table without the defaults that are set later, or a new column without its own. */
  function withoutApart(item: Item): CatalogObject {
    const { object } = item;
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

  function setApart(key: string): void {
    const item = to.items.get(key.replace(/^default /, 'column '));
    if (item?.object.kind !== 'column' || item.object.column.default === undefined) return;
    const { table, column } = item.object;
    const change: Change = { kind: 'set default', table, column: column.name, default: item.object.column.default };
    put({ change, role: 'create', key, makes: [key], ends: [], needs: [] }, item);
  }

  /** The columns or constraints that one has come down to, by key. */
  function inheriting({ object, reference }: Item): readonly string[] {
    if (object.kind !== 'column' && object.kind !== 'constraint') return [];
    return (childrenBefore.get(qualified(object.table)) ?? [])
      .map((of) => objectKey({ ...reference, of: { schema: of.schema, name: of.name } }))
      .filter((key) => from.items.has(key));
  }

  /** A column that goes from a parent while a child, which had it from there alone, keeps it. */
  function keptByChildren(item: Item): true | undefined {
    if (item.object.kind !== 'column') return undefined;
    const { name } = item.object.column;
    const keeps = (key: string) => {
      const child = from.items.get(key);
      if (!child?.inherited || !to.items.has(key) || replaced.has(key)) return false;
      const parents = parentsOf(child.reference.of && context.fromTable(child.reference.of));
      return parents.filter((of) => from.items.has(objectKey({ kind: 'column', name, of }))).length === 1;
    };
    return inheriting(item).some(keeps) ? true : undefined;
  }

  function dropNeeds({ object, owner, reference, inherited }: Item): readonly string[] {
    const detached = [
      ...(owner === undefined ? [] : [`detached ${owner.replace(/^\w+ /, '')}`]),
      ...ownedBy(object).map(freedKey),
    ];
    if (object.kind !== 'column' || !reference.of) return detached;
    const parents = keptParents(reference.of, context).map((of) => objectKey({ ...reference, of }));
    // What it has from a parent, too, is not its own to drop.
    return [...detached, ...parents.map((one) => `${inherited ? 'kept' : 'gone'} ${one}`)];
  }

  /** What is dropped with its table, its column, its parent's index or its parent's column. */
  function goesWithAnother(item: Item): boolean {
    for (let owner = ownerOf(item); owner !== undefined; ) {
      if (dropped(owner)) return true;
      const next = from.items.get(owner);
      owner = next && ownerOf(next);
    }
    const { object, reference } = item;
    if (item.inherited && reference.of) {
      const parents = keptParents(reference.of, context).map((of) => from.items.get(objectKey({ ...reference, of })));
      return parents.some((parent) => parent && !keptByChildren(parent)) || !context.toTable(reference.of);
    }
    const index = object.kind === 'index' || object.kind === 'constraint' ? object.index : undefined;
    const of = relationOf(item);
    const owner = of && context.fromTable(of)?.partitionOf?.parent;
    if (!index?.partitionOf || !owner) return false;
    // What has left its parent keeps its indexes.
    if (context.toTable(of) && keptParents(of, context).length === 0) return false;
    const parent = objectKey(indexReference(owner, index.partitionOf.name));
    return dropped(aliasesBefore.get(parent) ?? parent);
  }

  function create(item: Item): void {
    const { object, key } = item;
    const owner = item.owner;
    if (object.kind === 'column') {
      if (owner !== undefined && created(owner)) return;
      if (item.inherited && comesFromParent(item)) return;
    }
    if (object.kind === 'constraint' && item.inherited && !broughtAlong(item)) return;
    if (grown.has(key)) {
      for (const step of settled(item)) put1(step, item);
      return;
    }
    const all = madeWith(item);
    const parts = all.filter((part) => !apart.has(part));
    for (const part of all) if (apart.has(part)) setApart(part);
    const unsure = object.kind === 'routine' ? mentioned(item) : [];
    put(
      {
        change: { kind: 'create', object: apart.size > 0 ? withoutApart(item) : object },
        role: 'create',
        key,
        makes: [key, ...parts],
        ends: [],
        needs: needsOfNew(item),
        prefers: unsure,
        names: [key, ...parts].flatMap((one) => to.items.get(one)?.names ?? []),
      },
      item,
    );
    for (const part of [key, ...parts]) {
      const one = to.items.get(part);
      if (one) for (const step of settled(one)) put1(step, one);
    }
  }

  /** A new table makes its columns and defaults; a new column of a parent those of its children too. */
  function madeWith(item: Item): readonly string[] {
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
        return part && created(key) && part.inherited && comesFromParent(part) ? [key, ...madeWith(part)] : [];
      }),
    ];
  }

  /** ADD COLUMN goes on to the tables that are children already. */
  function comesFromParent(item: Item): boolean {
    return parentsThatBring(item).length > 0;
  }

  function parentsThatBring({ reference, object }: Item): readonly QualifiedName[] {
    const table = reference.of;
    if (!table || object.kind !== 'column') return [];
    return keptParents(table, context).filter((parent) =>
      created(objectKey({ kind: 'column', name: object.column.name, of: parent })),
    );
  }

  /** A check that a table must have before it can join its parent. */
  function broughtAlong({ reference, object, owner }: Item): boolean {
    const table = reference.of && context.toTable(reference.of);
    if (!table || object.kind !== 'constraint' || object.type !== 'check') return false;
    const kept = owner === undefined || created(owner) ? [] : keptParents(table, context);
    // CREATE TABLE … INHERITS brings them by itself.
    if (owner !== undefined && created(owner) && !table.partitionOf) return false;
    return parentsOf(table).some((parent) => {
      const key = objectKey({ kind: 'constraint', name: object.constraint.name, of: parent });
      return (
        to.items.has(key) &&
        !created(key) &&
        !kept.some((one) => one.schema === parent.schema && one.name === parent.name)
      );
    });
  }

  function needsOfNew({ object, key }: Item): readonly string[] {
    if (object.kind !== 'constraint') return [];
    if (object.type === 'foreign key') {
      const { references, referencedIndex } = object.constraint;
      return referencedIndex === undefined ? [] : [joinedKey(references, referencedIndex)];
    }
    if (object.type !== 'check') return [];
    // A check of a parent goes on to children that are there; it must find them.
    return below(object.table)
      .filter((table) => objectKey({ kind: 'constraint', name: object.constraint.name, of: table }) !== key)
      .map(attachedKey);
  }

  /** The tables that inherit from one, and those that inherit from them. */
  function below(name: QualifiedName): readonly Table[] {
    const children = childrenAfter.get(qualified(name)) ?? [];
    return children.flatMap((child) => [child, ...below(child)]);
  }

  /** Routines and relations that a text body seems to name: the engine looks into it when it is made. */
  function mentioned({ object }: Item): readonly string[] {
    if (object.kind !== 'routine') return [];
    const words = new Set(object.routine.body.toLowerCase().match(/[\p{L}\p{N}_$]+/gu));
    return [...to.items.values()]
      .filter(
        (one) => ['table', 'view', 'routine', 'sequence', 'type'].includes(one.object.kind) && one.object !== object,
      )
      .filter((one) => words.has(bareName(one).toLowerCase()))
      .map((one) => one.key);
  }

  /** Everything of a new object that its own statement does not say. */
  function settled(item: Item): readonly Step[] {
    const { object, reference, comment, grants } = item;
    const finish = (change: Change): Step => ({ change, finish: true });
    return [
      ...settings(item),
      ...(comment === undefined ? [] : [finish({ kind: 'set comment', object: reference, comment })]),
      ...(grants ? newGrants(item, grants).map(finish) : []),
      ...(object.kind === 'view' ? viewComments(undefined, object.view).map(finish) : []),
    ];
  }

  function settings(item: Item): readonly Step[] {
    const { object } = item;
    switch (object.kind) {
      case 'table':
        return tableSteps(freshTable(object.table), object.table);
      case 'column': {
        const table = context.toTable(object.table);
        if (!table) return [];
        const withTable = item.owner !== undefined && created(item.owner);
        const parents = withTable ? parentsOfNew(table, object) : item.inherited ? parentsThatBring(item) : [];
        const before = beforeOfNewChild(object, parents, context);
        const outcome = compareColumns(object.table, before, object, context.traits);
        return outcome === 'replace' ? [] : outcome.map((step) => ({ ...step, finish: true }));
      }
      case 'sequence':
        return object.sequence.ownedBy ? [ownStep(object.sequence, undefined)] : [];
      case 'trigger':
        return triggerState(object, 'origin');
      case 'index':
      case 'constraint':
        return ofNewIndex(item);
      default:
        return [];
    }
  }

  function ofNewIndex({ object, key }: Item): readonly Step[] {
    if (object.kind !== 'index' && object.kind !== 'constraint') return [];
    const relation = object.kind === 'index' ? object.relation : object.table;
    const { index } = object;
    if (!index) return [];
    const was = from.items.get(key)?.object;
    const former = was?.kind === 'index' || was?.kind === 'constraint' ? was.index : undefined;
    const isTable = context.toTable(relation) !== undefined && context.fromTable(relation) !== undefined;
    return [...attachSteps(relation, index, context), ...(isTable ? keptMarks(relation, former, index) : [])];
  }

  /** Default privileges may have given rights to a new object, if it is made by the role that they are for. */
  function newGrants({ reference }: Item, grants: readonly Grant[]): readonly Change[] {
    const fresh = freshGrants(reference.kind);
    if (!context.from.others.some(({ defaults }) => defaults)) return grantChanges(reference, fresh, grants);
    const given = defaultGrants(context.from, reference);
    const unwanted = [...fresh, ...given.filter((grant) => !fresh.some((one) => one.grantee === grant.grantee))];
    // What is there from the beginning is not certain, so all is told.
    return [
      ...grantChanges(reference, unwanted, grants).filter((change) => change.kind === 'revoke'),
      ...grantChanges(reference, [], grants),
    ];
  }

  function alter(item: Item): void {
    const before = from.items.get(item.key);
    if (!before) return;
    const type = retyped.get(item.key);
    const outcome = outcomes.get(item.key) ?? [];
    if (type) put1(type, item);
    if (type || joined.has(item.key)) {
      // It is a new one, without comment and rights.
      for (const step of settled(item)) put1(step, item);
      return;
    }
    let rejoining = false;
    if (before.object.kind === 'table' && item.object.kind === 'table') {
      const { table } = item.object;
      const anew = keptParents(table, context).filter((one) => replaced.has(objectKey({ kind: 'table', ...one })));
      const parting = outcome !== 'replace' && outcome.some((step) => step.first === true);
      rejoining = anew.length > 0 && !parting;
      if (rejoining) for (const step of rejoiningSteps(before.object.table, table)) put1(step, item);
    }
    if (outcome !== 'replace') {
      for (const step of outcome) {
        const { change } = step;
        if (rejoining && (change.kind === 'detach partition' || change.kind === 'attach partition')) continue;
        const own = change.kind === 'set default' || change.kind === 'drop default';
        // It is dropped and set again around another change, or goes over with its type.
        if (own && (defaults.has(step.key ?? '') || movedWithType.has(item.key))) continue;
        put1(step, item);
      }
    }
    rebuildDefault(before, item);
    if (before.comment !== item.comment) {
      put1(
        {
          change: {
            kind: 'set comment',
            object: item.reference,
            ...(item.comment === undefined ? {} : { comment: item.comment }),
            ...(before.comment === undefined ? {} : { was: before.comment }),
          },
          finish: true,
        },
        item,
      );
    }
    for (const change of alteredGrants(before, item)) {
      const column = change.kind === 'grant' || change.kind === 'revoke' ? change.grant.column : undefined;
      const of = { schema: item.reference.schema ?? '', name: item.reference.name };
      const needs = column === undefined ? [] : [objectKey({ kind: 'column', name: column, of })];
      put1({ change, finish: true, needs }, item);
    }
  }

  function alteredGrants(before: Item, after: Item): readonly Change[] {
    // What was granted on a column goes with it.
    const still = (before.grants ?? []).filter(
      ({ column }) =>
        column === undefined ||
        before.object.kind !== 'table' ||
        !dropped(objectKey({ kind: 'column', name: column, of: before.object.table })),
    );
    return grantChanges(after.reference, still, after.grants ?? []);
  }

  function rebuildDefault(before: Item, item: Item): void {
    if (before.object.kind !== 'column' || item.object.kind !== 'column') return;
    const key = defaultKey(item);
    if (!defaults.has(key)) return;
    const { table, column } = item.object;
    const was = before.object.column.default;
    const of = { table, column: column.name };
    const common = { key, needs: [] };
    put(
      {
        ...common,
        change: { kind: 'drop default', ...of, ...(was === undefined ? {} : { was }) },
        role: 'drop',
        makes: [],
        ends: [key],
      },
      item,
    );
    if (column.default === undefined) return;
    put(
      {
        ...common,
        change: { kind: 'set default', ...of, default: column.default },
        role: 'create',
        makes: [key],
        ends: [],
      },
      item,
    );
  }
}

/** The table or view that an object is or is of. */
function relationOf({ object, reference }: Item): QualifiedName | undefined {
  if (object.kind === 'table') return object.table;
  return object.kind === 'index' ? object.relation : reference.of;
}

/** The tables that inherit from each or are its partitions, by the parent's qualified name. */
function childrenOf(catalog: Catalog): ReadonlyMap<string, readonly Table[]> {
  const children = new Map<string, Table[]>();
  for (const table of catalog.tables) {
    for (const parent of parentsOf(table)) taken(children, qualified(parent), () => []).push(table);
  }
  return children;
}

/** Indexes of constraints count as the constraint. */
function indexAliases({ items }: Side): ReadonlyMap<string, string> {
  const aliases = new Map<string, string>();
  for (const { object, key } of items.values()) {
    if (object.kind !== 'constraint' || !object.index) continue;
    aliases.set(objectKey(indexReference(object.table, object.index.name)), key);
  }
  return aliases;
}

/** The sequences that go with a table or column, unless they are freed before. */
function ownedBy(object: CatalogObject): readonly QualifiedName[] {
  const columns = object.kind === 'table' ? object.table.columns : object.kind === 'column' ? [object.column] : [];
  return columns.flatMap(({ ownedSequence }) => ownedSequence ?? []);
}

function bareName({ object, reference }: Item): string {
  return object.kind === 'routine' ? object.routine.name : reference.name;
}

/** Sequences that become an identity's, and those that an identity leaves behind, by key. */
function sequencesOfIdentities(outcomes: ReadonlyMap<string, Outcome>): {
  readonly turned: ReadonlySet<string>;
  readonly grown: ReadonlySet<string>;
} {
  const turned = new Set<string>();
  const grown = new Set<string>();
  for (const outcome of outcomes.values()) {
    if (outcome === 'replace') continue;
    for (const { change } of outcome) {
      if (change.kind === 'serial to identity') turned.add(objectKey({ kind: 'sequence', ...change.sequence }));
      if (change.kind !== 'identity to serial') continue;
      const { schema, name } = change.sequence;
      grown.add(objectKey({ kind: 'sequence', schema, name }));
    }
  }
  return { turned, grown };
}
