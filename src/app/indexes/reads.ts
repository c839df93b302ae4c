import type { NewIndex } from '../../advisor/advice.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import { qualified } from '../../catalog/names.ts';
import type { PlanNode, QueryPlan } from '../../catalog/query-plan.ts';
import type { Index } from '../../catalog/table.ts';
import { definitionOf } from '../../output/indexes/definition.ts';

/** The definitions of all indexes by qualified name, new ones among them. */
export function definitions(catalog: Catalog, created: readonly NewIndex[] = []): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const table of [...catalog.tables, ...catalog.views]) {
    for (const index of table.indexes) {
      found.set(qualified({ schema: table.schema, name: index.name }), definitionOfIndex(table, index));
    }
  }
  for (const index of created) found.set(qualified({ schema: index.table.schema, name: index.name }), definitionOf(index));
  return found;
}

function definitionOfIndex(table: { readonly schema: string; readonly name: string }, index: Index): string {
  return definitionOf({
    table,
    method: index.method,
    unique: index.unique,
    include: index.include,
    // What is the default needs no words: nulls come first where the order descends.
    keys: index.keys,
    ...(index.predicate === undefined ? {} : { predicate: index.predicate }),
  });
}

/**
 * How a plan reads each table, by qualified name: the definition of the index, or null where any of its reads goes from
 * end to end. A partition's index is told by its own definition.
 */
export function readsOf(plan: QueryPlan, known: ReadonlyMap<string, string>): Readonly<Record<string, string | null>> {
  const reads = new Map<string, string | null>();
  const visit = (node: PlanNode, relation?: string): void => {
    const own = node.schema !== undefined && node.relation !== undefined ? qualified({ schema: node.schema, name: node.relation }) : undefined;
    const table = own ?? relation;
    if (own !== undefined && /^(?:Seq|Sample) Scan$/.test(node.kind)) reads.set(own, null);
    if (node.index !== undefined && table !== undefined && reads.get(table) !== null && !reads.has(table)) {
      reads.set(table, known.get(`${table.slice(0, table.indexOf('.'))}.${node.index}`) ?? definitionByName(known, node.index) ?? node.index);
    }
    for (const child of node.children) visit(child, table);
  };
  visit(plan.root);
  return Object.fromEntries([...reads].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Plans name an index without its schema. */
function definitionByName(known: ReadonlyMap<string, string>, name: string): string | undefined {
  return [...known].find(([key]) => key.endsWith(`.${name}`) || key.endsWith(`."${name}"`))?.[1];
}
