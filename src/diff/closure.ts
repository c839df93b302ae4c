import type { OtherObject, UserType } from '../catalog/catalog.ts';
import type { Change } from '../catalog/change.ts';
import { type QualifiedName, qualified } from '../catalog/names.ts';
import { objectKey } from '../catalog/object.ts';
import type { Column } from '../catalog/table.ts';
import { defaultKey, type Needs, taken } from './dependencies.ts';
import type { Item } from './items.ts';
import { turnsPlain } from './kinds/columns.ts';
import { parentsOf } from './kinds/inherited.ts';
import type { Outcome, Step } from './outcome.ts';

export interface Rebuilt {
  /** Objects of both catalogs that are dropped and made again: changed beyond altering, or in the way of such a change. */
  readonly replaced: ReadonlySet<string>;
  /** Defaults that are dropped and set again around another change, by key, with their column. */
  readonly defaults: ReadonlyMap<string, Item>;
  /** Types that a new one takes the place of under the columns that have them. */
  readonly retyped: ReadonlyMap<string, Step>;
}

interface Side {
  readonly items: ReadonlyMap<string, Item>;
  readonly needs: Needs;
}

/**
 * What must make way: objects that cannot be altered, and all that the engine does not let stand while another is
 * replaced or changes its type. `forced`: objects and defaults that could be altered, but not where they stand.
 */
export function rebuilt(
  from: Side,
  to: Side,
  outcomes: ReadonlyMap<string, Outcome>,
  forced: ReadonlySet<string>,
  note: (sentence: string) => void,
): Rebuilt {
  const replaced = new Set<string>();
  const defaults = new Map<string, Item>();
  const retyped = new Map<string, Step>();
  /** Columns whose type changes. */
  const touched = new Set<string>();
  const queue: string[] = [];
  const both = (key: string) => from.items.has(key) && to.items.has(key);
  const children = childrenIn(from);
  const staysWithout = (key: string) => losesExpression(from.items.get(key), to.items.get(key));

  const replace = (key: string) => {
    if (replaced.has(key) || !both(key)) return;
    const item = from.items.get(key);
    const type = item?.object.kind === 'type' ? typeReplaced(key) : undefined;
    if (type) {
      if (!retyped.has(key)) {
        retyped.set(key, type);
        queue.push(key);
        // What was set for the old one is set for the new one again.
        for (const part of [...from.needs.parts(key), ...to.needs.parts(key)]) replace(part);
        for (const column of type.makes ?? []) touch(column);
      }
      return;
    }
    replaced.add(key);
    queue.push(key);
    for (const part of [...from.needs.parts(key), ...to.needs.parts(key)]) replace(part);
  };
  const touch = (key: string) => {
    if (touched.has(key)) return;
    touched.add(key);
    const owner = from.items.get(key)?.owner;
    if (owner !== undefined && splitsBy(from.items.get(owner), key)) {
      replace(owner);
      // Where the type comes from a parent, its partitions cannot stand apart with it meanwhile.
      if (from.items.get(key)?.inherited) replaceBelow(from.items.get(owner));
    }
    for (const dependent of from.needs.dependents(key)) {
      const item = from.items.get(dependent);
      if (item && yieldsToNewType(item, key) && !staysWithout(dependent)) replace(dependent);
    }
    // The change comes down to the tables that inherit the column.
    const column = from.items.get(key)?.reference;
    for (const of of column?.of ? (children.get(qualified(column.of)) ?? []) : []) {
      const below = objectKey({ kind: 'column', name: column?.name ?? '', of });
      if (from.items.get(below)?.object.kind === 'column') touch(below);
    }
  };
  function replaceBelow(table: Item | undefined): void {
    if (table?.object.kind !== 'table') return;
    for (const { schema, name } of children.get(qualified(table.object.table)) ?? []) {
      const key = objectKey({ kind: 'table', schema, name });
      replace(key);
      replaceBelow(from.items.get(key));
    }
  }
  /** Where columns that stay have the type, a new one takes its place under them. */
  function typeReplaced(key: string): Step | undefined {
    const [before, after] = [from.items.get(key)?.object, to.items.get(key)?.object];
    if (before?.kind !== 'type' || after?.kind !== 'type') return undefined;
    const columns = [...from.needs.dependents(key)]
      .filter((one) => {
        const item = from.items.get(one);
        return item?.object.kind === 'column' && !item.object.column.generated && both(one) && !item.inherited;
      })
      .sort();
    if (columns.length === 0) return undefined;
    return replaceType(before.type, after.type, columns, from, to);
  }

  /** A column that came from a partitioned table which is made anew: its own table leaves that first. */
  function losesParent(key: string): boolean {
    const item = from.items.get(key);
    const table = item?.owner === undefined ? undefined : from.items.get(item.owner)?.object;
    if (!item?.inherited || table?.kind !== 'table' || !table.table.partitionOf) return false;
    const { schema, name } = table.table.partitionOf.parent;
    return replaced.has(objectKey({ kind: 'table', schema, name }));
  }

  for (const [key, outcome] of outcomes) {
    if (outcome === 'replace') replace(key);
    else
      for (const { change } of outcome) {
        if (change.kind === 'change type') touch(key);
        for (const part of takenBy(change, key, from)) replace(part);
      }
  }
  for (const key of forced) {
    const column = columnOfDefault(key, from);
    if (!column) replace(key);
    else if (to.needs.parts(column.key).includes(key)) defaults.set(key, column);
  }
  // What looks the same but rests on something that goes is made anew on what takes its place.
  const wanted = new Set([...to.items.values()].flatMap((item) => item.names));
  for (const [key, gone] of from.items) {
    if (to.items.has(key)) continue;
    const nameTaken = gone.names.some((name) => wanted.has(name));
    for (const dependent of from.needs.dependents(key)) {
      const kind = from.items.get(dependent)?.object.kind;
      if (kind === undefined || kind === 'table' || kind === 'column') continue;
      const altered = outcomes.get(dependent);
      if (altered === undefined || nameTaken) replace(dependent);
    }
  }
  for (let key = queue.shift(); key !== undefined; key = queue.shift()) {
    const under = retyped.get(key);
    for (const dependent of [...from.needs.dependents(key)].sort()) {
      const item = from.items.get(dependent);
      if (!item) {
        const column = columnOfDefault(dependent, from);
        const kept =
          column && both(column.key) && !replaced.has(column.key) && to.needs.parts(column.key).includes(dependent);
        // Those of the type's own columns go over with them.
        if (kept && !under?.makes?.includes(column.key)) defaults.set(dependent, column);
        continue;
      }
      const { kind } = item.object;
      // A table outlives its parents and the types of its columns, unless its rows are elsewhere.
      if (kind === 'table' && item.object.table.server === undefined) continue;
      const owner = item.owner;
      if (under && kind === 'column' && owner !== undefined && splitsBy(from.items.get(owner), dependent))
        replace(owner);
      if (under?.makes?.includes(dependent) || staysWithout(dependent)) continue;
      if (kind === 'column' && !item.object.column.generated && item.owner !== key) {
        if (under === undefined && both(dependent) && !item.inherited && from.items.get(key)?.object.kind !== 'table') {
          note(`${item.key} needs ${key}, which is made anew: what it needs could not be taken from it.`);
        }
        continue;
      }
      replace(dependent);
    }
  }
  for (const [key, step] of retyped) {
    const orphans = [...from.needs.dependents(key)].filter((one) => both(one) && losesParent(one)).sort();
    const { change } = step;
    const [was, object] = change.kind === 'replace type' ? [change.was, change.object] : [];
    const all = [...(step.makes ?? []), ...orphans];
    retyped.set(key, withoutReplaced(was && object ? replaceType(was, object, all, from, to) : step, replaced));
  }
  joinTypes(replaced, retyped, from, to);
  return { replaced, defaults, retyped };
}

/** What was set for something that goes meanwhile, by key: for a constraint that has no key of its own, for a share of a trigger. */
function takenBy(change: Change, key: string, { items, needs }: Side): readonly string[] {
  const set = (keys: Iterable<string>, isTaken: (other: OtherObject) => boolean = () => true) =>
    [...keys].filter((one) => {
      const object = items.get(one)?.object;
      return object?.kind === 'other' && object.other.on !== undefined && isTaken(object.other);
    });
  switch (change.kind) {
    case 'drop check of domain':
    case 'drop not null':
    case 'set domain nullable':
      return set(needs.parts(key));
    case 'detach partition':
      return set(needs.parts(key), isOfShare);
    case 'replace':
      return change.object.kind === 'trigger' ? set(needs.dependents(key), isOfShare) : [];
    default:
      return [];
  }
}

/** Whether it is set for the share that a partition has of its parent's trigger. */
export function isOfShare({ on = [] }: Pick<OtherObject, 'on'>): boolean {
  return on[0]?.startsWith('table ') === true && on[1]?.startsWith('trigger ') === true;
}

/** The tables that inherit from each or are its partitions, by the parent's qualified name. */
function childrenIn({ items }: Side): ReadonlyMap<string, readonly QualifiedName[]> {
  const children = new Map<string, QualifiedName[]>();
  for (const { object } of items.values()) {
    if (object.kind !== 'table') continue;
    const { schema, name } = object.table;
    for (const parent of parentsOf(object.table)) taken(children, qualified(parent), () => []).push({ schema, name });
  }
  return children;
}

/** Columns of tables that are made anew have the new type from the beginning. */
function withoutReplaced(step: Step, replaced: ReadonlySet<string>): Step {
  const { change, makes = [] } = step;
  if (change.kind !== 'replace type') return step;
  const key = ({ table: of, column: name }: (typeof change.columns)[number]) => objectKey({ kind: 'column', name, of });
  return {
    ...step,
    change: { ...change, columns: change.columns.filter((column) => !replaced.has(key(column))) },
    makes: makes.filter((one) => !replaced.has(one)),
  };
}

/**
 * Types that are made of each other can only be replaced together: the step of the first holds them all, and the others
 * have none of their own.
 */
function joinTypes(replaced: Set<string>, retyped: Map<string, Step>, from: Side, to: Side): void {
  const isType = (key: string) =>
    retyped.has(key) || (replaced.has(key) && from.items.get(key)?.object.kind === 'type');
  const neighbours = (key: string) =>
    [from, to].flatMap(({ needs }) => [...needs.of(key), ...needs.dependents(key)]).filter(isType);
  const seen = new Set<string>();
  for (const start of [...retyped.keys()].sort()) {
    if (seen.has(start)) continue;
    const group = new Set([start]);
    for (const key of group) for (const other of neighbours(key)) group.add(other);
    for (const key of group) seen.add(key);
    if (group.size === 1) continue;
    const ordered = inOrder([...group].sort(), to.needs);
    const parts = ordered.flatMap((key) => {
      const [was, object] = [from.items.get(key)?.object, to.items.get(key)?.object];
      return was?.kind === 'type' && object?.kind === 'type' ? [{ was: was.type, object: object.type }] : [];
    });
    const steps = ordered.flatMap((key) => retyped.get(key) ?? []);
    const columns = steps.flatMap(({ change }) => (change.kind === 'replace type' ? change.columns : []));
    const makes = steps.flatMap((step) => step.makes ?? []);
    const [first, ...rest] = parts;
    const [key = '', ...others] = ordered;
    if (!first) continue;
    for (const other of ordered) {
      replaced.delete(other);
      retyped.delete(other);
    }
    const type = { schema: first.object.schema, name: first.object.name };
    retyped.set(key, {
      change: { kind: 'replace type', type, ...first, with: rest, columns },
      makes: [...makes, ...others],
      joined: others,
    });
  }
}

/** Those that others are made of first. */
function inOrder(keys: readonly string[], needs: Needs): readonly string[] {
  const done = new Set<string>();
  const add = (key: string) => {
    if (done.has(key) || !keys.includes(key)) return;
    for (const need of [...needs.of(key)].sort()) if (need !== key) add(need);
    done.add(key);
  };
  for (const key of keys) add(key);
  return [...done];
}

/** Whether a table is partitioned by a column: then its type cannot be changed. */
function splitsBy(table: Item | undefined, column: string): boolean {
  if (table?.object.kind !== 'table') return false;
  const { partitioning, schema, name } = table.object.table;
  const of = { schema, name };
  return (partitioning?.keys ?? []).some(
    (key) => key.column !== undefined && objectKey({ kind: 'column', name: key.column, of }) === column,
  );
}

/** Whether the engine refuses to change a column's type because of it; keys, checks and indexes it makes anew itself. */
function yieldsToNewType({ object }: Item, column: string): boolean {
  switch (object.kind) {
    case 'view':
    case 'rule':
    case 'policy':
    case 'trigger':
    case 'routine':
    case 'other':
      return true;
    case 'column':
      return object.column.generated !== undefined;
    case 'constraint':
      return object.type === 'foreign key' && column !== '';
    default:
      return false;
  }
}

/** Whether a column stays, without the expression that it was computed by: it needs no more what that read. */
export function losesExpression(before: Item | undefined, after: Item | undefined): boolean {
  return (
    before?.object.kind === 'column' &&
    after?.object.kind === 'column' &&
    turnsPlain(before.object.column, after.object.column)
  );
}

function columnOfDefault(key: string, { items }: Side): Item | undefined {
  const column = items.get(key.replace(/^default /, 'column '));
  return column && defaultKey(column) === key ? column : undefined;
}

function replaceType(was: UserType, object: UserType, columns: readonly string[], from: Side, to: Side): Step {
  const column = (side: Side, key: string): Column | undefined => {
    const found = side.items.get(key)?.object;
    return found?.kind === 'column' ? found.column : undefined;
  };
  return {
    change: {
      kind: 'replace type',
      type: { schema: object.schema, name: object.name },
      object,
      was,
      columns: columns.flatMap((key) => {
        const [before, after] = [column(from, key), column(to, key)];
        const of = from.items.get(key)?.reference.of;
        if (!before || !after || !of) throw new Error(`${key} has no type ${qualified(was)}`);
        return [
          {
            table: of,
            column: after.name,
            type: after.type.text,
            ...(after.default === undefined ? {} : { default: after.default }),
            ...(before.default === undefined ? {} : { defaultWas: before.default }),
          },
        ];
      }),
    },
    makes: columns,
  };
}
