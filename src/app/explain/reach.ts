import type { Catalog } from '../../catalog/catalog.ts';
import { closest } from '../../catalog/closest.ts';
import type { Lookups } from '../../catalog/lookups.ts';
import { type QualifiedName, qualified } from '../../catalog/names.ts';
import type { PlanNode, QueryPlan } from '../../catalog/query-plan.ts';
import { indexKey, type Statistics } from '../../catalog/statistics.ts';
import type { QueryFacts } from '../../engines/query-facts.ts';
import { RelvarError } from '../../findings/error.ts';

/**
 * Refuses a plan that cannot be the query's: it reads a table that neither stands in the query nor behind one of its
 * views, nor is a part of one of its tables.
 * @throws RelvarError `plan-query-mismatch`
 */
export function requireMatch(
  plan: QueryPlan,
  query: QueryFacts,
  catalog: Catalog,
  lookups: Lookups,
  planName: string,
): void {
  const asked = reachable(query, catalog, lookups);
  // What a function or a rule reads cannot be seen in the query.
  if (asked === undefined) return;
  for (const name of relationsOf(plan)) {
    if (!catalog.tables.some((table) => table.name === name) || asked.has(name)) continue;
    throw new RelvarError('plan-query-mismatch', `${planName}: the plan reads ${name}, which the query does not`, {
      hint: 'give the plan and the query that belong together',
    });
  }
}

/** What the plan reads and the schema does not have, told with the closest names. */
export function unknownRelations(plan: QueryPlan, catalog: Catalog): readonly string[] {
  const names = new Set([...catalog.tables, ...catalog.views].map((one) => one.name));
  return [...relationsOf(plan)]
    .filter((name) => !names.has(name) && !name.startsWith('pg_'))
    .map((name) => {
      const guess = closest(name, names);
      return guess === undefined ? name : `${name} (did you mean ${guess}?)`;
    });
}

/** Names of the tables that a plan reads or writes, in its order. */
function relationsOf(plan: QueryPlan): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: PlanNode) => {
    if (node.relation !== undefined) names.add(node.relation);
    node.children.forEach(visit);
  };
  visit(plan.root);
  return names;
}

/** The statistics of what a query can read; of everything where that cannot be seen. */
export function relevant(statistics: Statistics, query: QueryFacts, catalog: Catalog, lookups: Lookups): Statistics {
  const names = reachable(query, catalog, lookups);
  return names === undefined ? statistics : ofTables(statistics, { catalog }, names);
}

/** The statistics of the tables and views of these names, and of their indexes. */
export function ofTables(
  statistics: Statistics,
  { catalog }: { readonly catalog: Catalog },
  names: ReadonlySet<string>,
): Statistics {
  const tables = catalog.tables.filter((table) => names.has(table.name));
  const views = catalog.views.filter((view) => names.has(view.name));
  const keys = new Set([...tables, ...views].map(qualified));
  const indexes = new Set(
    [...tables, ...views].flatMap((one) => one.indexes.map(({ name }) => indexKey(statistics, one, name))),
  );
  return {
    ...statistics,
    tables: Object.fromEntries(Object.entries(statistics.tables).filter(([key]) => keys.has(key))),
    indexes: Object.fromEntries(Object.entries(statistics.indexes).filter(([key]) => indexes.has(key))),
  };
}

/**
 * The tables of a query by name, with what stands behind its views and with the parts of its tables. Nothing when it
 * calls functions in its FROM clause: what those read cannot be seen.
 */
export function reachable(query: QueryFacts, catalog: Catalog, lookups: Lookups): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  const views = new Map(catalog.views.map((view) => [qualified(view), view]));
  const seen = new Set<string>();
  let opaque = false;
  const add = (name: QualifiedName) => {
    const key = qualified(name);
    if (seen.has(key)) return;
    seen.add(key);
    names.add(name.name);
    for (const read of views.get(key)?.reads ?? []) add(read);
    for (const part of lookups.partitions(name)) add(part);
    for (const table of catalog.tables) if (table.inherits.some((parent) => qualified(parent) === key)) add(table);
  };
  for (const block of query.blocks) {
    for (const relation of block.relations) {
      if (relation.table) add(relation.table);
      else if (relation.other !== undefined && /\w\s*\(/.test(relation.other)) opaque = true;
    }
  }
  if (query.target) add(query.target);
  return opaque ? undefined : names;
}
