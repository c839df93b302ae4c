import type { PlanNode } from '../../catalog/query-plan.ts';
import type { QueryAdvice } from '../advice.ts';

/** A table of so few rows is read whole at no cost. */
const fewRows = 1000;

const scans = new Set(['Seq Scan', 'Index Scan', 'Index Only Scan', 'Bitmap Heap Scan']);

/**
 * How far a plan's tables are read through indexes that find the rows by themselves, with no condition left to check
 * and nothing left to sort.
 */
export function coverageOf(root: PlanNode): QueryAdvice['covered'] {
  let [whole, part, read] = [0, 0, 0];
  let sorts = false;
  let filters = false;
  const visit = (node: PlanNode): void => {
    if (
      scans.has(node.kind) &&
      !(node.kind === 'Seq Scan' && node.rows < fewRows && node.facts['Filter'] === undefined)
    ) {
      read++;
      if (node.kind !== 'Seq Scan') part++;
      if (node.kind !== 'Seq Scan' && node.facts['Filter'] === undefined) whole++;
    }
    // What is checked of pairs, or of rows that were put together, no index found.
    filters ||=
      node.facts['Join Filter'] !== undefined ||
      (!scans.has(node.kind) && node.kind !== 'Aggregate' && node.facts['Filter'] !== undefined);
    sorts ||= node.kind === 'Sort' || node.kind === 'Incremental Sort';
    for (const child of node.children) visit(child);
  };
  visit(root);
  if (read === whole && !filters && !(sorts && part > 0)) return 'full';
  return part > 0 ? 'partly' : 'none';
}

/** Names of the indexes that a plan reads. */
export function indexesIn(root: PlanNode): readonly string[] {
  const names = new Set<string>();
  const visit = (node: PlanNode): void => {
    if (node.index !== undefined) names.add(node.index);
    for (const child of node.children) visit(child);
  };
  visit(root);
  return [...names];
}

/** The plan with its indexes called as the advice calls them. */
export function renamed(node: PlanNode, nameOf: (index: string) => string): PlanNode {
  const children = node.children.map((child) => renamed(child, nameOf));
  return { ...node, ...(node.index === undefined ? {} : { index: nameOf(node.index) }), children };
}
