import type { Catalog } from '../../catalog/catalog.ts';
import type { PlanNode, QueryPlan } from '../../catalog/query-plan.ts';
import type { QueryFacts } from '../../engines/query-facts.ts';

/**
 * A plan from elsewhere with the tables that its names stand for in the query: some engines tell the alias of a table
 * alone. A name that stands for several tables there is left as it is.
 */
export function withTables(plan: QueryPlan, { blocks }: QueryFacts, { tables }: Catalog): QueryPlan {
  const relations = blocks.flatMap((block) => block.relations);
  const visit = (node: PlanNode): PlanNode => {
    const children = node.children.map(visit);
    const isAlias = node.relation !== undefined && node.relation === node.alias && node.schema === undefined;
    const named = isAlias
      ? relations.flatMap(({ alias, table }) =>
          table && alias.toLowerCase() === node.relation?.toLowerCase()
            ? tables.filter((one) => one.schema === table.schema && one.name === table.name)
            : [],
        )
      : [];
    const [only] = named;
    return only && named.every((one) => one === only)
      ? { ...node, relation: only.name, schema: only.schema, children }
      : { ...node, children };
  };
  return { ...plan, root: visit(plan.root) };
}
