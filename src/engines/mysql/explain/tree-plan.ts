import type { Measured, PlanNode, QueryPlan } from '../../../catalog/query-plan.ts';
import { node } from '../../query/plan/loop.ts';
import type { TreeStep } from './tree.ts';
import { listed, scanOf } from './tree-access.ts';

/**
 * A plan in MySQL's own tree in the words that all engines share (the operations: sql/join_optimizer/explain_access_path.cc
 * in the source of MySQL). Estimates are the server's.
 */
export function planOfTree(root: TreeStep): QueryPlan {
  const made = nodeOf(root);
  const milliseconds = made.measured?.totalMilliseconds;
  return {
    root: made,
    settings: {},
    triggers: [],
    analyzed: made.measured !== undefined,
    ...(milliseconds === undefined ? {} : { executionMilliseconds: milliseconds }),
    ...(made.totalCost === 0 ? { uncosted: true as const } : {}),
  };
}

const subquery = /^Select #(\w+) \(.*?(dependent)?\)$/;

function nodeOf(step: TreeStep): PlanNode {
  const below = step.children.map(nodeOf);
  const [, number, dependent] = subquery.exec(step.operation) ?? [];
  const [first] = below;
  if (number !== undefined && first) {
    return {
      ...first,
      relationship: dependent === undefined ? 'InitPlan' : 'SubPlan',
      subplanName: `SubPlan ${number}`,
    };
  }
  const inputs = below.filter(({ subplanName }) => subplanName === undefined);
  const subPlans = below.filter(({ subplanName }) => subplanName !== undefined);
  const own = withFigures(made(step.operation, inputs), step, inputs);
  return { ...own, children: [...own.children, ...subPlans] };
}

type Make = (found: RegExpExecArray, inputs: readonly PlanNode[]) => PlanNode;

/** What steps are by their words; those of one table are read elsewhere. */
const operations: readonly (readonly [RegExp, Make])[] = [
  [/^(?:Stream results|Batch input rows|Invalidate materialized tables\b.*)$/, (_, inputs) => through(inputs)],
  [/^Filter: (.*)$/s, ([, condition = ''], inputs) => filtered(condition, inputs)],
  [/^(?:Limit|Offset|Limit\/Offset): /, (_, inputs) => node('Limit', { children: as('Outer', inputs) })],
  [
    /^Sort(?: row IDs)?( with duplicate removal)?: (.*?)(?:, limit input to (\d+) row\(s\) per chunk)?$/s,
    ([, unique, keys = '', limit], inputs) =>
      node(unique === undefined ? 'Sort' : 'Unique', {
        facts: { 'Sort Key': listed(keys), ...(limit === undefined ? {} : { 'Rows Kept': Number(limit) }) },
        children: as('Outer', inputs),
      }),
  ],
  [
    /^(?:Nested loop|Batched key access) (inner join|left join|antijoin|semijoin)/,
    ([, how = ''], inputs) => join('Nested Loop', how, {}, inputs),
  ],
  [
    /^((?:Inner|Left) hash join|Hash (?:semi|anti)join)(?: \((?:FirstMatch|LooseScan|no condition)\))*(.*?)(?:, extra conditions: (.*))?$/s,
    ([, how = '', condition = '', extra], inputs) =>
      join('Hash Join', how, { ...said('Hash Cond', unhashed(condition)), ...said('Join Filter', extra) }, inputs),
  ],
  [/^Hash$/, (_, inputs) => node('Hash', { children: as('Outer', inputs) })],
  [
    /^(?:Group aggregate\b.*?: ?(.*)|Group \(no aggregates\))$/s,
    ([, functions], inputs) => aggregate('Sorted', functions, inputs),
  ],
  [/^Aggregate: ?(.*)$/s, ([, functions], inputs) => aggregate('Plain', functions, inputs)],
  [/^Aggregate using temporary table$/, (_, inputs) => aggregate('Hashed', undefined, inputs)],
  [
    /^Window (?:multi-pass )?aggregate\b.*?: (.*)$/s,
    ([, functions], inputs) =>
      node('WindowAgg', { facts: said('Functions', functions), children: as('Outer', inputs) }),
  ],
  [/^(?:(?:Intersect|Except) materialize)\b/, (_, inputs) => node('SetOp', { children: as('Member', inputs) })],
  [
    /^(?:Union m|M)aterialize\b|^Temporary table\b/,
    (_, inputs) =>
      inputs.length > 1
        ? node('Append', { children: as('Member', inputs) })
        : node('Materialize', { children: as('Outer', inputs) }),
  ],
  [/^(?:Append|Repeat until convergence)$/, (_, inputs) => node('Append', { children: as('Member', inputs) })],
  [/^Remove duplicate/, (_, inputs) => node('Unique', { children: as('Outer', inputs) })],
  [/^(?:Sort-deduplicate|Deduplicate rows sorted) by row ID$/, (_, inputs) => several('Multi-Index Or', inputs)],
  [/^Intersect rows sorted by row ID$/, (_, inputs) => several('Multi-Index And', inputs)],
  [
    /^(Insert|Replace|Update|Delete)(?: (?:into|from))? (\S+)/,
    ([, operation = '', table = ''], inputs) =>
      node('ModifyTable', {
        operation: operation === 'Replace' ? 'Insert' : operation,
        relation: table,
        children: as('Outer', inputs),
      }),
  ],
  [
    /^(?:Rows fetched before execution|Zero (?:input )?rows \(.*)$/,
    ([message]) => node('Result', { facts: { Message: message } }),
  ],
];

function made(operation: string, inputs: readonly PlanNode[]): PlanNode {
  const scan = scanOf(operation, inputs);
  if (scan) return scan;
  for (const [form, make] of operations) {
    const found = form.exec(operation);
    if (found) return make(found, inputs);
  }
  // What newer servers do is told by their own words.
  return node(operation.replace(/[:(].*$/s, '').trim() || 'Result', {
    facts: { Detail: operation },
    children: as('Outer', inputs),
  });
}

function as(relationship: string, inputs: readonly PlanNode[]): readonly PlanNode[] {
  return inputs.map((input) => ({ ...input, relationship }));
}

function said(name: string, text: string | undefined): PlanNode['facts'] {
  return text === undefined || text.trim() === '' ? {} : { [name]: text.trim() };
}

/** What hands its rows on; several inputs it would have are kept. */
function through(inputs: readonly PlanNode[]): PlanNode {
  const [only, another] = inputs;
  return only && !another ? only : node('Result', { children: inputs });
}

/** A condition belongs to the step whose rows it is asked of. */
function filtered(condition: string, inputs: readonly PlanNode[]): PlanNode {
  const below = through(inputs);
  const name = /^(?:Nested Loop|Hash Join)$/.test(below.kind) ? 'Join Filter' : 'Filter';
  const before = below.facts[name];
  const all = before === undefined ? condition : `${String(before)} and ${condition}`;
  return { ...below, facts: { ...below.facts, [name]: all } };
}

function join(kind: string, how: string, facts: PlanNode['facts'], inputs: readonly PlanNode[]): PlanNode {
  const joinType = /anti/i.test(how) ? 'Anti' : /semi/i.test(how) ? 'Semi' : /left/i.test(how) ? 'Left' : 'Inner';
  return node(kind, {
    joinType,
    facts,
    children: inputs.map((input, at) => ({ ...input, relationship: at === 0 ? 'Outer' : 'Inner' })),
  });
}

/** ` (<hash>(a.x)=<hash>(b.y))`, ` (a.x = b.y),(a.z = b.z)`. */
function unhashed(condition: string): string {
  return listed(condition.replace(/<hash>\(((?:[^()]|\([^()]*\))*)\)/g, '$1')).join(' and ');
}

function aggregate(strategy: string, functions: string | undefined, inputs: readonly PlanNode[]): PlanNode {
  return node('Aggregate', { strategy, facts: said('Functions', functions), children: as('Outer', inputs) });
}

/** Rows of one table that several indexes find. */
function several(kind: string, inputs: readonly PlanNode[]): PlanNode {
  const { relation, alias } = inputs[0] ?? {};
  return node(kind, {
    ...(relation === undefined ? {} : { relation }),
    ...(alias === undefined ? {} : { alias }),
    children: inputs,
  });
}

/** What a step has no figures for follows from the steps below it. */
function withFigures(own: PlanNode, step: TreeStep, inputs: readonly PlanNode[]): PlanNode {
  const [first] = inputs;
  const isFilter = step.operation.startsWith('Filter: ');
  const cost = step.cost ?? (isFilter ? own.totalCost : inputs.reduce((sum, { totalCost }) => sum + totalCost, 0));
  const measured = measuredOf(step.measured ?? first?.measured, isFilter ? [] : inputs);
  const removed =
    isFilter && own.measured && measured
      ? Math.round((own.measured.rows - measured.rows + Number(own.facts['Rows Removed by Filter'] ?? 0)) * 100) / 100
      : 0;
  return {
    ...own,
    startupCost: step.startupCost ?? own.startupCost,
    totalCost: cost,
    rows: step.rows ?? first?.rows ?? 1,
    ...(measured ? { measured } : {}),
    facts: removed > 0 ? { ...own.facts, 'Rows Removed by Filter': removed } : own.facts,
  };
}

/** Some versions tell of a table on the way how long it was read, and not how long it was filled. */
function measuredOf(measured: Measured | undefined, inputs: readonly PlanNode[]): Measured | undefined {
  const { loops = 0, totalMilliseconds } = measured ?? {};
  if (!measured || totalMilliseconds === undefined || loops === 0) return measured;
  const below = inputs.reduce(
    (sum, one) => sum + (one.measured?.totalMilliseconds ?? 0) * (one.measured?.loops ?? 0),
    0,
  );
  const own = totalMilliseconds * loops;
  return own >= below * 0.99 ? measured : { ...measured, totalMilliseconds: (own + below) / loops };
}
