import type { PlanNode } from '../catalog/query-plan.ts';

/** Wall-clock milliseconds of a node over all its executions. */
export interface ElapsedTime {
  /** With those below it; absent where times were not measured. */
  readonly whole?: number;
  readonly own?: number;
  /** How many processes ran it side by side. */
  readonly processes: number;
}

/**
 * What each node took. Printed times are means over loops, and each process of a parallel query has loops of its own.
 * The time of a sub-plan that is run for its result (InitPlan, CTE) is counted by the engine in the node that asked for
 * it first, which is often not the one under which it is printed: it is taken off there.
 */
export function elapsedTimes(root: PlanNode): ReadonlyMap<PlanNode, ElapsedTime> {
  const placed = new Map<PlanNode, { readonly whole?: number; readonly processes: number }>();
  const measure = (node: PlanNode, processes: number): void => {
    const { measured } = node;
    const whole = measured?.totalMilliseconds;
    placed.set(node, {
      ...(whole === undefined || !measured ? {} : { whole: (whole * measured.loops) / processes }),
      processes,
    });
    for (const child of node.children) measure(child, processesOf(node, child, processes));
  };
  measure(root, 1);
  const wholeOf = (node: PlanNode) => placed.get(node)?.whole ?? 0;

  const own = new Map<PlanNode, number>();
  for (const node of placed.keys()) {
    const below = node.children.filter((child) => !runsElsewhere(child));
    own.set(node, wholeOf(node) - below.reduce((sum, child) => sum + wholeOf(child), 0));
  }
  const visit = (node: PlanNode): void => {
    for (const child of node.children) {
      if (runsElsewhere(child)) takeOff(wholeOf(child), readersOf(child, node), own);
      visit(child);
    }
  };
  visit(root);
  return new Map(
    [...placed].map(([node, time]) => [
      node,
      time.whole === undefined ? time : { ...time, own: Math.max(0, own.get(node) ?? 0) },
    ]),
  );
}

function runsElsewhere(node: PlanNode): boolean {
  return node.relationship === 'InitPlan';
}

/** Takes the time from the readers: from a Gather above them, which asks before its workers start; else the one with the most time first. */
function takeOff(time: number, readers: readonly PlanNode[], own: Map<PlanNode, number>): void {
  let left = time;
  for (const reader of [...readers].sort(
    (a, b) => Number(asksFirst(b)) - Number(asksFirst(a)) || (own.get(b) ?? 0) - (own.get(a) ?? 0),
  )) {
    const part = Math.min(left, Math.max(0, own.get(reader) ?? 0));
    own.set(reader, (own.get(reader) ?? 0) - part);
    left -= part;
  }
}

/** What workers will read is computed before they start. */
function asksFirst(node: PlanNode): boolean {
  return node.kind === 'Gather' || node.kind === 'Gather Merge';
}

/** The nodes that read the result: CTE scans of its name, else those whose facts name it; the node that it hangs on last. */
function readersOf(subPlan: PlanNode, holder: PlanNode): readonly PlanNode[] {
  const name = subPlan.subplanName ?? '';
  const cte = /^CTE (.*)$/.exec(name)?.[1];
  const parameters = [...(/\(returns ([^)]*)\)/.exec(name)?.[1]?.split(',') ?? [])];
  const marks = [...parameters, `(${name.replace(/ \(returns.*/, '')}).col`];
  const reads = (node: PlanNode) =>
    cte === undefined
      ? Object.values(node.facts).some((fact) => marks.some((mark) => mentions(String(fact), mark)))
      : node.cte === cte;
  const readers: PlanNode[] = [];
  const visit = (node: PlanNode): boolean => {
    if (node === subPlan) return false;
    const below = node.children.map(visit).some((found) => found);
    const isReader = (reads(node) || (below && asksFirst(node))) && (node.measured?.loops ?? 0) > 0;
    if (isReader) readers.push(node);
    return isReader || below;
  };
  visit(holder);
  return readers.length > 0 ? readers : [holder];
}

/** `$1` is not mentioned in `$10`. */
function mentions(text: string, mark: string): boolean {
  const at = text.indexOf(mark);
  return at !== -1 && !(mark.startsWith('$') && /\d/.test(text[at + mark.length] ?? ''));
}

/** Under a Gather the leader helps, if it may: measured loops tell how many took part. */
function processesOf(parent: PlanNode, child: PlanNode, processes: number): number {
  if (parent.kind !== 'Gather' && parent.kind !== 'Gather Merge') return processes;
  if (child.relationship === 'InitPlan') return processes;
  const loops = child.measured?.loops ?? 1;
  return Math.max(1, Math.min(loops, (parent.workersLaunched ?? 0) + 1));
}
