import { measuredOf } from '../estimates.ts';
import { bytesText, figure } from '../figures.ts';
import { harms, nodesOf } from '../harm.ts';
import { hashMemory, memorySetting, rowBytes, settingOf } from '../memory.ts';
import type { PlacedNode } from '../plan-tree.ts';
import { numberFact } from '../scan.ts';
import { defineSign, type RemedyIdea, type SignInput } from '../sign.ts';
import { measured, planned } from '../told.ts';

/** More than this for one hash table is not proposed. */
const mostMemory = 1024 ** 3;

export const sign = defineSign({
  id: 'hash-on-disk',
  title: 'a hash table does not fit in memory',
  why: 'A hash table may take work_mem times hash_mem_multiplier. Beyond it both sides of a join, or the groups of an aggregate, are written to temporary files in batches and read back one by one.',
  what: 'A Hash with more than one batch, an Aggregate with batches or disk usage, or estimates beyond the limit. Hash fewer or narrower rows, or give the query more work_mem.',
  references: [
    'https://www.postgresql.org/docs/current/runtime-config-resource.html#GUC-HASH-MEM-MULTIPLIER',
    'https://www.postgresql.org/docs/current/runtime-config-resource.html#GUC-WORK-MEM',
  ],
  followsFromEstimates: true,
  *check(input) {
    for (const placed of nodesOf(input, ['Hash', 'Aggregate'])) {
      const weight = placed.share + (placed.node.kind === 'Hash' ? (placed.parent?.share ?? 0) : 0);
      if (!harms(weight, input)) continue;
      const spilt = placed.node.kind === 'Hash' ? ofHash(placed, input) : ofAggregate(placed, input);
      if (!spilt) continue;
      const limit = bytesText(hashMemory(input));
      const what = placed.node.kind === 'Hash' ? 'hashes' : 'groups';
      yield {
        node: placed.path,
        message: `${what} ${figure(spilt.rows)} rows in ${figure(spilt.batches)} batches through temporary files: ${limit} of memory are allowed for them`,
        evidence: [
          (spilt.kind === 'measured' ? measured : planned)(
            `${spilt.batches} batches, ${figure(spilt.rows)} rows of ${placed.node.width} bytes`,
          ),
        ],
        weight: Math.min(1, weight),
        remedies: moreMemory(spilt, input),
      };
    }
  },
});

interface Spilt {
  readonly kind: 'measured' | 'planned';
  readonly rows: number;
  readonly batches: number;
  readonly bytes: number;
}

function ofHash(placed: PlacedNode, input: SignInput): Spilt | undefined {
  const { node } = placed;
  const rows = node.measured ? node.measured.rows * placed.processes : node.rows;
  const bytes = rowBytes(rows, node.width);
  if (node.measured) {
    const batches = numberFact(node, 'Hash Batches') ?? 1;
    return batches > 1 ? { kind: 'measured', rows, batches, bytes } : undefined;
  }
  const limit = hashMemory(input);
  if (bytes <= limit) return undefined;
  return { kind: 'planned', rows, batches: 2 ** Math.ceil(Math.log2(bytes / limit)), bytes };
}

function ofAggregate(placed: PlacedNode, input: SignInput): Spilt | undefined {
  const { node } = placed;
  if (node.strategy !== 'Hashed' && node.strategy !== 'Mixed') return undefined;
  if (node.measured) {
    const batches = numberFact(node, 'HashAgg Batches') ?? 1;
    if (batches <= 1) return undefined;
    const [child] = input.tree.childrenOf(placed);
    const rows = child ? (measuredOf(child.node) ?? 0) : 0;
    // In kilobytes: what was in memory at a time, and what had to wait on disk.
    const kilobytes = (numberFact(node, 'Peak Memory Usage') ?? 0) + (numberFact(node, 'Disk Usage') ?? 0);
    return { kind: 'measured', rows, batches, bytes: kilobytes * 1024 };
  }
  const partitions = numberFact(node, 'Planned Partitions') ?? 0;
  return partitions > 0
    ? { kind: 'planned', rows: node.rows, batches: partitions, bytes: rowBytes(node.rows, node.width) * 2 }
    : undefined;
}

function moreMemory({ bytes }: Spilt, input: SignInput): readonly RemedyIdea[] {
  const needed = (bytes * 1.3) / Number(settingOf(input, 'hash_mem_multiplier') ?? 2);
  if (needed > mostMemory) return [];
  return [
    {
      kind: 'setting',
      name: 'work_mem',
      value: memorySetting(needed),
      why: 'the hash table then fits in memory; each sort and hash of each session may take as much, so set it for this query or role only',
    },
  ];
}
