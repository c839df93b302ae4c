import type { PlanNode, QueryPlan } from '../../../catalog/query-plan.ts';
import { noStatistics, type Statistics } from '../../../catalog/statistics.ts';
import { loopOf, node } from '../../query/plan/loop.ts';
import { finished, groupsOf, isGrouped, nested, over, sorted, wantedRows } from '../../query/plan/nodes.ts';
import type { PlanRelation, PlanRelations } from '../../query/plan/relations.ts';
import type { QueryBlock } from '../../query-facts.ts';
import { accessCost, bufferedCost, tableCost } from './cost.ts';
import type { Block, TableStep } from './json.ts';
import { measuredOf, pairsOf, withMeasures } from './measured.ts';
import { mergedKeys, stepOf } from './step.ts';

/** What is known beside the plan. */
export interface PlanContext {
  readonly relations: PlanRelations;
  readonly statistics: Statistics;
  /** The server counted the rows of ranges and values in the tables themselves. */
  readonly counted?: true;
  /** How a relation is joined, by its alias in small letters. */
  readonly joins: ReadonlyMap<string, 'inner' | 'left' | 'exists'>;
}

const nothingKnown: PlanContext = {
  relations: { next: () => undefined, main: undefined },
  statistics: noStatistics,
  joins: new Map(),
};

/**
 * A plan of EXPLAIN FORMAT=JSON in the words that all engines share: loops in loops are nested loops, access by an index
 * is an index scan. The planner chooses; rows are estimated by the statistics, and costs follow from them, in the unit of
 * a row read in order (see docs/decisions).
 */
export function toPlan(block: Block, context: PlanContext = nothingKnown): QueryPlan {
  const { main } = context.relations;
  const body = planOf(block, context, main);
  const root = withMeasures(main ? finished(body, main, context.statistics) : body);
  const milliseconds = block['r_total_time_ms'];
  return {
    root,
    ...(typeof milliseconds === 'number' ? { executionMilliseconds: milliseconds } : {}),
    settings: {},
    triggers: [],
    analyzed: root.measured !== undefined,
  };
}

/** Names of steps that stand around others and sort their rows, or keep them in a table on the way. */
const around = new Set(
  'read_sorted_file filesort temporary_table ordering_operation grouping_operation duplicates_removal windowing window_functions_computation buffer_result insert_from range-checked-for-each-record table_function'.split(
    ' ',
  ),
);

/** The steps of a block, each inside the one before it. */
function planOf(block: Block, context: PlanContext, main: QueryBlock | undefined): PlanNode {
  let whole: PlanNode | undefined;
  const seen = new Set<string>();
  const attach = (below: PlanNode) => {
    const cost = below.totalCost * (below.relationship === 'SubPlan' ? Math.max(1, whole?.rows ?? 1) : 1);
    whole = whole
      ? { ...whole, totalCost: whole.totalCost + cost, children: [...whole.children, below] }
      : node('Result', { totalCost: cost, children: [below] });
  };
  const join = (step: TableStep, buffered?: Block) => {
    if (step.table_name === undefined) {
      whole ??= node('Result', step.message === undefined ? {} : { facts: { Message: step.message } });
      return;
    }
    const { table, how } = tableOf(step, context, seen);
    seen.add((table.alias ?? '').toLowerCase());
    whole = whole ? joined(whole, table, how, buffered ?? step) : table;
    if (Array.isArray(step['attached_subqueries'])) visit({ subqueries: step['attached_subqueries'] });
  };
  const visit = (from: Block): void => {
    for (const [name, value] of Object.entries(from)) {
      if (value === null || typeof value !== 'object') {
        if (name === 'message') join({ message: String(value) });
        continue;
      }
      if (name === 'table') join(value as TableStep);
      else if (name === 'nested_loop') for (const one of value as readonly Block[]) visit(one);
      else if (name === 'block-nl-join') join((value as { table: TableStep }).table, value as Block);
      else if (name === 'union_result') whole = compound(value as Block, context);
      else if (/subqueries$/.test(name)) {
        for (const one of value as readonly Block[]) attach(subPlan(one, context));
      } else if (around.has(name)) {
        visit(value as Block);
        if (whole) whole = afterStep(name, value as Block, whole, main, context);
      } else if (name === 'query_block') visit(value as Block);
    }
  };
  visit(block);
  return whole ?? node('Result');
}

/** How a join goes by a buffer; nothing where it uses none. */
function bufferOf(step: Block): string | undefined {
  const { using_join_buffer: told, join_type: type } = step;
  if (typeof told === 'string') return told;
  if (!('table' in step)) return undefined;
  return /hash|BNLH/i.test(String(type)) ? 'hash join' : String(type ?? 'BNL');
}

/** A column of a block around that a condition is held against: the server keeps its value for each run. */
const outerValue = /<cache>\(`?\w+`?\./;

function subPlan(one: Block, context: PlanContext): PlanNode {
  const held = (one['expression_cache'] ?? one['materialization'] ?? one) as Block;
  const block = (held['query_block'] ?? held) as Block;
  const depends = one['dependent'] === true || 'expression_cache' in one || outerValue.test(JSON.stringify(block));
  return {
    ...planOf(block, context, undefined),
    relationship: depends ? 'SubPlan' : 'InitPlan',
    subplanName: `SubPlan ${String(block['select_id'] ?? '')}`.trim(),
  };
}

function afterStep(
  name: string,
  value: Block,
  whole: PlanNode,
  main: QueryBlock | undefined,
  context: PlanContext,
): PlanNode {
  const groups = main !== undefined && (main.group.length > 0 || main.distinct !== 'none');
  const wanted = main && wantedRows(main);
  if (name === 'filesort' || value['using_filesort'] === true) {
    // What is grouped is sorted by its groups where nothing else is asked.
    const isGroup = groups && !isGrouped(whole) && (main.order.length === 0 || name === 'grouping_operation');
    const by = typeof value['sort_key'] === 'string' ? value['sort_key'].replaceAll('`', '') : undefined;
    const inOrder = sorted(whole, isGroup ? 'group' : 'order', wanted);
    return by === undefined ? inOrder : { ...inOrder, facts: { ...inOrder.facts, 'Sort Key': [by] } };
  }
  const isTemporary = name === 'temporary_table' || value['using_temporary_table'] === true;
  if (isTemporary && groups && !isGrouped(whole)) return groupedInTable(whole, main, context);
  return whole;
}

/** Each row is looked up in a table on the way, which has a row for each group. */
function groupedInTable(below: PlanNode, main: QueryBlock, { statistics }: PlanContext): PlanNode {
  const isDistinct = main.group.length === 0;
  const keys = isDistinct ? main.returned : main.group;
  const cost = below.totalCost + tableCost(below.rows);
  return node('Aggregate', {
    strategy: 'Hashed',
    rows: groupsOf(keys, below.rows, main, statistics),
    startupCost: cost,
    totalCost: cost,
    facts: { 'Group Key': keys.map(({ text }) => text), 'Temporary Table': true },
    children: [{ ...below, relationship: 'Outer' }],
  });
}

function compound(union: Block, context: PlanContext): PlanNode {
  const parts = (union['query_specifications'] as readonly Block[] | undefined) ?? [];
  const children = parts.map((part) => ({
    ...planOf((part['query_block'] ?? part) as Block, context, undefined),
    relationship: 'Member',
  }));
  const rows = children.reduce((sum, one) => sum + one.rows, 0);
  const cost = children.reduce((sum, one) => sum + one.totalCost, 0);
  const all = node('Append', { rows, totalCost: cost, children });
  // A result that is kept in a table is one without doubles.
  if (
    typeof union['table_name'] !== 'string' ||
    union['using_temporary_table'] === false ||
    !('access_type' in union)
  ) {
    return all;
  }
  const { measured } = measuredOf(union) ?? {};
  return { ...sorted(all, 'distinct'), ...(measured ? { measured } : {}) };
}

type How = 'inner' | 'left' | 'exists';

function joined(outer: PlanNode, inner: PlanNode, how: How, step: Block): PlanNode {
  const plain = nested(outer, inner, how);
  const buffer = bufferOf(step);
  if (buffer === undefined) return plain;
  const hashes = /hash/i.test(buffer);
  const cost = bufferedCost(outer.rows, inner.rows, inner.totalCost - inner.startupCost, hashes);
  return {
    ...plain,
    kind: hashes ? 'Hash Join' : 'Nested Loop',
    totalCost: outer.totalCost + inner.startupCost + cost,
    ...pairsOf(outer, inner, step),
    facts: { 'Join Buffer': buffer, ...joinFilterOf(step) },
  };
}

/** Of a join by a buffer MariaDB tells the condition beside its table. */
function joinFilterOf(step: Block): PlanNode['facts'] {
  const { attached_condition: condition } = step;
  return 'table' in step && typeof condition === 'string' ? { 'Join Filter': condition.replaceAll('`', '') } : {};
}

/** One run of a table's step. */
function tableOf(
  step: TableStep,
  context: PlanContext,
  seen: ReadonlySet<string>,
): { readonly table: PlanNode; readonly how: How } {
  const name = step.table_name ?? '';
  const relation = context.relations.next(name);
  const how =
    context.joins.get(name.toLowerCase()) ??
    ('first_match' in step || 'not_exists' in step ? 'exists' : !relation && isOuter(step) ? 'left' : 'inner');
  const source = (step.materialized ?? step.materialized_from_subquery)?.query_block;
  if (source) {
    const made = planOf(source, context, undefined);
    const searches = step.access_type !== 'ALL';
    const scan = node(searches ? 'Index Scan' : 'Seq Scan', {
      alias: name,
      rows: searches ? 1 : made.rows,
      totalCost: accessCost(1, { searches, covering: false, clustered: true }),
      ...withTold(step, factsOf(step)),
    });
    return { table: over(scan, made), how };
  }
  const merged = mergedKeys(step);
  return {
    table: merged ? anyIndex(step, merged, relation, context, seen) : oneAccess(step, relation, how, context, seen),
    how,
  };
}

/** Of an outer join a condition is asked of rows that are there, and the servers say so in it. */
function isOuter({ attached_condition: condition = '' }: TableStep): boolean {
  return /\btrigcond\(|is_not_null_compl\(/.test(condition);
}

function oneAccess(
  step: TableStep,
  relation: PlanRelation | undefined,
  how: How,
  { statistics, counted }: PlanContext,
  seen: ReadonlySet<string>,
): PlanNode {
  const loopStep = stepOf(step, relation, how);
  const detail = [step.access_type, step.key].filter((one) => one !== undefined).join(' ');
  const loop = loopOf(loopStep, detail, 0, relation, seen, statistics);
  // Of a table that nothing is known of, what the server says of its rows.
  const told = Number(step['rows'] ?? step['rows_examined_per_scan'] ?? 1);
  const isSkipping = step.using_index_for_group_by !== undefined;
  const isEstimated = relation?.known !== undefined && !isSkipping;
  const isCounted =
    counted === true && (step.access_type === 'range' || step.ref?.every((one) => one === 'const') === true);
  const found = !isEstimated || isCounted ? told : loop.found;
  const kept = isEstimated ? loop.rows / loop.found : Number(step['filtered'] ?? 100) / 100;
  const rows = isEstimated && !isCounted ? loop.rows : told * kept;
  const clustered = step.key === undefined || step.key === 'PRIMARY';
  const lookup = relation ? undefined : lookupOf(step);
  return {
    ...loop.node,
    rows,
    totalCost: accessCost(found, { searches: loopStep.searches, covering: loopStep.covering, clustered }),
    ...withTold(step, {
      ...loop.node.facts,
      ...factsOf(step),
      ...(lookup === undefined ? {} : { 'Index Cond': lookup }),
      ...(relation ? {} : filterOf(step)),
    }),
  };
}

/** Facts with what was measured, where it was. */
function withTold(step: TableStep, facts: PlanNode['facts']): Pick<PlanNode, 'facts'> & Partial<PlanNode> {
  const measured = measuredOf(step);
  return measured ? { ...measured, facts: { ...facts, ...measured.facts } } : { facts };
}

/** What rows are held against, of a query that is not known; of an outer join the server notes when it is. */
function filterOf({ attached_condition: condition }: TableStep): PlanNode['facts'] {
  if (condition === undefined) return {};
  let text = condition.replaceAll('`', '');
  while (/^trigcond\(.*\)$/s.test(text)) text = text.slice('trigcond('.length, -1);
  return { Filter: text };
}

/** What rows are looked up by, of a query that is not known: `cust_id = c.id`; of ranges no more than that they are some. */
function lookupOf({ access_type: access, key, used_key_parts: parts = [], ref = [] }: TableStep): string | undefined {
  if (access === 'range' && key !== undefined) return `ranges of ${parts.length > 0 ? parts.join(', ') : key}`;
  if (ref.length === 0) return undefined;
  // Names have their database before them.
  return ref.map((value, at) => `${parts[at] ?? '?'} = ${value.split('.').slice(-2).join('.')}`).join(' AND ');
}

/** Rows found by several indexes. */
function anyIndex(
  step: TableStep,
  merged: ReturnType<typeof mergedKeys> & object,
  relation: PlanRelation | undefined,
  context: PlanContext,
  seen: ReadonlySet<string>,
): PlanNode {
  const branches = relation?.conditions.flatMap((one) => (one.branches ?? []).flat()) ?? [];
  const own = relation && (merged.intersects ? relation : { ...relation, conditions: branches });
  const children = merged.keys.map(({ key, parts }) =>
    oneAccess(
      { table_name: step.table_name ?? '', access_type: 'range', key, used_key_parts: parts },
      own,
      'inner',
      context,
      seen,
    ),
  );
  const all = children.map(({ rows }) => rows);
  const rows = merged.intersects ? Math.min(...all) : all.reduce((sum, one) => sum + one, 0);
  return node(merged.intersects ? 'Multi-Index And' : 'Multi-Index Or', {
    alias: relation?.alias ?? step.table_name ?? '',
    ...(relation?.known ? { relation: relation.known.table.name, schema: relation.known.table.schema } : {}),
    rows,
    totalCost: children.reduce((sum, { totalCost }) => sum + totalCost, 0),
    facts: factsOf(step),
    children,
  });
}

function factsOf({ access_type, attached_condition, index_condition }: TableStep): PlanNode['facts'] {
  return {
    ...(access_type === undefined ? {} : { 'Access Type': access_type }),
    ...(attached_condition === undefined ? {} : { 'Attached Condition': attached_condition }),
    ...(index_condition === undefined ? {} : { 'Index Condition': index_condition }),
  };
}
