import type { ExtendedStatistics } from './catalog.ts';

/** The engine lists columns by their place in the table, which does not count. */
export function inAnyOrder(statistics: ExtendedStatistics): ExtendedStatistics {
  const definition = statistics.definition.replace(
    / ON (.+) FROM /,
    (_, list: string) => ` ON ${list.split(', ').sort().join(', ')} FROM `,
  );
  return { ...statistics, columns: statistics.columns.toSorted(), definition };
}
