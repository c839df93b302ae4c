import { qualified } from './names.ts';
import type { View } from './table.ts';

/** The items with those that others need before these; else the order is kept. In a circle the first comes last. */
export function neededFirst<T>(items: readonly T[], needs: (item: T) => readonly T[]): readonly T[] {
  const seen = new Set<T>();
  const ordered: T[] = [];
  const add = (item: T) => {
    if (seen.has(item)) return;
    seen.add(item);
    for (const needed of needs(item)) add(needed);
    ordered.push(item);
  };
  for (const item of items) add(item);
  return ordered;
}

/** Views behind those that they read. */
export function viewsInOrder(views: readonly View[]): readonly View[] {
  const byName = new Map(views.map((view) => [qualified(view), view]));
  return neededFirst(views, ({ reads }) => reads.flatMap((read) => byName.get(qualified(read)) ?? []));
}
