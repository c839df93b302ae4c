import { bindingsOf } from '../engines/oriented.ts';
import { indexIdeas } from './index-ideas.ts';
import type { PlacedNode } from './plan-tree.ts';
import { sortOrder } from './query-part.ts';
import { isTableScan, listFact, scanConditions, tableOf } from './scan.ts';
import type { RemedyIdea, SignInput } from './sign.ts';

/** Nodes that hand on the rows of one scan in its order. */
const passing = new Set(['Gather', 'Gather Merge', 'Subquery Scan', 'Materialize', 'Append']);

/** The one scan whose rows a sort orders; nothing where it sorts a join or an aggregate. */
export function scanBelow(placed: PlacedNode, input: SignInput): PlacedNode | undefined {
  let [only, ...others] = scansOf(placed, input);
  while (only && passing.has(only.node.kind)) [only, ...others] = scansOf(only, input);
  return only && others.length === 0 && isTableScan(only.node) ? only : undefined;
}

function scansOf(placed: PlacedNode, { tree }: SignInput): readonly PlacedNode[] {
  return tree
    .childrenOf(placed)
    .filter((one) => one.node.relationship !== 'InitPlan' && one.node.relationship !== 'SubPlan');
}

/** Indexes that give a sort's order, with the columns that its scan holds equal before it. */
export function orderIdeas(sort: PlacedNode, input: SignInput): readonly RemedyIdea[] {
  const scan = scanBelow(sort, input);
  const table = scan && tableOf(scan.node, input);
  if (!scan || !table) return [];
  const alias = scan.node.alias;
  const order = sortOrder(listFact(sort.node, 'Sort Key'), alias, table);
  if (order.length === 0) return [];
  const { access, filter } = scanConditions(scan, input);
  const conditions = bindingsOf([...access, ...filter], alias, table);
  return indexIdeas({ table, conditions, order, ...(alias === undefined ? {} : { alias }) }, input);
}
