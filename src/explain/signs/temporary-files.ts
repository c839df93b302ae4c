import type { PlanNode } from '../../catalog/query-plan.ts';
import { observed } from '../../findings/evidence.ts';
import { bytesText } from '../figures.ts';
import { harms, shareText } from '../harm.ts';
import { sortSetting, workMemory } from '../memory.ts';
import { textFact } from '../scan.ts';
import { defineSign, type SignInput, type Symptom } from '../sign.ts';
import { measured } from '../told.ts';

const leastPages = 100;
const pageBytes = 8192;
const mostMemory = 1024 ** 3;

/** How much of the time it is, counters do not tell. */
const counted = 0.2;

/** These have signs of their own. */
const others = new Set(['Sort', 'Incremental Sort', 'Hash', 'Hash Join', 'Aggregate']);

export const sign = defineSign({
  id: 'temporary-files',
  title: 'an intermediate result is kept in temporary files',
  why: 'A CTE, a materialised list, a function’s result or the rows of a window are kept until they are read again. Beyond work_mem they are written to disk and read from there.',
  what: `A step other than a sort or hash that writes ${leastPages} temporary pages or more (10 where its storage is said to be the disk). Keep fewer or narrower rows, let the CTE be inlined, or give the query more work_mem.`,
  references: [
    'https://www.postgresql.org/docs/current/runtime-config-resource.html#GUC-WORK-MEM',
    'https://www.postgresql.org/docs/current/runtime-config-logging.html#GUC-LOG-TEMP-FILES',
  ],
  needs: ['plannerSettings'],
  *check(input) {
    yield* byTheCounters(input);
    for (const placed of input.tree.nodes) {
      const { node } = placed;
      if (others.has(node.kind) || placed.neverExecuted || !node.buffers) continue;
      const pages = ownPages(node);
      const onDisk = textFact(node, 'Storage') === 'Disk';
      // A CTE is written where it is computed, under its scan only in time.
      const weight = placed.share;
      // Both reads of a CTE tell of the same file.
      if (pages < (onDisk ? 10 : leastPages) || !harms(weight, input)) continue;
      const bytes = pages * pageBytes;
      const cte = node.cte === undefined ? '' : ` for the CTE ${node.cte}`;
      yield {
        node: placed.path,
        message: `${node.kind} writes ${bytesText(bytes)} of temporary files${cte}: ${shareText(weight, input)}; ${input.traits.sortMemory.setting} is ${bytesText(workMemory(input))}`,
        evidence: [measured(`${pages} temporary pages written by this step`)],
        weight,
        remedies: [
          ...(node.kind === 'CTE Scan' ? [{ kind: 'rewrite', rewrite: 'cte-inline' } as const] : []),
          ...(bytes * 2.5 <= mostMemory
            ? [
                {
                  kind: 'setting',
                  ...sortSetting(bytes * 2.5, input),
                  why: 'the rows then stay in memory',
                } as const,
              ]
            : []),
        ],
      };
    }
  },
});

/** Pages are counted with those of the nodes below. */
function ownPages(node: PlanNode): number {
  const below = node.children.reduce(
    (sum, child) => sum + (child.relationship === 'InitPlan' ? 0 : (child.buffers?.temporaryWritten ?? 0)),
    0,
  );
  return Math.max(0, (node.buffers?.temporaryWritten ?? 0) - below);
}

/** Without a run of this plan the server's own count over all calls tells. */
function* byTheCounters(input: SignInput): Generator<Symptom> {
  const { plan, workload } = input;
  const { calls, temporaryPagesWritten: pages } = workload ?? {};
  if (plan.analyzed || calls === undefined || calls === 0 || pages === undefined || pages / calls < leastPages) return;
  const bytes = (pages / calls) * pageBytes;
  yield {
    node: '0',
    message: `each call writes ${bytesText(bytes)} of temporary files on average`,
    evidence: [observed(`${pages} temporary pages written in ${calls} calls`)],
    weight: counted,
    remedies:
      bytes * 2.5 <= mostMemory
        ? [
            {
              kind: 'setting',
              ...sortSetting(bytes * 2.5, input),
              why: 'sorts and hashes then stay in memory',
            },
          ]
        : [],
  };
}
