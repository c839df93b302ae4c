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
