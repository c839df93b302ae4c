import type { Change } from '../../catalog/change.ts';
import { type QualifiedName, qualified } from '../../catalog/names.ts';
import { objectKey } from '../../catalog/object.ts';
import { losesExpression } from '../closure.ts';
import type { Node } from '../graph.ts';
import { type Item, spaced } from '../items.ts';
import { plainKey } from '../kinds/columns.ts';
import { keptParents } from '../kinds/inherited.ts';
import { detachedKey, isRebound } from '../kinds/tables.ts';
import type { Step } from '../outcome.ts';
import { rankOf } from '../rank.ts';
import { type Ground, inheriting, relationOf } from './ground.ts';

/** A node without what follows from the others; `item` is what it is about. */
type Placed = Omit<Node, 'rank' | 'prefers'> &
  Partial<Pick<Node, 'prefers'>> & {
    /** Names that it takes or sets free, with their name spaces. */
    readonly names?: readonly string[];
  };

/** Stands for: nothing has the name any more. */
function freeKey(name: string): string {
  return `free ${name}`;
}

/** The name of the sequence behind an identity, which comes and goes with that. */
function namesOf(change: Change): { readonly takes: readonly string[]; readonly frees: readonly string[] } {
  const is = (kind: Change['kind']) =>
    change.kind === kind && 'sequence' in change && change.sequence
      ? [freeKey(spaced('relation', change.sequence))]
      : [];
  return { takes: is('add identity'), frees: is('drop identity') };
}

/** Takes the changes one by one, each with what its place depends on. */
export interface Placing {
  readonly nodes: readonly Node[];
  readonly put: (node: Placed, item: Item) => void;
  readonly putStep: (step: Step, item: Item) => void;
}

export function placingOn(ground: Ground): Placing {
  const nodes: Node[] = [];
  const add = ({ names = [], ...node }: Placed, item: Item) => {
    const free = names.map(freeKey);
    const more = node.role === 'create' ? { needs: [...node.needs, ...free] } : { makes: [...node.makes, ...free] };
    nodes.push({ prefers: [], ...node, ...more, rank: rankOf(node, item, nodes.length) });
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
      const { takes, frees } = namesOf(change);
      const made = { makes: [...all, ...frees], ends: all, needs: [...needs, ...takes] };
      put({ change, role: 'alter', key, ...made, prefers: step.prefers ?? [] }, item);
    },
  };
}

function needsOfStep({ change, needs = [], makes = [], finish }: Step, item: Item, ground: Ground): readonly string[] {
  return [
    ...needs,
    ...(finish ? [item.key] : []),
    ...boundNeeds(change, ground),
    ...parentsFirst(item, ground),
    ...(change.kind === 'change type' ? splitsBelow(item, ground) : []),
    ...(changesUnder(change) ? expressionsGone([item.key, ...makes], ground) : []),
  ].map((one) => ground.aliases.get(one) ?? one);
}

const changesUnder = ({ kind }: Change) => kind === 'change type' || kind === 'replace type';

/** The computed columns that read what changes and are to stay without their expressions lose these first. */
function expressionsGone(changed: readonly string[], { from, to }: Ground): readonly string[] {
  return changed
    .flatMap((key) => [...from.needs.dependents(key)])
    .filter((key) => losesExpression(from.items.get(key), to.items.get(key)))
    .map(plainKey);
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
