import type { BufferUse, PlanNode } from '../../catalog/query-plan.ts';
import { bytesText, duration, percentage } from '../figures.ts';
import { harms } from '../harm.ts';
import { memoryBytes, settingOf } from '../memory.ts';
import { relationText } from '../scan.ts';
import { defineSign, type SignInput } from '../sign.ts';
import { measured } from '../told.ts';

const leastPages = 1000;
const leastShare = 0.5;
const pageBytes = 8192;

export const sign = defineSign({
  id: 'cold-cache',
  title: 'pages come from outside the buffer cache',
  why: 'A page that is not in shared_buffers has to be fetched from the operating system or the disk. The same plan on warm pages may be many times faster, and slow again once others have taken the cache.',
  what: `A step that reads ${leastPages} pages or more, half or more of those that it touches. Touch fewer pages (an index, a covering index, narrower rows), or give the server more memory; compare with a second run.`,
  references: [
    'https://www.postgresql.org/docs/current/runtime-config-resource.html#GUC-SHARED-BUFFERS',
    'https://www.postgresql.org/docs/current/runtime-config-statistics.html#GUC-TRACK-IO-TIMING',
  ],
  *check(input) {
    for (const placed of input.tree.nodes) {
      const { node } = placed;
      if (placed.neverExecuted || !node.buffers) continue;
      const read = own(node, 'sharedRead');
      const hit = own(node, 'sharedHit');
      if (read < leastPages || read < (read + hit) * leastShare) continue;
      const milliseconds =
        Math.max(
          0,
          (node.readMilliseconds ?? 0) - node.children.reduce((sum, one) => sum + (one.readMilliseconds ?? 0), 0),
        ) / placed.processes;
      // Without track_io_timing it is not told how much of the time was reading.
      const weight =
        placed.ownMilliseconds && milliseconds > 0
          ? placed.share * Math.min(1, milliseconds / placed.ownMilliseconds)
          : placed.share / 2;
      if (!harms(weight, input)) continue;
      const ring = isThroughRing(placed.node, read + hit, input);
      // It reads as much in each run; that matters where the reading is known to take the time.
      if (ring && milliseconds < (placed.ownMilliseconds ?? 0) * leastShare) continue;
      if (ring && milliseconds === 0) continue;
      yield {
        node: placed.path,
        subject: node.relation ?? placed.path,
        message: `${node.kind}${node.relation === undefined ? '' : ` on ${relationText(node)}`} fetches ${bytesText(read * pageBytes)} from outside the buffer cache, ${percentage(read / (read + hit))} of what it touches${milliseconds > 0 ? `, in ${duration(milliseconds)}` : ''}`,
        evidence: [measured(`${read} pages read and ${hit} found in shared_buffers by this step`)],
        weight,
        remedies: [
          {
            kind: 'advice',
            text: ring
              ? 'A second run reads as much again: a scan of a whole table that is larger than a quarter of shared_buffers keeps none of it there. Touch fewer pages, by an index or narrower rows.'
              : 'Run it a second time: what is then fast was the cache, and the remedy is to touch fewer pages or to keep them in memory (shared_buffers, pg_prewarm).',
          },
        ],
      };
    }
  },
});

/**
 * Whether a sequential scan goes through a ring of few pages instead of the cache, as it does for tables larger than a
 * quarter of shared_buffers (initscan in heapam.c).
 */
function isThroughRing(node: PlanNode, pages: number, input: SignInput): boolean {
  if (node.kind !== 'Seq Scan') return false;
  const setting = settingOf(input, 'shared_buffers');
  // Plain digits are pages.
  const bytes =
    setting === undefined ? undefined : /^\d+$/.test(setting) ? Number(setting) * pageBytes : memoryBytes(setting);
  return bytes === undefined || pages * pageBytes > bytes / 4;
}

function own(node: PlanNode, what: keyof BufferUse): number {
  const below = node.children.reduce((sum, child) => sum + (child.buffers?.[what] ?? 0), 0);
  return Math.max(0, (node.buffers?.[what] ?? 0) - below);
}
