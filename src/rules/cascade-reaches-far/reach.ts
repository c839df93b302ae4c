import type { Lookups } from '../../catalog/lookups.ts';
import { compareNames } from '../../catalog/names.ts';
import type { ForeignKey, Table } from '../../catalog/table.ts';
import { strongComponents } from '../strong-components.ts';

/** A foreign key that deletes rows of `from` with their row of `to`. */
export interface Cascade {
  readonly from: Table;
  readonly to: Table;
  readonly key: ForeignKey;
}

/** What a delete from a table goes on to. */
export interface Reach {
  /** In order of their names, without the table itself. */
  readonly tables: readonly Table[];
  readonly edges: readonly Cascade[];
  /** The way to the table that is the most steps away, which is first the table itself; no way is shorter. */
  readonly chain: readonly Table[];
}

/** The cascades between different tables by the table whose deletes set them off. */
export function cascades(lookups: Lookups): ReadonlyMap<Table, readonly Cascade[]> {
  const edges = new Map<Table, Cascade[]>();
  for (const from of lookups.ownTables) {
    for (const { key, to } of lookups.referencesFrom(from)) {
      if (!to || to === from || key.onDelete !== 'cascade' || key.inherited || !key.enforced) continue;
      edges.set(to, [...(edges.get(to) ?? []), { from, to, key }]);
    }
  }
  for (const list of edges.values()) list.sort((a, b) => compareNames(a.from, b.from));
  return edges;
}

/** The tables where cascades begin: no cascade from outside reaches them. Of a circle, the first by name. */
export function roots(edges: ReadonlyMap<Table, readonly Cascade[]>): readonly Table[] {
  const all = [...new Set([...edges].flatMap(([to, list]) => [to, ...list.map((edge) => edge.from)]))].sort(
    compareNames,
  );
  const components = strongComponents(all, (table) => (edges.get(table) ?? []).map((edge) => edge.from));
  const component = new Map(components.flatMap((members, number) => members.map((table) => [table, number] as const)));
  const reached = new Set(
    [...edges.values()]
      .flat()
      .flatMap(({ from, to }) => (component.get(from) === component.get(to) ? [] : [component.get(from)])),
  );
  const taken = new Set<number | undefined>();
  return all.filter((table) => {
    const own = component.get(table);
    if (reached.has(own) || taken.has(own)) return false;
    taken.add(own);
    return edges.has(table);
  });
}

/** Breadth first: each table by the fewest steps. */
export function reachOf(root: Table, edges: ReadonlyMap<Table, readonly Cascade[]>): Reach {
  const came = new Map<Table, Table | undefined>([[root, undefined]]);
  const queue = [root];
  const used: Cascade[] = [];
  for (const table of queue) {
    for (const edge of edges.get(table) ?? []) {
      used.push(edge);
      if (came.has(edge.from)) continue;
      came.set(edge.from, table);
      queue.push(edge.from);
    }
  }
  const chain: Table[] = [];
  for (let table = queue.at(-1); table; table = came.get(table)) chain.unshift(table);
  return { tables: queue.slice(1).sort(compareNames), edges: used, chain };
}
