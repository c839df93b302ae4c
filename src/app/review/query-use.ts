import type { Catalog } from '../../catalog/catalog.ts';
import type { Lookups } from '../../catalog/lookups.ts';
import { type QualifiedName, qualified } from '../../catalog/names.ts';
import type { QueryFacts } from '../../engines/query-facts.ts';
import { reachable } from '../explain/reach.ts';
import type { WorkloadEntry } from '../indexes/workload-queries.ts';

const day = 86_400;

/**
 * How often the workload reads or writes a table, in calls a day, partitions counted with their whole; for the
 * importance of tables. A query whose calls nobody tells counts as one call a second, as for advice on indexes.
 */
export function queryUse(
  entries: readonly Pick<WorkloadEntry, 'facts' | 'callsPerSecond'>[],
  lookups: Lookups,
): (table: QualifiedName) => number {
  const calls = new Map<string, number>();
  for (const { facts, callsPerSecond = 1 } of entries) {
    for (const table of new Set(tablesOf(facts, lookups).map((name) => qualified(wholeOf(name, lookups))))) {
      calls.set(table, (calls.get(table) ?? 0) + callsPerSecond * day);
    }
  }
  return (table) => calls.get(qualified(table)) ?? 0;
}

/** The tables and views that a statement names, each once. */
export function tablesOf({ blocks, target }: QueryFacts, lookups: Lookups): readonly QualifiedName[] {
  const named = blocks.flatMap((block) => block.relations.flatMap((relation) => relation.table ?? []));
  const all = [...named, ...(target ? [target] : [])];
  return [...new Map(all.map((name) => [qualified(name), lookups.table(name) ?? name])).values()];
}

function wholeOf(name: QualifiedName, lookups: Lookups): QualifiedName {
  const parent = lookups.table(name)?.partitionOf?.parent;
  return parent ? wholeOf(parent, lookups) : name;
}

/**
 * Names of the tables that queries read or write, behind their views too, and of those that refer to what they change:
 * whose sizes a lab has to believe to plan for them.
 */
export function tablesRead(
  entries: readonly Pick<WorkloadEntry, 'facts'>[],
  catalog: Catalog,
  lookups: Lookups,
): ReadonlySet<string> {
  const names = new Set<string>();
  const follow = (target: QualifiedName, seen: Set<string>): void => {
    for (const { from } of lookups.referencesTo(target)) {
      if (seen.has(qualified(from))) continue;
      seen.add(qualified(from));
      names.add(from.name);
      follow(from, seen);
    }
  };
  for (const { facts } of entries) {
    for (const name of reachable(facts, catalog, lookups) ?? catalog.tables.map((table) => table.name)) names.add(name);
    if (facts.target && (facts.kind === 'delete' || facts.kind === 'update')) follow(facts.target, new Set());
  }
  return names;
}
