import type { BufferUse, PlanNode } from '../../catalog/query-plan.ts';
import { bytesText, duration, figure } from '../../explain/figures.ts';
import type { PlacedNode } from '../../explain/plan-tree.ts';
import { count, digits } from '../words.ts';
import { costText, rowsText } from './words.ts';

/** The conditions and keys that tell what a node does, in the order of EXPLAIN. */
const conditions = [
  'Function Call',
  'Sort Key',
  'Presorted Key',
  'Group Key',
  'Cache Key',
  'Index Cond',
  'Recheck Cond',
  'TID Cond',
  'Merge Cond',
  'Hash Cond',
  'Order By',
  'Join Filter',
  'One-Time Filter',
  'Run Condition',
  'Filter',
] as const;

/** What is told of the two sides of a condition: rows that it threw away. */
const removedBy: Readonly<Record<string, string>> = {
  Filter: 'Rows Removed by Filter',
  'Join Filter': 'Rows Removed by Join Filter',
  'Recheck Cond': 'Rows Removed by Index Recheck',
};

/** Told by other words, or of no use to a reader. */
const told = new Set<string>([
  ...conditions,
  ...Object.values(removedBy),
  'Heap Fetches',
  'Sort Method',
  'Sort Space Used',
  'Sort Space Type',
  'Hash Batches',
  'Original Hash Batches',
  'HashAgg Batches',
  'Disk Usage',
  'Exact Heap Blocks',
  'Lossy Heap Blocks',
  'Command',
  'Inner Unique',
  'Single Copy',
]);

/** A line below a node; when there is no room for all, the text is cut and never the note. */
export interface NodeDetail {
  readonly text: string;
  readonly note?: string;
}

/** What stands below a node, a line each: conditions, what went to disk, workers; all that is known when verbose. */
export function nodeDetails(placed: PlacedNode, options: { readonly verbose: boolean }): readonly NodeDetail[] {
  const { node } = placed;
  const lines = [...trouble(node)];
  const workers = workersLine(node);
  if (workers !== undefined) lines.push(workers);
  if (node.disabled) lines.push('switched off by a setting, and used all the same');
  if (options.verbose) lines.push(...everything(placed));
  return [...conditions.flatMap((name) => conditionLine(node, name)), ...lines.map((text) => ({ text }))];
}

function conditionLine(node: PlanNode, name: string): readonly NodeDetail[] {
  const fact = node.facts[name];
  if (fact === undefined) return [];
  const text = Array.isArray(fact) ? fact.join(', ') : String(fact);
  const removed = numberOf(node, removedBy[name] ?? '');
  const loops = node.measured?.loops ?? 1;
  const line = { text: `${name}: ${text}` };
  if (removed === undefined || removed === 0) return [line];
  const each = loops > 1 ? ' per loop' : '';
  return [{ ...line, note: `${rowsText(removed)} ${removed === 1 ? 'row' : 'rows'} thrown away${each}` }];
}

/** What was measured and should not be: disk instead of memory, lossy pages, visits of the table by an index-only scan. */
function trouble(node: PlanNode): readonly string[] {
  const lines: string[] = [];
  const method = node.facts['Sort Method'];
  if (typeof method === 'string') {
    const space = numberOf(node, 'Sort Space Used');
    const where = node.facts['Sort Space Type'] === 'Disk' ? 'on disk' : 'in memory';
    lines.push(`Sorted by ${method}${space === undefined ? '' : `, ${bytesText(space * 1024)} ${where}`}`);
  }
  const batches = numberOf(node, 'Hash Batches') ?? numberOf(node, 'HashAgg Batches') ?? 1;
  if (batches > 1) {
    const disk = numberOf(node, 'Disk Usage');
    lines.push(`${digits(batches)} batches${disk === undefined ? '' : `, ${bytesText(disk * 1024)}`} on disk`);
  }
  const lossy = numberOf(node, 'Lossy Heap Blocks') ?? 0;
  if (lossy > 0) {
    lines.push(`${count(lossy, 'page')} lossy, ${digits(numberOf(node, 'Exact Heap Blocks') ?? 0)} exact`);
  }
  const fetches = numberOf(node, 'Heap Fetches') ?? 0;
  if (fetches > 0) lines.push(`${digits(fetches)} visits of the table itself (Heap Fetches)`);
  return lines;
}

function workersLine({ workersPlanned, workersLaunched }: PlanNode): string | undefined {
  if (workersPlanned === undefined) return undefined;
  if (workersLaunched === undefined) return `${count(workersPlanned, 'worker')} planned`;
  if (workersLaunched === workersPlanned) return count(workersPlanned, 'worker');
  return `${count(workersPlanned, 'worker')} planned, ${digits(workersLaunched)} launched`;
}

/** Loops, costs as the planner writes them, pages, workers one by one, and every further fact. */
function everything({ node, loops }: PlacedNode): readonly string[] {
  const { measured } = node;
  const lines = [
    `cost ${figure2(node.startupCost)}..${figure2(node.totalCost)}, ${rowsText(node.rows)} rows of ${node.width} bytes expected per loop`,
  ];
  if (measured && measured.loops > 0) {
    const time =
      measured.totalMilliseconds === undefined
        ? ''
        : `, ${measured.startupMilliseconds === undefined ? '' : `${duration(measured.startupMilliseconds)}..`}${duration(measured.totalMilliseconds)} per loop`;
    const each = measured.loops === loops ? '' : ` (${figure(loops)} one after the other)`;
    lines.push(`${count(measured.loops, 'loop')}${each}, ${rowsText(measured.rows)} rows per loop${time}`);
  }
  if (node.buffers) lines.push(`Pages: ${buffersText(node.buffers)}`);
  const times = [
    node.readMilliseconds ? `reading ${duration(node.readMilliseconds)}` : '',
    node.writeMilliseconds ? `writing ${duration(node.writeMilliseconds)}` : '',
  ].filter((part) => part !== '');
  if (times.length > 0) lines.push(`Of it ${times.join(', ')}`);
  if (node.wal) lines.push(`WAL: ${count(node.wal.records, 'record')}, ${bytesText(node.wal.bytes)}`);
  for (const worker of node.workers) {
    const parts = [
      worker.measured ? `${rowsText(worker.measured.rows)} rows` : '',
      worker.measured?.totalMilliseconds === undefined ? '' : duration(worker.measured.totalMilliseconds),
      ...Object.entries(worker.facts).map(([name, value]) => `${name}: ${value}`),
    ].filter((part) => part !== '');
    lines.push(`Worker ${worker.number}: ${parts.join(', ')}`);
  }
  for (const [name, fact] of Object.entries(node.facts)) {
    if (!told.has(name)) lines.push(`${name}: ${Array.isArray(fact) ? fact.join(', ') : String(fact)}`);
  }
  return lines;
}

function figure2(cost: number): string {
  return cost < 100 ? `${Number(cost.toFixed(2))}` : costText(cost);
}

/** `1 234 hit, 56 read, 78 written to temporary files`; what there is none of is left out. */
export function buffersText(buffers: BufferUse): string {
  const parts: readonly (readonly [number, string])[] = [
    [buffers.sharedHit, 'hit'],
    [buffers.sharedRead, 'read'],
    [buffers.sharedDirtied, 'dirtied'],
    [buffers.sharedWritten, 'written'],
    [buffers.localHit, 'hit in temporary tables'],
    [buffers.localRead, 'read from temporary tables'],
    [buffers.localDirtied, 'dirtied in temporary tables'],
    [buffers.localWritten, 'written to temporary tables'],
    [buffers.temporaryRead, 'read from temporary files'],
    [buffers.temporaryWritten, 'written to temporary files'],
  ];
  const some = parts.filter(([pages]) => pages > 0).map(([pages, what]) => `${digits(pages)} ${what}`);
  return some.length === 0 ? 'none' : some.join(', ');
}

function numberOf(node: PlanNode, name: string): number | undefined {
  const fact = node.facts[name];
  return typeof fact === 'number' ? fact : undefined;
}
