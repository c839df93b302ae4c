import type { PlanNode, QueryPlan } from '../../catalog/query-plan.ts';
import { type HashAggregate, hashAggregates } from './hash-aggregate.ts';
import type { HashTable } from './hash-memory.ts';

/** What of a plan depends on memory settings. */
export interface MemoryUse {
  readonly hashTables: readonly HashTable[];
  readonly hashAggregates: readonly HashAggregate[];
  /** Rows that are asked for at most, rows per answer, and their width. */
  readonly caches: readonly { readonly calls: number; readonly rows: number; readonly width: number }[];
  /** `schema.relation`s, or names alone, that are read through a bitmap. */
  readonly bitmaps: readonly string[];
  /** Bytes of each sort's input. */
  readonly sorts: readonly number[];
  /** Sub-plans that are kept in a hash table. */
  readonly hashedSubplans: number;
}

/** Every node's use of memory. */
export function memoryUse(plan: QueryPlan, leaderTakesPart: boolean): MemoryUse {
  const use = {
    hashTables: [] as HashTable[],
    hashAggregates: hashAggregates(plan),
    caches: [] as MemoryUse['caches'][number][],
    bitmaps: [] as string[],
    sorts: [] as number[],
    hashedSubplans: 0,
  };
  const visit = (node: PlanNode, workers: number, parent: PlanNode | undefined): void => {
    const [child] = node.children;
    if (node.kind === 'Hash' && child) use.hashTables.push(hashTable(node, child, workers, leaderTakesPart));
    if (node.kind === 'Memoize' && child) {
      use.caches.push({ calls: parent?.children[0]?.rows ?? 0, rows: child.rows, width: child.width });
    }
    if (node.kind === 'Bitmap Heap Scan' && node.relation !== undefined) use.bitmaps.push(node.relation);
    if (/Sort$/.test(node.kind) && child) use.sorts.push(child.rows * (Math.ceil(child.width / 8) * 8 + 24));
    for (const fact of Object.values(node.facts)) {
      const text = Array.isArray(fact) ? fact.join(' ') : String(fact);
      use.hashedSubplans += text.match(/\bhashed SubPlan\b/g)?.length ?? 0;
    }
    for (const below of node.children) visit(below, node.workersPlanned ?? workers, node);
  };
  visit(plan.root, 0, undefined);
  return use;
}

/** Of a shared table the node tells the rows of one worker (get_parallel_divisor in src/backend/optimizer/path/costsize.c). */
function hashTable(node: PlanNode, child: PlanNode, workers: number, leaderTakesPart: boolean): HashTable {
  if (!node.parallelAware) return { rows: child.rows, width: child.width };
  const leader = leaderTakesPart ? Math.max(0, 1 - 0.3 * workers) : 0;
  return { rows: child.rows * (workers + leader), width: child.width, sharedBy: workers };
}
