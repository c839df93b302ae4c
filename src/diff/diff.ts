import type { Catalog } from '../catalog/catalog.ts';
import type { Change } from '../catalog/change.ts';
import { nameMap } from '../catalog/name-map.ts';
import { compareText } from '../catalog/names.ts';
import type { Dependency } from '../catalog/object.ts';
import type { Table } from '../catalog/table.ts';
import { usualTimeZone } from '../catalog/time-zone.ts';
import type { Traits } from '../catalog/traits.ts';
import { rebuilt } from './closure.ts';
import { compare } from './compare.ts';
import { type Needs, needsOf } from './dependencies.ts';
import type { Node } from './graph.ts';
import { type Item, itemsOf } from './items.ts';
import { nodesOf } from './nodes.ts';
import { notesOf } from './notes.ts';
import { order } from './order.ts';
import type { Context, Outcome } from './outcome.ts';

/** One side of a comparison. */
export interface Side {
  readonly catalog: Catalog;
  /** As the engine records them (`readDependencies`). */
  readonly dependencies: readonly Dependency[];
}

export interface Difference {
  /** In an order in which they can be carried out. */
  readonly changes: readonly Change[];
  /** What differs and no change carries out, and what the reader should know: a sentence each, sorted. */
  readonly notes: readonly string[];
}

export interface DiffOptions {
  /** The zone that times without one are in, where a person named it. */
  readonly timeZone?: string | undefined;
  /** Owners are compared, too; see {@link Context}. */
  readonly owners?: Context['owners'] | undefined;
}

/**
 * The changes that turn one catalog into another. Names are taken as they are: an object that is renamed is seen as one
 * gone and one new (renames are found before, see renames.ts). Owners of what stays are set aside unless they are asked for.
 */
export function diff(from: Side, to: Side, traits: Traits, { timeZone, owners }: DiffOptions = {}): Difference {
  const notes = new Set<string>();
  const note = (sentence: string) => {
    notes.add(sentence);
  };
  const context: Context = {
    from: from.catalog,
    to: to.catalog,
    fromTable: tablesOf(from.catalog),
    toTable: tablesOf(to.catalog),
    traits,
    timeZone: timeZone ?? usualTimeZone,
    ...(owners ? { owners } : {}),
    note,
  };
  const before = sideOf(from);
  const after = sideOf(to);
  const outcomes = new Map<string, Outcome>();
  const used = (key: string) => [...before.needs.dependents(key)].some((one) => one.startsWith('column '));
  for (const [key, item] of after.items) {
    const old = before.items.get(key);
    if (!old) continue;
    const outcome = compare(old, item, context, used);
    if (outcome.length > 0) outcomes.set(key, outcome);
  }
  const ordering = (apart: ReadonlySet<string>, forced: ReadonlySet<string>) => {
    const parts = rebuilt(before, after, outcomes, forced, note);
    const nodes = nodesOf({ from: before, to: after, outcomes, rebuilt: parts, context, apart });
    return order(nodes, before.needs, after.needs);
  };
  let result = ordering(new Set(), new Set());
  if (result.stuck.length > 0) {
    // What waits in a circle is taken apart, as far as it can be.
    const forced = new Set(result.stuck.filter(standsInTheWay).map((node) => node.key));
    if (forced.size > 0) result = ordering(new Set(), forced);
    if (result.stuck.length > 0) result = ordering(loosened(result.stuck, before.needs, after.needs), forced);
  }
  const { nodes: ordered, broken, early } = result;
  for (const { key } of broken) note(`${key} is part of a circle: its place in the order is a guess.`);
  const zone = { name: context.timeZone, told: timeZone !== undefined };
  for (const sentence of notesOf(from.catalog, to.catalog, before.items, after.items, zone, context)) note(sentence);
  return {
    changes: ordered.map((node) => (early.has(node) ? uncheckedBody(node.change) : node.change)),
    notes: [...notes].sort(compareText),
  };
}

/**
 * The parts of tables that tie the changes which wait for each other, and can be made and dropped apart: defaults when a
 * table is made; these, constraints, triggers and policies when it is dropped.
 */
function loosened(stuck: readonly Node[], from: Needs, to: Needs): ReadonlySet<string> {
  const apart = new Set<string>();
  for (const node of stuck) {
    const needs = node.role === 'drop' ? from : to;
    const keys = (one: Node) => (one.role === 'drop' ? one.ends : one.makes);
    const others = new Set(stuck.filter((one) => one !== node && one.role === node.role).flatMap(keys));
    const loose = node.role === 'drop' ? /^(default|constraint|trigger|policy) / : /^default /;
    for (const part of keys(node)) {
      if (part === node.key || !loose.test(part)) continue;
      if ([...needs.of(part)].some((need) => others.has(need))) apart.add(part);
    }
  }
  return apart;
}

/** Altered in place it needs the new before the old is gone; dropped and made again it does not. */
function standsInTheWay({ role, key }: Node): boolean {
  return role === 'alter' && /^(view|routine|policy|trigger|rule|default) /.test(key);
}

/** Its body names what comes later. */
function uncheckedBody(change: Change): Change {
  return change.kind === 'create' || change.kind === 'replace' ? { ...change, unchecked: true } : change;
}

function sideOf({ catalog, dependencies }: Side): {
  readonly items: ReadonlyMap<string, Item>;
  readonly needs: ReturnType<typeof needsOf>;
} {
  const items = itemsOf(catalog);
  return { items, needs: needsOf(catalog, items, dependencies) };
}

function tablesOf(catalog: Catalog): Context['fromTable'] {
  const tables = nameMap<Table>();
  for (const table of catalog.tables) tables.set(table, table);
  return tables.get;
}
