import { plannedRows } from '../estimates.ts';
import { bytesText, figure } from '../figures.ts';
import { harms, nodesOf } from '../harm.ts';
import { rowBytes, sortSetting, workMemory } from '../memory.ts';
import { orderIdeas } from '../order-ideas.ts';
import type { PlacedNode } from '../plan-tree.ts';
import { listFact } from '../scan.ts';
import { defineSign, type RemedyIdea, type SignInput } from '../sign.ts';
import { measured, planned } from '../told.ts';

/** Rows in memory take about so many times the bytes that they take on disk. */
const memoryPerDisk = 2.5;

/** More than this for one sort is not proposed. */
const mostMemory = 1024 ** 3;

export const sign = defineSign({
  id: 'sort-on-disk',
  title: 'a sort does not fit in memory',
  why: 'What a sort may hold in memory is work_mem. Beyond it rows are written to temporary files and merged from there, which costs writing and reading all of them.',
  what: 'A Sort with the method "external merge" and a disk space, or one whose rows and width are estimated beyond work_mem. Sort fewer or narrower rows, give the query more work_mem, or let an index give the order.',
  references: ['https://www.postgresql.org/docs/current/runtime-config-resource.html#GUC-WORK-MEM'],
  needs: ['plannerSettings'],
  explains: ['sort-an-index-would-spare'],
  followsFromEstimates: true,
  *check(input) {
    for (const placed of nodesOf(input, ['Sort', 'Incremental Sort'])) {
      if (!harms(placed.share, input)) continue;
      const spilt = spilled(placed, input);
      if (!spilt) continue;
      const keys = listFact(placed.node, 'Sort Key').join(', ');
      const what = `sorts ${figure(spilt.rows)} rows${keys === '' ? '' : ` by ${keys}`}`;
      const limit = bytesText(workMemory(input));
      const { setting } = input.traits.sortMemory;
      const { width } = placed.node;
      yield {
        node: placed.path,
        message:
          spilt.kind === 'measured'
            ? `${what} through ${bytesText(spilt.bytes)} of temporary files: ${setting} is ${limit}`
            : `${what}, about ${bytesText(spilt.bytes)}, which do not fit in the ${limit} of ${setting}`,
        evidence: [
          (spilt.kind === 'measured' ? measured : planned)(
            `${bytesText(spilt.bytes)} for ${figure(spilt.rows)} rows${width === 0 ? '' : ` of ${width} bytes`}`,
          ),
        ],
        weight: placed.share,
        remedies: [...orderIdeas(placed, input), ...moreMemory(spilt, input)],
      };
    }
  },
});

interface Spilt {
  readonly kind: 'measured' | 'planned';
  readonly rows: number;
  readonly bytes: number;
}

function spilled(placed: PlacedNode, input: SignInput): Spilt | undefined {
  const { node } = placed;
  const rows = plannedRows(placed);
  if (node.measured) {
    const uses = [node.facts, ...node.workers.map((worker) => worker.facts)];
    const kilobytes = uses
      .filter((facts) => facts['Sort Space Type'] === 'Disk')
      .map((facts) => Number(facts['Sort Space Used'] ?? 0));
    const measuredRows = node.measured.rows * placed.processes;
    const sum = kilobytes.reduce((total, one) => total + one, 0);
    return kilobytes.length > 0 ? { kind: 'measured', rows: measuredRows, bytes: sum * 1024 } : undefined;
  }
  if (node.kind !== 'Sort') return undefined;
  const memory = workMemory(input);
  const kept = keptRows(placed, input);
  if (kept !== undefined && rowBytes(kept, node.width) <= memory) return undefined;
  const bytes = rowBytes(node.rows, node.width);
  return bytes > memory ? { kind: 'planned', rows, bytes } : undefined;
}

/** Steps through which a LIMIT tells a sort how many rows are wanted (ExecSetTupleBound in execProcnode.c). */
const passing = new Set(['Gather', 'Gather Merge', 'Merge Append', 'Append', 'Subquery Scan', 'Result', 'LockRows']);

/** Rows that a sort for a LIMIT keeps: the first, with those that an OFFSET skips. Nothing where none is above. */
function keptRows(placed: PlacedNode, { query }: SignInput): number | undefined {
  for (let above = placed.parent; above; above = above.parent) {
    const { node } = above;
    if (node.kind === 'Limit') {
      const offsets = query?.blocks.map((block) => Number(block.offset?.constant ?? 0)) ?? [];
      return node.rows + Math.max(0, ...offsets.filter((one) => Number.isFinite(one)));
    }
    if (!passing.has(node.kind) || node.facts.Filter !== undefined) return undefined;
  }
  return undefined;
}

function moreMemory({ kind, bytes }: Spilt, input: SignInput): readonly RemedyIdea[] {
  const needed = bytes * (kind === 'measured' ? memoryPerDisk : 1.2);
  if (needed > mostMemory) return [];
  return [
    {
      kind: 'setting',
      ...sortSetting(needed, input),
      why: 'the sort then fits in memory; each sort and hash of each session may take as much, so set it for this query or role only',
    },
  ];
}
