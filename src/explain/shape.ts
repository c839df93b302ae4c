import type { PlanNode, QueryPlan } from '../catalog/query-plan.ts';

/** What two plans must share to be the same plan: kinds, relations, indexes, join types, in their places. */
export function planShape(plan: QueryPlan): string {
  return shapeOf(plan.root);
}

function shapeOf(node: PlanNode): string {
  const parts = [node.kind, node.joinType, node.strategy, node.partialMode, node.relation, node.index].filter(
    (part) => part !== undefined,
  );
  return node.children.length === 0 ? parts.join(' ') : `${parts.join(' ')}(${node.children.map(shapeOf).join(', ')})`;
}

/** Steps that say nothing of the way that was chosen. */
const quiet = new Set(['Hash', 'Materialize', 'Result', 'Limit', 'Subquery Scan', 'Gather', 'Gather Merge']);

/** The plan's way in a few words for people: `Hash Join(Seq Scan orders, Index Scan users_pkey)`. */
export function planSummary(plan: QueryPlan): string {
  return summaryOf(plan.root, 0);
}

/** Deeper steps are only hinted at: nobody reads ten brackets. */
const deepest = 4;

function summaryOf(node: PlanNode, depth: number): string {
  if (depth > deepest) return '…';
  const below = node.children
    .map((child) => summaryOf(child, quiet.has(node.kind) ? depth : depth + 1))
    .filter((text) => text !== '');
  if (quiet.has(node.kind) && below.length === 1) return below[0] ?? '';
  const name = node.kind.startsWith('Bitmap Index') ? '' : node.kind;
  const what = node.index ?? node.relation ?? node.cte ?? node.functionName;
  const own = [name, what].filter((part) => part !== undefined && part !== '').join(' ');
  if (own === '') return below.join(', ');
  return below.length === 0 ? own : `${own}(${below.join(', ')})`;
}
