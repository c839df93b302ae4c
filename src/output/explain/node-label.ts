import type { PlanNode } from '../../catalog/query-plan.ts';

/** A node in words, as EXPLAIN writes it: `Index Scan Backward using orders_at on orders o`, `Hash Left Join`. */
export function nodeLabel(node: PlanNode): string {
  const subplan = node.subplanName === undefined ? '' : `${node.subplanName}: `;
  return subplan + nodeName(node) + nodeObject(node);
}

/** The same in fewer words, for two plans side by side: `Index Scan orders_at`, `Hash Left Join`. */
export function shortNodeLabel(node: PlanNode): string {
  const what = node.index ?? node.relation ?? node.cte ?? node.functionName ?? node.alias;
  const subplan = node.subplanName === undefined ? '' : `${node.subplanName.replace(/ \(returns .*/, '')}: `;
  return subplan + nodeName(node) + (what === undefined ? '' : ` ${what}`);
}

function nodeName(node: PlanNode): string {
  const parts = [
    node.asyncCapable ? 'Async' : '',
    node.parallelAware ? 'Parallel' : '',
    node.partialMode === undefined || node.partialMode === 'Simple' ? '' : node.partialMode,
    kindName(node),
    node.scanDirection === 'Backward' ? 'Backward' : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}

/** The names that EXPLAIN's text gives to what its other forms tell in several fields (src/backend/commands/explain.c). */
function kindName({ kind, strategy, joinType, operation, facts }: PlanNode): string {
  if (kind === 'Aggregate') {
    if (strategy === 'Hashed') return 'HashAggregate';
    if (strategy === 'Sorted') return 'GroupAggregate';
    return strategy === 'Mixed' ? 'MixedAggregate' : 'Aggregate';
  }
  if (kind === 'ModifyTable') return operation ?? kind;
  if (kind === 'SetOp') {
    const command = typeof facts['Command'] === 'string' ? ` ${facts['Command']}` : '';
    return `${strategy === 'Hashed' ? 'HashSetOp' : 'SetOp'}${command}`;
  }
  if (joinType === undefined || joinType === 'Inner') return kind;
  return kind === 'Nested Loop' ? `Nested Loop ${joinType} Join` : kind.replace(/ Join$/, ` ${joinType} Join`);
}

function nodeObject(node: PlanNode): string {
  const name = node.relation ?? node.cte ?? node.functionName;
  const alias = node.alias !== undefined && node.alias !== name ? node.alias : '';
  const object = name === undefined ? alias : alias === '' ? name : `${name} ${alias}`;
  if (node.index === undefined) return object === '' ? '' : ` on ${object}`;
  if (node.kind.startsWith('Bitmap Index')) return ` on ${node.index}`;
  return ` using ${node.index}${object === '' ? '' : ` on ${object}`}`;
}
