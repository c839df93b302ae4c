import { qualified } from '../../catalog/names.ts';
import type { PlanNode } from '../../catalog/query-plan.ts';
import type { Statistics } from '../../catalog/statistics.ts';
import type { Traits } from '../../catalog/traits.ts';
import type { Lab } from '../../lab/lab.ts';
import type { DesignedPlan } from '../../output/design/report.ts';
import { grow } from '../../scale/grow.ts';
import type { OpenedSource } from '../opened-source.ts';
import type { ReadQuery } from './read-queries.ts';

/** Tables with so many rows are not to be read whole. */
const large = 10_000;

/** The plans of all queries at the present size and at ten times it. */
export async function planAll(
  lab: Lab,
  { catalog, engine, traits }: OpenedSource,
  statistics: Statistics,
  queries: readonly ReadQuery[],
): Promise<readonly { readonly today: DesignedPlan; readonly tenfold: DesignedPlan }[]> {
  if (queries.length === 0) return [];
  const at = async (known: Statistics): Promise<readonly DesignedPlan[]> => {
    await lab.believe(catalog, known);
    const plans: DesignedPlan[] = [];
    for (const { sql } of queries) plans.push(planOf((await lab.plan({ sql })).plan.root, known, traits));
    return plans;
  };
  const today = await at(statistics);
  const tenfold = await at(grow(catalog, statistics, 10, engine.sizes));
  return today.map((one, place) => {
    const later = tenfold[place];
    if (!later) throw new Error('a query was planned at one size only');
    return { today: one, tenfold: later };
  });
}

/** What a plan costs and reads; tables that are large by the statistics. */
export function planOf(
  root: PlanNode,
  statistics: Statistics,
  { defaultSchema }: Pick<Traits, 'defaultSchema'>,
): DesignedPlan {
  const indexes: string[] = [];
  const whole: string[] = [];
  const visit = (node: PlanNode, stopped: boolean): void => {
    if (node.index !== undefined && !indexes.includes(node.index)) indexes.push(node.index);
    if (node.relation !== undefined && readsWhole(node, stopped)) {
      const schema = node.schema ?? defaultSchema;
      const rows = statistics.tables[qualified({ schema, name: node.relation })]?.rows ?? 0;
      if (rows >= large && !whole.includes(node.relation)) whole.push(node.relation);
    }
    const goesOn = !/^(?:Sort|Incremental Sort|Aggregate|Hash|WindowAgg)$/.test(node.kind);
    for (const child of node.children) visit(child, node.kind === 'Limit' || (stopped && goesOn));
  };
  visit(root, false);
  return { cost: root.totalCost, indexes, whole };
}

/**
 * Reads row after row, in their own order or that of an index, and drops those that do not fit; in the order of an index
 * it ends early under a LIMIT, when enough have fitted: how early the planner's cost tells.
 */
function readsWhole({ kind, facts }: PlanNode, stopped: boolean): boolean {
  if (/Seq Scan$/.test(kind)) return true;
  return (
    !stopped && /^Index (?:Only )?Scan/.test(kind) && facts['Index Cond'] === undefined && facts['Filter'] !== undefined
  );
}
