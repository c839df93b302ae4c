import type { Lookups } from '../../catalog/lookups.ts';
import { nameMap } from '../../catalog/name-map.ts';
import { compareText, type QualifiedName, qualified } from '../../catalog/names.ts';
import type { PlanNode, QueryPlan } from '../../catalog/query-plan.ts';
import type { Statistics } from '../../catalog/statistics.ts';
import type { Diagnostic } from '../../findings/error.ts';
import { RelvarError } from '../../findings/error.ts';
import type { Lab } from '../../lab/lab.ts';
import { labOf } from '../../lab/labs.ts';
import type { DocumentedQuery } from '../../output/docs/dictionary.ts';
import { ofTables } from '../explain/reach.ts';
import { shortened, type WorkloadEntry, type WorkloadWorld } from '../indexes/workload-queries.ts';
import { hasQueries, type OpenedSource } from '../opened-source.ts';
import { knownQueries } from '../review/known-queries.ts';
import { tablesOf, tablesRead } from '../review/query-use.ts';

/**
 * The queries that are known of a source, with the tables that they name and the indexes that the planner takes for them
 * at the given sizes.
 * @throws RelvarError when an input that was given cannot be read or holds no query
 */
export async function documentedQueries(
  opened: OpenedSource,
  inputs: readonly string[],
  world: WorkloadWorld,
  lookups: Lookups,
  statistics: Statistics,
): Promise<{ readonly queries: readonly DocumentedQuery[]; readonly diagnostics: readonly Diagnostic[] }> {
  if (inputs.length === 0 && !hasQueries(opened)) return { queries: [], diagnostics: [] };
  const known = await knownQueries(opened, inputs, world);
  if (known.entries.length === 0) return { queries: [], diagnostics: known.diagnostics };
  world.progress('planning the queries');
  const read = tablesRead(known.entries, opened.catalog, lookups);
  const lab = await (await labOf(opened.engine)).open(opened.lab, opened.version);
  await lab.believe(opened.catalog, ofTables(statistics, opened, read));
  const wholes = wholesOf(opened);
  const queries: DocumentedQuery[] = [];
  for (const entry of known.entries) {
    world.signal.throwIfAborted();
    queries.push(await documentedQuery(entry, lab, lookups, wholes));
  }
  return { queries, diagnostics: known.diagnostics };
}

async function documentedQuery(
  { sql, name, where, callsPerSecond, goalMilliseconds, facts }: WorkloadEntry,
  lab: Lab,
  lookups: Lookups,
  wholes: Wholes,
): Promise<DocumentedQuery> {
  const target = facts.target ? qualified(wholes.relation(facts.target)) : undefined;
  const named = tablesOf(facts, lookups).map((one) => qualified(wholes.relation(one)));
  const used = await planned(sql, lab, wholes);
  return {
    title: name ?? shortened(sql),
    sql,
    // Without the folder: pages are the same wherever the schema lies.
    ...(where === undefined ? {} : { where: where.replace(/^.*[\\/]/, '') }),
    ...(callsPerSecond === undefined ? {} : { callsPerSecond }),
    ...(goalMilliseconds === undefined ? {} : { goalMilliseconds }),
    reads: [...new Set(named)].filter((one) => one !== target).sort(compareText),
    writes: target === undefined ? [] : [target],
    ...(used ? { indexes: used.indexes } : {}),
    scans: used?.scans ?? [],
  };
}

async function planned(sql: string, lab: Lab, wholes: Wholes): Promise<ReturnType<typeof usedBy> | undefined> {
  try {
    const { plan } = await lab.plan({ sql });
    return usedBy(plan, wholes);
  } catch (error) {
    if (error instanceof RelvarError) return undefined;
    throw error;
  }
}

/** The indexes that a plan reads, and the tables that it reads from end to end. */
function usedBy(
  plan: QueryPlan,
  wholes: Wholes,
): { readonly indexes: readonly string[]; readonly scans: readonly string[] } {
  const indexes = new Set<string>();
  const scans = new Set<string>();
  const visit = (node: PlanNode, above: string | undefined): void => {
    const relation = node.relation ?? above;
    if (relation !== undefined && node.index !== undefined) {
      const index = wholes.index(relation, node.index);
      if (index) indexes.add(qualified(index));
    }
    if (node.relation !== undefined && /^(?:Parallel )?(?:Seq|Sample) Scan$/.test(node.kind)) {
      const table = wholes.named(node.relation);
      if (table) scans.add(qualified(table));
    }
    for (const child of node.children) visit(child, relation);
  };
  visit(plan.root, undefined);
  return { indexes: [...indexes].sort(compareText), scans: [...scans].sort(compareText) };
}

/** Partitions and their indexes as the whole's. A plan names relations without schema: of several by one name, the first. */
interface Wholes {
  relation(name: QualifiedName): QualifiedName;
  named(relation: string): QualifiedName | undefined;
  index(relation: string, index: string): QualifiedName | undefined;
}

function wholesOf({ catalog }: OpenedSource): Wholes {
  const parents = nameMap<QualifiedName>();
  const parentIndexes = nameMap<QualifiedName>();
  const byName = new Map<string, QualifiedName>();
  const indexes = new Map<string, QualifiedName>();
  for (const one of [...catalog.tables, ...catalog.views]) {
    if (!byName.has(one.name)) byName.set(one.name, one);
    if ('partitionOf' in one && one.partitionOf) parents.set(one, one.partitionOf.parent);
    for (const index of one.indexes) {
      const name = { schema: one.schema, name: index.name };
      if (!indexes.has(`${one.name} ${index.name}`)) indexes.set(`${one.name} ${index.name}`, name);
      if (index.partitionOf) parentIndexes.set(name, index.partitionOf);
    }
  }
  const top = (name: QualifiedName, of: { get(one: QualifiedName): QualifiedName | undefined }): QualifiedName => {
    const parent = of.get(name);
    return parent ? top(parent, of) : name;
  };
  return {
    relation: (name) => top(name, parents),
    named: (relation) => {
      const name = byName.get(relation);
      return name && top(name, parents);
    },
    index: (relation, index) => {
      const name = indexes.get(`${relation} ${index}`);
      return name && top(name, parentIndexes);
    },
  };
}
