import type { FuncCall, Node, ResTarget, SelectStmt, SortBy, WindowDef, WithClause } from 'libpg-query';
import type { Condition, Operand, OrderKey, QueryBlock, QueryRelation } from '../../query-facts.ts';
import { type Collector, openBlock, type Position, type ReadSelect, renamed, surroundings } from './collector.ts';
import { conditionsOf, constantOf, operandOf, type Surroundings } from './expression.ts';
import { type Names, resultName } from './names.ts';
import { lastName, stringsOf, walk } from './nodes.ts';
import type { Parser } from './parser.ts';
import { readFrom } from './relations.ts';
import { resolve, type Scope } from './scope.ts';

/** An empty collection. */
export function newCollector(parser: Parser, names: Names): Collector {
  const collector: Collector = {
    parser,
    names,
    blocks: [],
    correlated: new Set(),
    read: new Map(),
    select: (select, position) => readSelect(select, position, collector),
  };
  return collector;
}

/** The blocks of a statement with their correlation, the main one first. */
export function finished(collector: Collector): readonly QueryBlock[] {
  return collector.blocks.flatMap((block, number) =>
    block ? [{ ...block, correlated: collector.correlated.has(number) }] : [],
  );
}

/** Reads a SELECT and all below it; gives its number and the names of its columns, where they can be told. */
function readSelect(select: SelectStmt, position: Position, collector: Collector): ReadSelect {
  const known = collector.read.get(select);
  if (known) return known;
  const scope = openBlock(collector, position.outer);
  readWith(select.withClause, scope, collector);
  const around = surroundings(scope, collector);
  const isSet = (select.op ?? 'SETOP_NONE') !== 'SETOP_NONE';
  const body = isSet ? readSet(select, scope, collector) : readPlain(select, scope, collector);
  const result = { block: scope.block, columns: body.columns };
  collector.read.set(select, result);
  collector.blocks[scope.block] = {
    ...standing(position),
    correlated: false,
    relations: body.relations,
    conditions: body.conditions,
    ...body.results,
    ...ordering(select, body.targets, around),
    locking: (select.lockingClause ?? []).length > 0,
    ...(isSet ? { setOperation: setOperation(select) } : {}),
  };
  readRest(select, scope, collector);
  return result;
}

function standing({ role, name, materialized, recursive, outer }: Position) {
  return {
    role,
    ...(name === undefined ? {} : { name }),
    ...(materialized === undefined ? {} : { materialized }),
    ...(recursive ? { recursive } : {}),
    ...(outer ? { parent: outer.block } : {}),
  };
}

/** The CTEs of a clause, those that change data included. */
export function readWith(clause: WithClause | undefined, scope: Scope, collector: Collector): void {
  for (const node of clause?.ctes ?? []) {
    if (!('CommonTableExpr' in node)) continue;
    const { ctename = '', aliascolnames, ctequery, ctematerialized } = node.CommonTableExpr;
    const aliases = aliascolnames ? stringsOf(aliascolnames) : undefined;
    if (!ctequery || !('SelectStmt' in ctequery)) {
      scope.commonTables.set(ctename, { block: undefined, columns: aliases });
      continue;
    }
    const select = ctequery.SelectStmt;
    const recursive = Boolean(clause?.recursive) && mentions(select, ctename);
    // It sees itself: what it gives is then told by its names alone.
    if (recursive) {
      const block = collector.blocks.length;
      scope.commonTables.set(ctename, { block, columns: aliases ?? firstNames(select) });
    }
    const { block, columns } = readSelect(
      select,
      {
        role: 'cte',
        name: ctename,
        recursive,
        outer: scope,
        ...(ctematerialized === 'CTEMaterializeAlways' ? { materialized: true } : {}),
        ...(ctematerialized === 'CTEMaterializeNever' ? { materialized: false } : {}),
      },
      collector,
    );
    scope.commonTables.set(ctename, { block, columns: renamed(columns, aliases) });
  }
}

function mentions(select: SelectStmt, name: string): boolean {
  let found = false;
  walk(select, (node) => {
    if ('RangeVar' in node && node.RangeVar.relname === name && node.RangeVar.schemaname === undefined) found = true;
    return undefined;
  });
  return found;
}

/** Names of the results of the first operand of a recursive query; nothing where `*` hides them. */
function firstNames(select: SelectStmt): readonly string[] | undefined {
  if (select.larg) return firstNames(select.larg);
  const names = (select.targetList ?? []).map((node) => ('ResTarget' in node ? nameOf(node.ResTarget) : undefined));
  return names.every((name) => name !== undefined) ? names : undefined;
}

function nameOf(target: ResTarget): string | undefined {
  if (target.name !== undefined) return target.name;
  return target.val && starOf(target.val) ? undefined : resultName(target.val);
}

/** The qualifier of `t.*`, '' of `*`; nothing for anything else. */
function starOf(node: Node): { readonly qualifier: string | undefined } | undefined {
  if (!('ColumnRef' in node)) return undefined;
  const { fields = [] } = node.ColumnRef;
  const last = fields.at(-1);
  return last && 'A_Star' in last ? { qualifier: stringsOf(fields).at(-1) } : undefined;
}

interface Body {
  readonly relations: readonly QueryRelation[];
  readonly conditions: readonly Condition[];
  readonly columns: readonly string[] | undefined;
  readonly targets: readonly ResTarget[];
  readonly results: Pick<
    QueryBlock,
    'returned' | 'returnsAll' | 'distinct' | 'group' | 'aggregates' | 'windows' | 'windowOrders'
  >;
}

const noResults: Body['results'] = {
  returned: [],
  returnsAll: false,
  distinct: 'none',
  group: [],
  aggregates: [],
  windows: false,
};

function readSet(select: SelectStmt, scope: Scope, collector: Collector): Body {
  const operands = [select.larg, select.rarg].flatMap((side) =>
    side ? [readSelect(side, { role: 'set operand', outer: scope }, collector)] : [],
  );
  return { relations: [], conditions: [], columns: operands[0]?.columns, targets: [], results: noResults };
}

function setOperation(select: SelectStmt): NonNullable<QueryBlock['setOperation']> {
  if (select.op === 'SETOP_INTERSECT') return 'intersect';
  if (select.op === 'SETOP_EXCEPT') return 'except';
  return select.all ? 'union all' : 'union';
}

function readPlain(select: SelectStmt, scope: Scope, collector: Collector): Body {
  const { relations, conditions: joined } = readFrom(select.fromClause ?? [], scope, collector);
  checkColumns(select, scope, collector);
  const around = surroundings(scope, collector);
  const targets = (select.targetList ?? []).flatMap((node) => ('ResTarget' in node ? [node.ResTarget] : []));
  const values = select.valuesLists?.[0];
  const width = values && 'List' in values ? (values.List.items ?? []).length : 0;
  const distinct = select.distinctClause;
  return {
    relations: values ? [{ alias: '*VALUES*', lateral: false, other: 'VALUES' }] : relations,
    conditions: [
      ...joined,
      ...(select.whereClause ? conditionsOf(select.whereClause, 'where', around) : []),
      ...(select.havingClause ? conditionsOf(select.havingClause, 'having', around) : []),
    ],
    columns: values ? Array.from({ length: width }, (_, at) => `column${at + 1}`) : outputNames(targets, scope),
    targets,
    results: {
      returned: targets.flatMap(({ val }) => (val && !starOf(val) ? [operandOf(val, around)] : [])),
      returnsAll: targets.some(({ val }) => val !== undefined && starOf(val) !== undefined),
      distinct: distinct === undefined ? 'none' : isOn(distinct) ? 'on' : 'rows',
      group: groupOf(select, targets, around),
      ...callsOf(select, collector),
      ...windowsOf(select, around),
    },
  };
}

/** The orders of windows, written in place or named; none where there are none. */
function windowsOf(select: SelectStmt, around: Surroundings): Pick<QueryBlock, 'windowOrders'> {
  const named = (select.windowClause ?? []).flatMap((node) => ('WindowDef' in node ? [node.WindowDef] : []));
  const written: WindowDef[] = [];
  walk([...(select.targetList ?? []), ...(select.sortClause ?? [])], (node) => {
    if ('SelectStmt' in node) return false;
    if ('FuncCall' in node && node.FuncCall.over) written.push(node.FuncCall.over);
    return undefined;
  });
  const orders = new Map<string, readonly OrderKey[]>();
  for (const { name, refname, partitionClause = [], orderClause = [] } of written) {
    const base = named.find((one) => one.name !== undefined && one.name === (refname ?? name));
    const order = [
      ...[...(base?.partitionClause ?? []), ...partitionClause].map((node) => ({
        operand: operandOf(node, around),
        descending: false,
        nullsFirst: false,
      })),
      ...[...(base?.orderClause ?? []), ...orderClause].flatMap((node) =>
        'SortBy' in node ? orderKey(node.SortBy, [], around) : [],
      ),
    ];
    if (order.length > 0) orders.set(JSON.stringify(order), order);
  }
  return orders.size === 0 ? {} : { windowOrders: [...orders.values()] };
}

/** DISTINCT without ON is a list of nothing. */
function isOn(clause: readonly Node[]): boolean {
  return clause.some((node) => Object.keys(node).length > 0);
}

function outputNames(targets: readonly ResTarget[], scope: Scope): readonly string[] | undefined {
  const names: string[] = [];
  for (const target of targets) {
    const star = target.val && starOf(target.val);
    if (!star) {
      names.push(nameOf(target) ?? '?column?');
      continue;
    }
    const relations = scope.relations.filter(
      (one) => one.searched && (star.qualifier === undefined || one.alias === star.qualifier),
    );
    if (relations.some((one) => one.columns === undefined)) return undefined;
    names.push(...relations.flatMap((one) => one.columns ?? []));
  }
  return names;
}

function groupOf(select: SelectStmt, targets: readonly ResTarget[], around: Surroundings): readonly Operand[] {
  const items = (nodes: readonly Node[]): readonly Node[] =>
    nodes.flatMap((node) => ('GroupingSet' in node ? items(node.GroupingSet.content ?? []) : [node]));
  return items(select.groupClause ?? []).map((node) => operandOf(meant(node, targets, around, 'group'), around));
}

/**
 * The expression that an item of GROUP BY or ORDER BY means: of a number the result at that place, of a plain name the
 * result of that name, which ORDER BY prefers to a column and GROUP BY does not.
 */
function meant(node: Node, targets: readonly ResTarget[], around: Surroundings, clause: 'group' | 'order'): Node {
  if ('A_Const' in node && node.A_Const.ival) return targets[(node.A_Const.ival.ival ?? 0) - 1]?.val ?? node;
  if (!('ColumnRef' in node)) return node;
  const names = stringsOf(node.ColumnRef.fields);
  const [name] = names;
  if (names.length !== 1 || name === undefined) return node;
  if (clause === 'group' && around.relationOf?.(name) !== undefined) return node;
  return targets.find((target) => target.name === name)?.val ?? node;
}

function ordering(
  select: SelectStmt,
  targets: readonly ResTarget[],
  around: Surroundings,
): Pick<QueryBlock, 'order' | 'limit' | 'offset'> {
  const order = (select.sortClause ?? []).flatMap((node) =>
    'SortBy' in node ? orderKey(node.SortBy, targets, around) : [],
  );
  const amount = (node: Node | undefined): Operand | undefined =>
    node && constantOf(node) !== null ? operandOf(node, around) : undefined;
  const [limit, offset] = [amount(select.limitCount), amount(select.limitOffset)];
  return { order, ...(limit ? { limit } : {}), ...(offset ? { offset } : {}) };
}

function orderKey(sort: SortBy, targets: readonly ResTarget[], around: Surroundings): readonly OrderKey[] {
  if (!sort.node) return [];
  const descending = sort.sortby_dir === 'SORTBY_DESC';
  const nullsFirst =
    sort.sortby_nulls === 'SORTBY_NULLS_FIRST' || (sort.sortby_nulls !== 'SORTBY_NULLS_LAST' && descending);
  const node = meant(sort.node, targets, around, 'order');
  const distance = distanceOf(node, around);
  return [{ operand: operandOf(node, around), ...(distance ? { distance } : {}), descending, nullsFirst }];
}

/** Operators of distance: of shapes, of PostGIS and of vectors, of texts. */
const distanceOperator = /^(?:<[-#=~+%]>|<<->|<->>|<<#>>|<<<->|<->>>)$/;

function distanceOf(node: Node, around: Surroundings): OrderKey['distance'] {
  if (!('A_Expr' in node) || node.A_Expr.kind !== 'AEXPR_OP') return undefined;
  const { name, lexpr, rexpr } = node.A_Expr;
  if (!lexpr || !rexpr || !distanceOperator.test(lastName(name))) return undefined;
  return { left: operandOf(lexpr, around), right: operandOf(rexpr, around) };
}

const aggregates: ReadonlySet<string> = new Set(
  `any_value array_agg avg bit_and bit_or bit_xor bool_and bool_or count every json_agg json_object_agg jsonb_agg
  jsonb_object_agg json_agg_strict jsonb_agg_strict max min range_agg range_intersect_agg string_agg sum xmlagg corr
  covar_pop covar_samp regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy
  stddev stddev_pop stddev_samp variance var_pop var_samp mode percentile_cont percentile_disc`.split(/\s+/),
);

/** The aggregates and window functions of a block, those of its sub-queries left out. */
function callsOf(select: SelectStmt, { parser, names }: Collector): Pick<QueryBlock, 'aggregates' | 'windows'> {
  const found: QueryBlock['aggregates'][number][] = [];
  let windows = false;
  const isAggregate = (call: FuncCall, name: string) =>
    Boolean(call.agg_star || call.agg_distinct || call.agg_filter || call.agg_within_group) ||
    aggregates.has(name) ||
    names.isAggregate(name);
  const own = [...(select.targetList ?? []), ...(select.sortClause ?? [])];
  walk([...own, ...(select.havingClause ? [select.havingClause] : [])], (node) => {
    if ('SelectStmt' in node) return false;
    if (!('FuncCall' in node)) return undefined;
    const call = node.FuncCall;
    const name = lastName(call.funcname);
    if (call.over) windows = true;
    else if (isAggregate(call, name)) {
      found.push({ name, text: parser.write(node), distinct: Boolean(call.agg_distinct) });
    }
    return undefined;
  });
  return { aggregates: found, windows };
}

/**
 * Checks the columns that a block names itself, and marks the blocks that look beyond their own.
 * @throws RelvarError `unknown-column`, `unknown-table`
 */
export function checkColumns(statement: object, scope: Scope, collector: Collector): void {
  const { targetList } = statement as SelectStmt;
  const outputs = new Set(
    (targetList ?? []).flatMap((node) => ('ResTarget' in node ? (node.ResTarget.name ?? []) : [])),
  );
  for (const [key, part] of Object.entries(statement)) {
    // Names of results may stand there, and what only the engine can judge.
    const results = key === 'sortClause' || key === 'groupClause' || key === 'distinctClause';
    if (key === 'withClause' || key === 'onConflictClause' || key === 'lockingClause') continue;
    walk(part, (node) => {
      if ('SelectStmt' in node) return false;
      if (!('ColumnRef' in node)) return undefined;
      const fields = stringsOf(node.ColumnRef.fields);
      if (results && fields.length === 1 && outputs.has(fields[0] ?? '')) return false;
      const { scope: found } = resolve(node.ColumnRef, scope, collector.names);
      if (found)
        for (let here = scope; here !== found && here.outer; here = here.outer) collector.correlated.add(here.block);
      return false;
    });
  }
}

/** Sub-queries that stand where no condition, result or order is: in windows, in limits. */
function readRest(select: SelectStmt, scope: Scope, collector: Collector): void {
  readSubQueries(
    { ...select, withClause: undefined, fromClause: undefined, larg: undefined, rarg: undefined },
    scope,
    collector,
  );
}

/** Every sub-query of a part that was not read yet. */
export function readSubQueries(part: unknown, scope: Scope, collector: Collector): void {
  walk(part, (node) => {
    if (!('SelectStmt' in node)) return undefined;
    readSelect(node.SelectStmt, { role: 'scalar', outer: scope }, collector);
    return false;
  });
}
