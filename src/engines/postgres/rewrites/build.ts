import type { JoinExpr, Node, ResTarget, SelectStmt } from 'libpg-query';
import { columnName, stringsOf, walk } from '../query/nodes.ts';
import { sameTree } from '../query/same-tree.ts';

/** A list of names as the tree has it. */
function names(...parts: readonly string[]): Node[] {
  return parts.map((sval) => ({ String: { sval } }));
}

export function columnRef(...parts: readonly string[]): Node {
  return { ColumnRef: { fields: names(...parts) } };
}

export function integer(value: number): Node {
  return { A_Const: { ival: value === 0 ? {} : { ival: value } } };
}

export function text(value: string): Node {
  return { A_Const: { sval: value === '' ? {} : { sval: value } } };
}

export function operation(operator: string, lexpr: Node, rexpr: Node): Node {
  return { A_Expr: { kind: 'AEXPR_OP', name: names(operator), lexpr, rexpr } };
}

export function inList(lexpr: Node, items: readonly Node[]): Node {
  return { A_Expr: { kind: 'AEXPR_IN', name: names('='), lexpr, rexpr: { List: { items: [...items] } } } };
}

export function call(name: string, ...args: readonly Node[]): Node {
  return { FuncCall: { funcname: names(name), args: [...args], funcformat: 'COERCE_EXPLICIT_CALL' } };
}

export function coalesce(...args: readonly Node[]): Node {
  return { CoalesceExpr: { args: [...args] } };
}

/** A cast to one of the engine's types of a plain name: `date`, `timestamptz`. */
export function cast(arg: Node, type: string): Node {
  return { TypeCast: { arg, typeName: { names: names(type), typemod: -1 } } };
}

export function negation(arg: Node): Node {
  return { BoolExpr: { boolop: 'NOT_EXPR', args: [arg] } };
}

export function isNull(arg: Node): Node {
  return { NullTest: { arg, nulltesttype: 'IS_NULL' } };
}

export function isNotNull(arg: Node): Node {
  return { NullTest: { arg, nulltesttype: 'IS_NOT_NULL' } };
}

/** False or unknown, with the test at each comparison: the writer forgets parentheses around NOT, AND and OR. */
export function isNotTrue(arg: Node): Node {
  if ('BoolExpr' in arg) {
    const { boolop, args = [] } = arg.BoolExpr;
    const [first] = args;
    if (boolop === 'NOT_EXPR' && first) return { BooleanTest: { arg: first, booltesttype: 'IS_NOT_FALSE' } };
    const tests = args.map(isNotTrue);
    if (boolop === 'AND_EXPR') return disjunction(tests);
    return conjunction(tests) ?? arg;
  }
  return { BooleanTest: { arg, booltesttype: 'IS_NOT_TRUE' } };
}

export function disjunction(args: readonly Node[]): Node {
  const flat = args.flatMap((arg) =>
    'BoolExpr' in arg && arg.BoolExpr.boolop === 'OR_EXPR' ? (arg.BoolExpr.args ?? []) : [arg],
  );
  const [first] = flat;
  if (!first) throw new Error('an OR of nothing');
  return flat.length === 1 ? first : { BoolExpr: { boolop: 'OR_EXPR', args: flat } };
}

/** Conditions joined by AND; nothing for none. */
export function conjunction(args: readonly Node[]): Node | undefined {
  const flat = args.flatMap(conjuncts);
  return flat.length > 1 ? { BoolExpr: { boolop: 'AND_EXPR', args: flat } } : flat[0];
}

/** The conditions that AND joins. */
export function conjuncts(node: Node | undefined): readonly Node[] {
  if (!node) return [];
  if ('BoolExpr' in node && node.BoolExpr.boolop === 'AND_EXPR') return (node.BoolExpr.args ?? []).flatMap(conjuncts);
  return [node];
}

/** Sets what a SELECT filters by. */
export function setWhere(select: SelectStmt, conditions: readonly Node[]): void {
  const where = conjunction(conditions);
  if (where) select.whereClause = where;
  else delete select.whereClause;
}

export function target(val: Node, name?: string): Node {
  return { ResTarget: { ...(name === undefined ? {} : { name }), val } };
}

/** A plain SELECT. */
export function selectFrom(targets: readonly Node[], from: readonly Node[], where: readonly Node[]): SelectStmt {
  const condition = conjunction(where);
  return {
    targetList: [...targets],
    fromClause: [...from],
    ...(condition ? { whereClause: condition } : {}),
    limitOption: 'LIMIT_OPTION_DEFAULT',
    op: 'SETOP_NONE',
  };
}

export function exists(select: SelectStmt): Node {
  return { SubLink: { subLinkType: 'EXISTS_SUBLINK', subselect: { SelectStmt: select } } };
}

export function derivedTable(select: SelectStmt, alias: string): Node {
  return { RangeSubselect: { subquery: { SelectStmt: select }, alias: { aliasname: alias } } };
}

export function join(larg: Node, rarg: Node, jointype: 'JOIN_INNER' | 'JOIN_LEFT', quals: Node | undefined): Node {
  const expression: JoinExpr = { jointype, larg, rarg, ...(quals ? { quals } : {}) };
  return { JoinExpr: expression };
}

/** Whether a SELECT is one of rows as they are: no grouping, aggregate, window, DISTINCT, set operation, limit or lock. */
export function isPlain(select: SelectStmt): boolean {
  return (
    isBasic(select) &&
    select.distinctClause === undefined &&
    select.groupClause === undefined &&
    select.havingClause === undefined &&
    select.limitCount === undefined &&
    select.limitOffset === undefined &&
    !hasAggregate(select.targetList) &&
    !hasWindow(select)
  );
}

/** Whether a SELECT has a FROM of its own and is no set operation, VALUES, INTO or lock. */
export function isBasic(select: SelectStmt): boolean {
  return (
    (select.op ?? 'SETOP_NONE') === 'SETOP_NONE' &&
    (select.fromClause ?? []).length > 0 &&
    select.valuesLists === undefined &&
    select.withClause === undefined &&
    select.lockingClause === undefined &&
    select.intoClause === undefined
  );
}

const aggregateNames = new Set(
  `any_value array_agg avg bit_and bit_or bool_and bool_or count every json_agg json_object_agg jsonb_agg
  jsonb_object_agg max min range_agg string_agg sum xmlagg stddev stddev_pop stddev_samp variance var_pop var_samp mode
  percentile_cont percentile_disc corr covar_pop covar_samp`.split(/\s+/),
);

/** The name of an aggregate that a node calls without OVER; nothing for any other. */
export function aggregateOf(node: Node): string | undefined {
  if (!('FuncCall' in node) || node.FuncCall.over) return undefined;
  const name = stringsOf(node.FuncCall.funcname).at(-1) ?? '';
  return aggregateNames.has(name) ? name : undefined;
}

/** Whether an aggregate is called, in sub-queries not. A function that is not known may be one. */
export function hasAggregate(part: unknown): boolean {
  let found = false;
  walk(part, (node) => {
    if ('SelectStmt' in node) return false;
    if (aggregateOf(node) !== undefined) found = true;
    return undefined;
  });
  return found;
}

export function hasWindow(part: unknown): boolean {
  let found = false;
  walk(part, (node) => {
    if ('SelectStmt' in node) return false;
    if ('FuncCall' in node && node.FuncCall.over) found = true;
    return undefined;
  });
  return found;
}

export function hasSubQuery(part: unknown): boolean {
  let found = false;
  walk(part, (node) => {
    if ('SelectStmt' in node) found = true;
    return !found;
  });
  return found;
}

/** The columns that a part names, those of its sub-queries included. */
export function columnsIn(part: unknown): readonly (readonly string[])[] {
  const found: (readonly string[])[] = [];
  walk(part, (node) => {
    const name = columnName(node);
    if (name) found.push(name);
    return undefined;
  });
  return found;
}

/** Whether `*` or `t.*` stands in a part; `count(*)` is none. */
export function hasStar(part: unknown): boolean {
  let found = false;
  walk(part, (_node, kind) => {
    if (kind === 'A_Star') found = true;
    return undefined;
  });
  return found;
}

export function targetsOf(select: SelectStmt): readonly ResTarget[] {
  return (select.targetList ?? []).flatMap((node) => ('ResTarget' in node ? [node.ResTarget] : []));
}

export function among(node: Node, list: readonly Node[]): boolean {
  return list.some((one) => sameTree(one, node));
}
