import type { PlanNode } from '../../catalog/query-plan.ts';
import { measuredOf } from '../estimates.ts';
import { duration, figure } from '../figures.ts';
import { harms } from '../harm.ts';
import type { PlacedNode } from '../plan-tree.ts';
import { numberFact, relationText } from '../scan.ts';
import { defineSign, type SignInput } from '../sign.ts';
import { measured } from '../told.ts';

const leastMilliseconds = 100;
/** What a row, or a page in memory, may take at the most on a slow machine, milliseconds. */
const slowestRow = 1;
/** And a page from a slow disk. */
const slowestRead = 20;

/** What takes its time elsewhere: in a function, at another server. */
const elsewhere = new Set([
  'Function Scan',
  'Table Function Scan',
  'Result',
  'ProjectSet',
  'Foreign Scan',
  'Custom Scan',
]);

const lockers = new Set(['LockRows', 'ModifyTable']);

export const sign = defineSign({
  id: 'waiting',
  title: 'time passes without work',
  why: 'A step that touches a few rows and pages and takes long has waited: for a lock that another transaction holds, for a slow disk or network, for pg_sleep or a call to the outside.',
  what: `A step whose own time is ${leastMilliseconds} ms or more, more than ${slowestRow} ms for each row and page that it touches and ${slowestRead} ms for each that it reads from disk; the time of reading, triggers and compiling left out. Look at pg_stat_activity (wait_event_type) and pg_locks while it runs; set log_lock_waits.`,
  references: [
    'https://www.postgresql.org/docs/current/monitoring-stats.html#WAIT-EVENT-TABLE',
    'https://www.postgresql.org/docs/current/runtime-config-logging.html#GUC-LOG-LOCK-WAITS',
  ],
  *check(input) {
    // What a function of the schema does is not seen in the plan: it may well work.
    if (callsRoutine(input)) return;
    for (const placed of input.tree.nodes) {
      const { node } = placed;
      if (placed.ownMilliseconds === undefined || placed.neverExecuted || elsewhere.has(node.kind)) continue;
      const reading = ownReading(node);
      const waited = placed.ownMilliseconds - reading - otherWork(input);
      const touched = rowsTouched(placed, input) + ownPages(node, pagesTouched);
      const work = touched * slowestRow + ownPages(node, pagesRead) * slowestRead;
      if (waited < leastMilliseconds || waited < work || !harms(placed.share, input)) continue;
      const locks = lockers.has(node.kind);
      yield {
        node: placed.path,
        message: `${node.kind}${node.relation === undefined ? '' : ` on ${relationText(node)}`} takes ${duration(waited)} for ${figure(touched)} rows and pages: it ${locks ? 'waited for locks on rows that another transaction holds' : 'waited'}`,
        evidence: [
          measured(
            `${duration(placed.ownMilliseconds)} of its own, ${duration(reading)} of them reading, ${figure(touched)} rows and pages touched`,
          ),
        ],
        weight: placed.share,
        remedies: [
          {
            kind: 'advice',
            text: locks
              ? "Find who holds the rows: SELECT pid, pg_blocking_pids(pid), query FROM pg_stat_activity WHERE wait_event_type = 'Lock'. Keep transactions short, update rows in one order, and set lock_timeout; SKIP LOCKED serves queues."
              : 'Run it again and look at wait_event_type and wait_event of its session in pg_stat_activity: Lock, IO, Client or Timeout say what it waits for.',
          },
        ],
      };
    }
    yield* outsideOfNodes(input);
  },
});

/** Between the last row and the end: COMMIT triggers and the closing of the executor are counted in no node. */
function* outsideOfNodes({ plan, tree }: SignInput) {
  const whole = plan.executionMilliseconds;
  const inNodes = tree.root.milliseconds;
  if (whole === undefined || inNodes === undefined) return;
  const triggers = plan.triggers.reduce((sum, one) => sum + (one.milliseconds ?? 0), 0);
  const compiled = plan.jit?.milliseconds['Total'] ?? 0;
  const left = whole - inNodes - triggers - compiled;
  if (left < leastMilliseconds || left < whole * 0.2) return;
  yield {
    node: tree.root.path,
    message: `${duration(left)} of ${duration(whole)} belong to no step of the plan: waiting for locks before it started, or cleaning up after it`,
    evidence: [
      measured(
        `${whole} ms of execution, ${duration(inNodes)} in steps, ${duration(triggers)} in triggers, ${duration(compiled)} compiling`,
      ),
    ],
    weight: left / whole,
    remedies: [
      {
        kind: 'advice',
        text: 'Look at wait_event_type and wait_event of its session in pg_stat_activity while it runs.',
      } as const,
    ],
  };
}

function rowsTouched(placed: PlacedNode, { tree }: SignInput): number {
  const { node } = placed;
  const loops = node.measured?.loops ?? 1;
  const own = (measuredOf(node) ?? 0) + removed(node) * loops;
  const below = tree.childrenOf(placed).reduce((sum, one) => sum + (measuredOf(one.node) ?? 0), 0);
  return own + below + loops;
}

function removed(node: PlanNode): number {
  return (
    (numberFact(node, 'Rows Removed by Filter') ?? 0) +
    (numberFact(node, 'Rows Removed by Join Filter') ?? 0) +
    (numberFact(node, 'Rows Removed by Index Recheck') ?? 0)
  );
}

function pagesTouched({ buffers }: PlanNode): number {
  if (!buffers) return 0;
  const { sharedHit, sharedRead, sharedWritten, localHit, localRead, temporaryRead, temporaryWritten } = buffers;
  return sharedHit + sharedRead + sharedWritten + localHit + localRead + temporaryRead + temporaryWritten;
}

function pagesRead({ buffers }: PlanNode): number {
  return buffers ? buffers.sharedRead + buffers.localRead + buffers.temporaryRead + buffers.sharedWritten : 0;
}

/** Pages are counted with those of the nodes below. */
function ownPages(node: PlanNode, pages: (one: PlanNode) => number): number {
  return Math.max(0, pages(node) - node.children.reduce((sum, child) => sum + pages(child), 0));
}

/** Compiling and triggers are part of some step's time: it is not told of which. */
function otherWork({ plan }: SignInput): number {
  return (plan.jit?.milliseconds['Total'] ?? 0) + plan.triggers.reduce((sum, one) => sum + (one.milliseconds ?? 0), 0);
}

function ownReading(node: PlanNode): number {
  const of = (one: PlanNode) => (one.readMilliseconds ?? 0) + (one.writeMilliseconds ?? 0);
  return Math.max(0, of(node) - node.children.reduce((sum, child) => sum + of(child), 0));
}

function callsRoutine({ catalog, query, tree }: SignInput): boolean {
  const texts = [
    ...tree.nodes.flatMap((one) => Object.values(one.node.facts).map(String)),
    ...(query?.blocks.flatMap((block) => block.returned.map((one) => one.text)) ?? []),
  ];
  return catalog.routines.some((routine) => texts.some((text) => text.includes(`${routine.name}(`)));
}
