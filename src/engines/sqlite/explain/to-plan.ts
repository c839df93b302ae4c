import { qualified } from '../../../catalog/names.ts';
import type { PlanNode, QueryPlan } from '../../../catalog/query-plan.ts';
import { noStatistics, type Statistics } from '../../../catalog/statistics.ts';
import { loopOf, node } from '../../query/plan/loop.ts';
import { finished, nested, over, sortCost, sorted, wantedRows } from '../../query/plan/nodes.ts';
import type { PlanRelations } from '../../query/plan/relations.ts';
import type { PlanLine } from './lines.ts';
import { stepOf } from './step.ts';

/** What is known beside the lines of a plan. */
export interface PlanContext {
  readonly relations: PlanRelations;
  readonly statistics: Statistics;
}

const nothingKnown: PlanContext = { relations: { next: () => undefined, main: undefined }, statistics: noStatistics };

/**
 * The lines of EXPLAIN QUERY PLAN as a plan in the words that all engines share: loops in loops are nested loops, a
 * search by an index is an index scan, a temporary B-tree is a sort. Costs are the planner's of each loop, times the rows
 * of the loops around it, which are estimated by the statistics; see docs/decisions.
 */
export function toPlan(lines: readonly PlanLine[], context: PlanContext = nothingKnown): QueryPlan {
  const made = new Map<string, PlanNode>();
  const { main } = context.relations;
  const body = level(lines, { ...context, made }, main && wantedRows(main));
  const root = main ? finished(body, main, context.statistics) : body;
  return {
    root,
    settings: {},
    triggers: [],
    analyzed: false,
    ...(root.totalCost === 0 ? { uncosted: true as const } : {}),
  };
}

/** Entries of an index that nothing is known of, as the planner has it (`sqlite3DefaultRowEst` in src/build.c). */
const unknownEntries = 1_048_576;

interface Inside extends PlanContext {
  /** What was computed before, by its name. */
  readonly made: Map<string, PlanNode>;
}

/** The loops of one SELECT, each inside the one before it. Of an order no more rows are kept than are wanted. */
function level(lines: readonly PlanLine[], inside: Inside, wanted?: number): PlanNode {
  let whole: PlanNode | undefined;
  const around = new Set<string>();
  const attach = (below: PlanNode) => {
    const runs = below.relationship === 'SubPlan' ? Math.max(1, whole?.rows ?? 1) : 1;
    const cost = below.totalCost * runs;
    whole = whole
      ? { ...whole, totalCost: whole.totalCost + cost, children: [...whole.children, below] }
      : node('Result', { totalCost: cost, children: [below] });
  };
  for (const line of lines) {
    const step = stepOf(line.detail);
    switch (step.kind) {
      case 'loop': {
        const source = inside.made.get(step.name);
        const loop = loopOf(step, line.detail, line.cost, inside.relations.next(step.name), around, inside.statistics);
        around.add(step.name.toLowerCase());
        const scan = source ? over(loop.node, source) : loop.node;
        whole = whole ? nested(whole, scan, step.join) : scan;
        break;
      }
      case 'any index': {
        const scan = anyIndex(line, around, inside);
        if (scan.alias !== undefined) around.add(scan.alias.toLowerCase());
        whole = whole ? nested(whole, scan, 'inner') : scan;
        break;
      }
      case 'constant rows':
        whole = node(step.rows > 1 ? 'Values Scan' : 'Result', { rows: step.rows, totalCost: step.rows });
        break;
      case 'made':
        inside.made.set(step.name, { ...level(line.children, inside), subplanName: step.name });
        break;
      case 'sub-query':
        attach({
          ...level(line.children, inside),
          relationship: step.correlated ? 'SubPlan' : 'InitPlan',
          subplanName: step.name,
        });
        break;
      case 'compound':
        whole = compound(line, step.operator, inside);
        break;
      case 'sort':
        if (whole) whole = sorted(whole, step.what, wanted);
        break;
      case 'part':
        attach(level(line.children, inside));
        break;
      case 'list':
        attach(listSearch(step.index, line.detail, inside));
        break;
      case 'operand':
      case 'note':
        break;
    }
  }
  return whole ?? node('Result');
}

/** One search of a value in an index that stands for the list of an IN. */
function listSearch(index: string, detail: string, { statistics }: Inside): PlanNode {
  const entries = statistics.indexes[qualified({ schema: 'main', name: index })]?.rows ?? unknownEntries;
  return node('Index Only Scan', {
    index,
    totalCost: 1 + Math.log2(Math.max(2, entries)),
    relationship: 'SubPlan',
    subplanName: 'LIST',
    facts: { Detail: detail },
  });
}

/** Rows found by one index or another. */
function anyIndex(line: PlanLine, around: ReadonlySet<string>, inside: Inside): PlanNode {
  const scans = line.children.flatMap((part) =>
    part.children.flatMap((search) => {
      const step = stepOf(search.detail);
      if (step.kind !== 'loop') return [];
      return [{ step, search }];
    }),
  );
  const [first] = scans;
  const relation = first && inside.relations.next(first.step.name);
  const nodes = scans.map(({ step, search }) => {
    const branches = relation?.conditions.flatMap((one) => (one.branches ?? []).flat()) ?? [];
    const own = relation && { ...relation, conditions: branches };
    return loopOf(step, search.detail, search.cost, own, around, inside.statistics).node;
  });
  return node('Multi-Index Or', {
    ...(first ? { alias: relation?.alias ?? first.step.name } : {}),
    ...(relation?.known ? { relation: relation.known.table.name, schema: relation.known.table.schema } : {}),
    rows: nodes.reduce((sum, { rows }) => sum + rows, 0),
    totalCost: nodes.reduce((sum, { totalCost }) => sum + totalCost, 0),
    facts: { Detail: line.detail },
    children: nodes,
  });
}

function compound(line: PlanLine, operator: string, inside: Inside): PlanNode {
  const parts = line.children.map((child) => ({
    child,
    step: stepOf(child.detail),
    plan: level(child.children, inside),
  }));
  const words = [operator, ...parts.map(({ step }) => (step.kind === 'operand' ? step.operator : ''))].join(' ');
  const rows = parts.reduce((sum, { plan }) => sum + plan.rows, 0);
  const cost = parts.reduce((sum, { plan }) => sum + plan.totalCost, 0);
  const children = parts.map(({ plan }) => ({ ...plan, relationship: 'Member' }));
  const all = node('Append', { rows, totalCost: cost, children });
  if (/INTERSECT|EXCEPT/.test(words)) return node('SetOp', { rows, totalCost: cost + sortCost(rows), children });
  if (!/UNION(?! ALL)/.test(words)) return all;
  return node('Unique', { rows, totalCost: cost + sortCost(rows), children: [all] });
}
