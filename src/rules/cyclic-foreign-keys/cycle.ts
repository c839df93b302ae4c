import type { Lookups } from '../../catalog/lookups.ts';
import { compareNames } from '../../catalog/names.ts';
import type { ForeignKey, Table } from '../../catalog/table.ts';
import { nullableAmong } from '../nullability.ts';
import { strongComponents } from '../strong-components.ts';

/** All that refers from one table to another at the same time as a row is written. */
export interface Edge {
  readonly from: Table;
  readonly to: Table;
  readonly keys: readonly ForeignKey[];
  /** True when a row of `from` cannot be without a row of `to`. */
  readonly required: boolean;
}

/** The references between two different tables that are checked at the end of each statement. */
export function immediateEdges(lookups: Lookups): readonly Edge[] {
  return lookups.ownTables.flatMap((from) => {
    const byTarget = new Map<Table, ForeignKey[]>();
    for (const { key, to } of lookups.referencesFrom(from)) {
      if (!to || to === from || key.inherited || !key.enforced || key.deferrable) continue;
      byTarget.set(to, [...(byTarget.get(to) ?? []), key]);
    }
    return [...byTarget].map(([to, keys]) => ({
      from,
      to,
      keys,
      required: keys.some((key) => isRequired(from, key, lookups)),
    }));
  });
}

export function isRequired(from: Table, key: ForeignKey, lookups: Lookups): boolean {
  return nullableAmong(lookups, from, key.columns).length === 0;
}

/** The groups of two or more tables that lead to each other along the edges, tables and groups in order of their names. */
export function loops(edges: readonly Edge[]): readonly (readonly Table[])[] {
  const next = targets(edges);
  const nodes = [...new Set(edges.flatMap((edge) => [edge.from, edge.to]))];
  return strongComponents(nodes, (table) => (next.get(table) ?? []).map((edge) => edge.to))
    .filter((component) => component.length > 1)
    .map((component) => [...component].sort(compareNames))
    .sort((a, b) => (a[0] && b[0] ? compareNames(a[0], b[0]) : 0));
}

/** The shortest way round within a loop, from the first table by name that is on one so short. */
export function shortestCycle(loop: readonly Table[], edges: readonly Edge[]): readonly Edge[] {
  const inside = new Set(loop);
  const next = targets(edges.filter((edge) => inside.has(edge.from) && inside.has(edge.to)));
  let best: readonly Edge[] = [];
  for (const start of loop) {
    const cycle = wayBack(start, next);
    if (cycle.length > 0 && (best.length === 0 || cycle.length < best.length)) best = cycle;
    if (best.length === 2) break;
  }
  return best;
}

function wayBack(start: Table, next: ReadonlyMap<Table, readonly Edge[]>): readonly Edge[] {
  const came = new Map<Table, Edge>();
  const queue = [start];
  for (const table of queue) {
    for (const edge of next.get(table) ?? []) {
      if (edge.to === start) return back(edge, came);
      if (came.has(edge.to)) continue;
      came.set(edge.to, edge);
      queue.push(edge.to);
    }
  }
  return [];
}

function back(last: Edge, came: ReadonlyMap<Table, Edge>): readonly Edge[] {
  const path = [last];
  for (let edge = came.get(last.from); edge; edge = came.get(edge.from)) path.unshift(edge);
  return path;
}

/** The edges from each table, by the name of where they lead. */
function targets(edges: readonly Edge[]): ReadonlyMap<Table, readonly Edge[]> {
  const next = new Map<Table, Edge[]>();
  for (const edge of edges) {
    const list = next.get(edge.from);
    if (list) list.push(edge);
    else next.set(edge.from, [edge]);
  }
  for (const list of next.values()) list.sort((a, b) => compareNames(a.to, b.to));
  return next;
}
