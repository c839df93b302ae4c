import type { PlanNode, QueryPlan } from '../../../catalog/query-plan.ts';
import { noStatistics, type Statistics } from '../../../catalog/statistics.ts';
import type { QueryBlock } from '../../query-facts.ts';
import type { PlanLine } from './lines.ts';
import { loopOf, node } from './loop.ts';
import type { PlanRelations } from './relations.ts';
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
  const root = main ? finished(body, main) : body;
  return {
    root,
    settings: {},
    triggers: [],
    analyzed: false,
    ...(root.totalCost === 0 ? { uncosted: true as const } : {}),
  };
}

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
      case 'operand':
      case 'note':
        break;
    }
  }
  return whole ?? node('Result');
}

/** A scan of what was computed before. */
function over(scan: PlanNode, source: PlanNode): PlanNode {
  const kind = scan.kind === 'Seq Scan' ? 'Subquery Scan' : scan.kind;
  const { relation: _, schema: __, ...rest } = scan;
  return {
    ...rest,
    kind,
    rows: scan.kind === 'Seq Scan' ? source.rows : scan.rows,
    startupCost: source.totalCost + scan.startupCost,
    totalCost: source.totalCost + scan.startupCost + source.rows,
    children: [{ ...source, relationship: 'Subquery' }],
  };
}

function nested(outer: PlanNode, inner: PlanNode, join: 'inner' | 'left' | 'exists'): PlanNode {
  const runs = Math.max(1, outer.rows);
  const rows = outer.rows * inner.rows;
  // An index that is made for the loop is made once.
  const build = Number(inner.facts['Build Cost'] ?? 0);
  return node('Nested Loop', {
    joinType: join === 'left' ? 'Left' : join === 'exists' ? 'Semi' : 'Inner',
    startupCost: outer.startupCost + inner.startupCost + build,
    totalCost: outer.totalCost + build + inner.startupCost + runs * (inner.totalCost - inner.startupCost),
    rows: join === 'left' ? Math.max(outer.rows, rows) : rows,
    children: [
      { ...outer, relationship: 'Outer' },
      { ...inner, relationship: 'Inner' },
    ],
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

/** Rows go into a temporary B-tree and come out in its order; it keeps no more than are wanted. */
function sortCost(rows: number, kept = rows): number {
  return rows * Math.log2(Math.max(2, Math.min(rows, kept)));
}

function sorted(below: PlanNode, what: 'order' | 'part of order' | 'group' | 'distinct', wanted?: number): PlanNode {
  const cost = below.totalCost + sortCost(below.rows, what === 'order' ? wanted : undefined);
  if (what === 'distinct') {
    return node('Unique', {
      rows: below.rows,
      startupCost: below.startupCost,
      totalCost: cost,
      children: [below],
      facts: tree,
    });
  }
  return node(what === 'part of order' ? 'Incremental Sort' : 'Sort', {
    rows: below.rows,
    startupCost: what === 'part of order' ? below.startupCost : cost - below.rows,
    totalCost: cost,
    children: [below],
    facts: { ...tree, For: what === 'group' ? 'GROUP BY' : 'ORDER BY' },
  });
}

const tree = { 'Temporary B-Tree': true } as const;

/** Groups, DISTINCT and LIMIT, of which a plan says nothing. */
function finished(body: PlanNode, main: QueryBlock): PlanNode {
  const order = main.order.map(({ operand, descending }) => (descending ? `${operand.text} DESC` : operand.text));
  let whole = withKeys(body, order);
  const isGrouped = main.group.length > 0;
  if (isGrouped || main.aggregates.length > 0) whole = grouped(whole, main);
  const wanted = wantedRows(main);
  if (wanted === undefined) return whole;
  const reach = whole.rows > 0 ? Math.min(1, wanted / whole.rows) : 1;
  return node('Limit', {
    rows: Math.min(whole.rows, wanted - (Number(main.offset?.constant ?? 0) || 0)),
    startupCost: whole.startupCost,
    totalCost: whole.startupCost + (whole.totalCost - whole.startupCost) * reach,
    children: [{ ...whole, relationship: 'Outer' }],
  });
}

/** Rows up to the end of LIMIT and OFFSET; of a LIMIT that is no number ten. */
function wantedRows({ limit, offset }: QueryBlock): number | undefined {
  if (!limit) return undefined;
  const number = Number(limit.constant ?? Number.NaN);
  // A negative limit is none.
  if (number < 0) return undefined;
  return (Number.isNaN(number) ? 10 : number) + (Number(offset?.constant ?? 0) || 0);
}

function withKeys(body: PlanNode, order: readonly string[]): PlanNode {
  if (!/Sort$/.test(body.kind) || body.facts['For'] === 'GROUP BY') return body;
  return { ...body, facts: { ...body.facts, ...(order.length > 0 ? { 'Sort Key': order } : {}) } };
}

/** The node that aggregates, below a sort of its results. */
function grouped(body: PlanNode, main: QueryBlock): PlanNode {
  const isSort = body.facts['For'] === 'ORDER BY' && body.children[0];
  const below = isSort ? body.children[0] : body;
  if (!below) return body;
  const keys = main.group.map(({ text }) => text);
  const source = below.facts['For'] === 'GROUP BY' ? { ...below, facts: { ...below.facts, 'Sort Key': keys } } : below;
  const rows = keys.length === 0 ? 1 : Math.max(1, Math.sqrt(source.rows));
  const aggregate = node('Aggregate', {
    strategy: keys.length === 0 ? 'Plain' : 'Sorted',
    rows,
    startupCost: keys.length === 0 ? source.totalCost : source.startupCost,
    totalCost: source.totalCost + source.rows,
    facts: keys.length === 0 ? {} : { 'Group Key': keys },
    children: [{ ...source, relationship: 'Outer' }],
  });
  if (!isSort) return aggregate;
  return withKeys(
    sorted(aggregate, 'order'),
    main.order.map(({ operand }) => operand.text),
  );
}
