import type { Table } from '../../catalog/table.ts';
import type { Access } from '../candidates/access.ts';

/** A number for each query: the same for those that read a table in common, directly or by others between them. */
export function groupsOf(queries: number, accesses: readonly Access[]): readonly number[] {
  const parent = Array.from({ length: queries }, (_, at) => at);
  const rootOf = (at: number): number => {
    let root = at;
    while (parent[root] !== root) root = parent[root] ?? root;
    parent[at] = root;
    return root;
  };
  const firstOf = new Map<Table, number>();
  for (const { table, query } of accesses) {
    const first = firstOf.get(table);
    if (first === undefined) firstOf.set(table, query);
    else parent[rootOf(query)] = rootOf(first);
  }
  return parent.map((_, at) => rootOf(at));
}
