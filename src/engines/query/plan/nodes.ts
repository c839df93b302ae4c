import { qualified } from '../../../catalog/names.ts';
import type { PlanNode } from '../../../catalog/query-plan.ts';
import type { Statistics } from '../../../catalog/statistics.ts';
import type { Operand, QueryBlock } from '../../query-facts.ts';
import { node } from './loop.ts';

/** A scan of what was computed before. */
export function over(scan: PlanNode, source: PlanNode): PlanNode {
  const kind = scan.kind === 'Seq Scan' ? 'Subquery Scan' : scan.kind;
  const { relation: _, schema: __, ...rest } = scan;
  return {
    ...rest,
    kind,
    rows: scan.kind === 'Seq Scan' ? source.rows : scan.rows,
    startupCost: source.totalCost + scan.startupCost,
    // A search in it does not go through all of it.
    totalCost: source.totalCost + scan.startupCost + (scan.kind === 'Seq Scan' ? source.rows : scan.totalCost),
    children: [{ ...source, relationship: 'Subquery' }],
  };
}

/** A loop in a loop. */
export function nested(outer: PlanNode, inner: PlanNode, join: 'inner' | 'left' | 'exists'): PlanNode {
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

/** Rows go into a temporary B-tree and come out in its order; it keeps no more than are wanted. */
export function sortCost(rows: number, kept = rows): number {
  return rows * Math.log2(Math.max(2, Math.min(rows, kept)));
}

export function sorted(
  below: PlanNode,
  what: 'order' | 'part of order' | 'group' | 'distinct',
  wanted?: number,
): PlanNode {
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
export function finished(body: PlanNode, main: QueryBlock, statistics: Statistics): PlanNode {
  const order = main.order.map(({ operand, descending }) => (descending ? `${operand.text} DESC` : operand.text));
  let whole = withKeys(body, order);
  const isGroup = main.group.length > 0;
  if (isGroup || main.aggregates.length > 0) whole = grouped(whole, main, statistics);
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
export function wantedRows({ limit, offset }: QueryBlock): number | undefined {
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

/** Whether rows are grouped already, below a sort of the groups at most. */
export function isGrouped({ kind, children: [below] }: PlanNode): boolean {
  return kind === 'Aggregate' || (kind === 'Sort' && below?.kind === 'Aggregate');
}

/** How many groups so many rows make: by the values of the keys, and of keys that nothing is known of by the root. */
export function groupsOf(
  keys: readonly Operand[],
  rows: number,
  { relations }: QueryBlock,
  statistics: Statistics,
): number {
  const valuesOf = ({ column, functions }: Operand): number => {
    const table = relations.find(({ alias }) => alias === column?.relation)?.table;
    const of = table && statistics.tables[qualified(table)];
    const known = column && functions.length === 0 ? of?.columns[column.column] : undefined;
    if (!of || !known) return Math.sqrt(rows);
    return known.distinct < 0 ? -known.distinct * of.rows : known.distinct;
  };
  return Math.max(
    1,
    Math.min(
      rows,
      keys.map(valuesOf).reduce((all, one) => all * Math.max(1, one), 1),
    ),
  );
}

/** The node that aggregates, below a sort of its results. */
function grouped(body: PlanNode, main: QueryBlock, statistics: Statistics): PlanNode {
  if (isGrouped(body)) return body;
  const isSort = body.facts['For'] === 'ORDER BY' && body.children[0];
  const below = isSort ? body.children[0] : body;
  if (!below) return body;
  const keys = main.group.map(({ text }) => text);
  const source = below.facts['For'] === 'GROUP BY' ? { ...below, facts: { ...below.facts, 'Sort Key': keys } } : below;
  const rows = groupsOf(main.group, source.rows, main, statistics);
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
