import type { QueryPlan } from '../../catalog/query-plan.ts';
import type { Cause } from '../../explain/explanation.ts';
import { duration } from '../../explain/figures.ts';
import { type PlacedNode, type PlanTree, planTree } from '../../explain/plan-tree.ts';
import { type NodeDetail, nodeDetails } from './node-details.ts';
import { nodeLabel } from './node-label.ts';
import { costText, percentText, rowsText } from './words.ts';

/** One line of a plan tree, the same for every format. */
export interface PlanRow {
  readonly path: string;
  readonly depth: number;
  /** For every level above, outermost first: whether a line goes on there to a later sibling; the last is its own. */
  readonly goesOn: readonly boolean[];
  readonly label: string;
  /** Numbers of the causes at this node, from 1. */
  readonly marks: readonly number[];
  /** 0 to 1: own share of the query. */
  readonly share: number;
  /** `98%`, `<1%`; empty where there is nothing to share. */
  readonly percent: string;
  /** `12`, or `12 → 48k` when measured. */
  readonly rows: string;
  /** The estimate is off by ten times or more. */
  readonly off: boolean;
  /** Of the node with those below it. */
  readonly amount: string;
  readonly neverExecuted: boolean;
  readonly details: readonly NodeDetail[];
  /** How many nodes are folded into this line, itself left out; it has a label only. */
  readonly folded: number;
}

/** The rows of a plan with what its columns hold. */
export interface PlanTable {
  readonly rows: readonly PlanRow[];
  readonly timed: boolean;
  readonly analyzed: boolean;
  readonly uncosted: boolean;
  /** Nodes left out. */
  readonly folded: number;
}

/** Plans of more nodes are folded when not all is asked for. */
const large = 40;

/** What has less of the query than this is folded in a large plan. */
const negligible = 0.005;

/** An estimate is called wrong from here. */
const wrong = 10;

/** A plan as rows, parents first; parts of a large one that hardly count are folded unless all is asked for. */
export function planTable(
  plan: QueryPlan,
  causes: readonly Cause[],
  options: { readonly verbose: boolean },
): PlanTable {
  const tree = planTree(plan);
  const marks = marksOf(causes);
  const marked = new Set([...marks.keys()].flatMap(withAncestors));
  const folds = !options.verbose && tree.nodes.length > large;
  const rows: PlanRow[] = [];
  const visit = (placed: PlacedNode, goesOn: readonly boolean[]): void => {
    rows.push(rowOf(placed, goesOn, marks.get(placed.path) ?? [], tree, plan, options.verbose));
    const children = tree.childrenOf(placed);
    const small = folds ? foldable(children, marked) : new Set<PlacedNode>();
    const last = children.at(-1);
    let run: PlacedNode[] = [];
    const flush = (isLast: boolean) => {
      if (run.length > 0) rows.push(foldedRow(run, [...goesOn, !isLast], tree));
      run = [];
    };
    for (const child of children) {
      if (small.has(child)) run.push(child);
      else {
        flush(false);
        visit(child, [...goesOn, child !== last]);
      }
    }
    flush(true);
  };
  visit(tree.root, []);
  return {
    rows,
    timed: tree.timed,
    analyzed: plan.analyzed,
    uncosted: plan.uncosted === true,
    folded: rows.reduce((sum, row) => sum + row.folded, 0),
  };
}

/** The numbers of the causes by their node. */
function marksOf(causes: readonly Cause[]): ReadonlyMap<string, readonly number[]> {
  const marks = new Map<string, number[]>();
  for (const [at, { node }] of causes.entries()) marks.set(node, [...(marks.get(node) ?? []), at + 1]);
  return marks;
}

/** `0.1.2` → `0`, `0.1`, `0.1.2`. */
function withAncestors(path: string): readonly string[] {
  const parts = path.split('.');
  return parts.map((_, at) => parts.slice(0, at + 1).join('.'));
}

/** Children that hardly count; where together they do, as partitions may, the greatest of them stands for the others. */
function foldable(children: readonly PlacedNode[], marked: ReadonlySet<string>): ReadonlySet<PlacedNode> {
  const small = children.filter((child) => child.wholeShare < negligible && !marked.has(child.path));
  const sum = small.reduce((total, child) => total + child.wholeShare, 0);
  const greatest = [...small].sort((a, b) => b.wholeShare - a.wholeShare)[0];
  return new Set(small.filter((child) => sum < 0.05 || child !== greatest));
}

function rowOf(
  placed: PlacedNode,
  goesOn: readonly boolean[],
  marks: readonly number[],
  tree: PlanTree,
  plan: QueryPlan,
  verbose: boolean,
): PlanRow {
  const { node, neverExecuted } = placed;
  const { measured } = node;
  const shared = tree.timed || !plan.uncosted;
  const estimated = plan.uncosted ? '' : rowsText(node.rows);
  const loops = measured && measured.loops > 1 ? ` ×${rowsText(measured.loops)}` : '';
  const actual = measured && !neverExecuted ? rowsText(measured.rows) + loops : '';
  return {
    path: placed.path,
    depth: placed.depth,
    goesOn,
    label: nodeLabel(node),
    marks,
    share: shared ? placed.share : 0,
    percent: !shared || neverExecuted ? '' : percentText(placed.share),
    rows: neverExecuted ? 'never run' : [estimated, actual].filter((part) => part !== '').join(' → '),
    off:
      measured !== undefined &&
      !neverExecuted &&
      !plan.uncosted &&
      ratio(node.rows, measured.rows) >= wrong &&
      Math.max(node.rows, measured.rows) >= wrong,
    amount: amountText(placed, tree, plan),
    neverExecuted,
    details: nodeDetails(placed, { verbose }),
    folded: 0,
  };
}

function amountText(placed: PlacedNode, tree: PlanTree, plan: QueryPlan): string {
  if (placed.neverExecuted) return '';
  if (tree.timed) return placed.milliseconds === undefined ? '' : shortDuration(placed.milliseconds);
  return plan.uncosted ? '' : costText(placed.cost);
}

/** Three digits are enough in a column, and less than a microsecond is none. */
function shortDuration(milliseconds: number): string {
  return milliseconds < 0.001 ? '0 ms' : duration(Number(milliseconds.toPrecision(3)));
}

function foldedRow(run: readonly PlacedNode[], goesOn: readonly boolean[], tree: PlanTree): PlanRow {
  const nodes = run.reduce((sum, one) => sum + tree.below(one).length, 0);
  const share = run.reduce((sum, one) => sum + one.wholeShare, 0);
  const [first] = run;
  const like = first ? nodeLabel(first.node) : '';
  const what = run.length === 1 ? like : `${run.length} like ${like}`;
  return {
    path: first?.path ?? '',
    depth: first?.depth ?? 0,
    goesOn,
    label: `… ${what}${nodes > run.length ? `, ${nodes} nodes in all` : ''}`,
    marks: [],
    share,
    percent: percentText(share),
    rows: '',
    off: false,
    amount: '',
    neverExecuted: false,
    details: [],
    folded: nodes,
  };
}

function ratio(one: number, other: number): number {
  const [low, high] = [Math.max(1, Math.min(one, other)), Math.max(one, other)];
  return high / low;
}
