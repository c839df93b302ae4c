import type { Change } from '../../catalog/change.ts';
import { type QualifiedName, qualified } from '../../catalog/names.ts';
import { objectKey } from '../../catalog/object.ts';
import type { Node } from '../graph.ts';
import type { Item } from '../items.ts';
import { keptParents } from '../kinds/inherited.ts';
import { detachedKey, isRebound } from '../kinds/tables.ts';
import type { Step } from '../outcome.ts';
import { rankOf } from '../rank.ts';
import { type Ground, inheriting, relationOf } from './ground.ts';

/** A node without what follows from the others; `item` is what it is about. */
type Placed = Omit<Node, 'rank' | 'prefers' | 'names'> & Partial<Pick<Node, 'prefers' | 'names'>>;

/** Takes the changes one by one, each with what its place depends on. */
export interface Placing {
  readonly nodes: readonly Node[];
  readonly put: (node: Placed, item: Item) => void;
  readonly putStep: (step: Step, item: Item) => void;
}

export function placingOn(ground: Ground): Placing {
  const nodes: Node[] = [];
  const add = (node: Placed, item: Item) => {
    nodes.push({ prefers: [], names: [], ...node, rank: rankOf(node, item, nodes.length) });
  };
  const put = (node: Placed, item: Item) =>
    add({ ...node, needs: [...node.needs, ...separations(item, ground)] }, item);
  return {
    nodes,
    put,
    putStep(step, item) {
      const key = step.key ?? item.key;
      const { change, makes = [] } = step;
      if (step.first) return add({ change, role: 'finish', key, makes, ends: [], needs: [] }, item);
      const needs = needsOfStep(step, item, ground);
      if (step.finish) return put({ change, role: 'finish', key, makes, ends: [], needs }, item);
      const all = [key, ...makes, ...(change.kind === 'change type' ? columnsBelow(item, ground) : [])];
      put({ change, role: 'alter', key, makes: all, ends: all, needs, prefers: step.prefers ?? [] }, item);
    },
  };
}

function needsOfStep({ change, needs = [], finish }: Step, item: Item, ground: Ground): readonly string[] {
  return [
    ...needs,
    ...(finish ? [item.key] : []),
    ...boundNeeds(change, ground),
    ...parentsFirst(item, ground),
    ...(change.kind === 'change type' ? splitsBelow(item, ground) : []),
  ].map((one) => ground.aliases.get(one) ?? one);
}

/** Tables below that are made anew, being split by the column: they go before its type changes. */
function splitsBelow(item: Item, ground: Ground): readonly string[] {
  const { from, rebuilt } = ground;
  return inheriting(item, ground).flatMap((key) => {
    const below = from.items.get(key);
    const own = below?.owner !== undefined && rebuilt.replaced.has(below.owner) ? [`gone ${below.owner}`] : [];
    return below ? [...own, ...splitsBelow(below, ground)] : [];
  });
}

/** The columns of children that stay, to which a change of the type comes down. */
function columnsBelow(item: Item, ground: Ground): readonly string[] {
  const { from, to, rebuilt } = ground;
  return inheriting(item, ground).flatMap((key) => {
    const below = to.items.has(key) && !rebuilt.replaced.has(key) ? from.items.get(key) : undefined;
    return below ? [key, ...columnsBelow(below, ground)] : [];
  });
}

/** A table and its parents part before anything is done to either: what comes down to children must not reach it. */
function separations(item: Item, { context, childrenBefore }: Ground): readonly string[] {
  const table = relationOf(item);
  if (!table) return [];
  return [table, ...(childrenBefore.get(qualified(table)) ?? [])]
    .filter((one) => !isRebound(context.fromTable(one), context.toTable(one)))
    .map(detachedKey);
}

/** What is done to a column of a parent comes down to its children: theirs comes after it. */
function parentsFirst({ object, reference }: Item, { context }: Ground): readonly string[] {
  if (object.kind !== 'column' || !reference.of) return [];
  return keptParents(reference.of, context).flatMap((of) => {
    const key = objectKey({ ...reference, of });
    return [key, objectKey({ ...reference, kind: 'default', of }), `gone ${key}`];
  });
}

/** Bounds change when the parent is as it is to be, and are taken when those that had them have left. */
function boundNeeds(change: Change, ground: Ground): readonly string[] {
  if (change.kind === 'inherit') return goneParts(change.parent, ground);
  if (change.kind !== 'attach partition' && change.kind !== 'detach partition') return [];
  const { schema, name } = change.table;
  const others = ground.childrenBefore.get(qualified(change.table)) ?? [];
  const gone = [
    ...others.map((one) => `gone ${objectKey({ kind: 'table', schema: one.schema, name: one.name })}`),
    ...goneParts(change.table, ground),
  ];
  return change.kind === 'detach partition'
    ? [...ground.to.needs.parts(objectKey({ kind: 'table', schema, name })), ...gone]
    : [...others.map(detachedKey), ...gone];
}

/** What a parent has no more, or otherwise, is no demand on those that join it. */
function goneParts({ schema, name }: QualifiedName, { from }: Ground): readonly string[] {
  const parts = from.needs.parts(objectKey({ kind: 'table', schema, name }));
  return parts.filter((one) => /^(constraint|column) /.test(one)).map((one) => `gone ${one}`);
}
