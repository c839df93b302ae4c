import type { Advice } from '../../advisor/advice.ts';
import { lookups as makeLookups } from '../../catalog/lookups.ts';
import { qualified } from '../../catalog/names.ts';
import { reachable } from '../explain/reach.ts';
import type { OpenedSource } from '../opened-source.ts';
import type { WorkloadEntry } from './workload-queries.ts';

/** Qualified names of the tables that the queries read or write and that the advice touches; of partitions the whole. */
export function relevantTables(
  entries: readonly Pick<WorkloadEntry, 'facts'>[],
  { catalog }: OpenedSource,
  advice: Pick<Advice, 'create' | 'drop'>,
): ReadonlySet<string> {
  const lookups = makeLookups(catalog);
  const names = new Set<string>();
  let all = false;
  for (const { facts } of entries) {
    const reached = reachable(facts, catalog, lookups);
    if (!reached) all = true;
    for (const name of reached ?? []) names.add(name);
  }
  const touched = new Set([
    ...advice.create.map((one) => qualified(one.change.table)),
    ...advice.drop.map((one) => qualified(one.table)),
  ]);
  return new Set(
    catalog.tables
      .filter((table) => !table.partitionOf && (all || names.has(table.name) || touched.has(qualified(table))))
      .map(qualified),
  );
}
