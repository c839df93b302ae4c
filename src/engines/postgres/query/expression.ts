import type { A_Const, A_Expr, Node, SelectStmt, SubLink } from 'libpg-query';
import type { QualifiedName } from '../../../catalog/names.ts';
import type { TypeFamily } from '../../../catalog/type.ts';
import { comparison, opposites } from '../../comparison.ts';
import { beginsWith } from '../../index-keys.ts';
import type { Condition, NamedColumn, Operand, QueryBlock } from '../../query-facts.ts';
import { columnName, itemsOf, lastName, replaceNodes, stringsOf, walk } from './nodes.ts';
import { typeText } from './type-name.ts';

/** What the reading of an expression needs to know of what is around it. */
export interface Surroundings {
  /** An expression as text: {@link Parser.write}. */
  readonly write: (node: Node) => string;
  /** The alias of the relation that a column without one belongs to, where it can be told. */
  readonly relationOf?: (column: string) => string | undefined;
  /** What a name after COLLATE stands for; without it, for what the engine has under that name. */
  readonly collationOf?: (names: readonly string[]) => QualifiedName;
  /** What the engine computes in the place of a virtual column. */
  readonly computed?: (column: Node) => Node | undefined;
  /** The number of the block that a sub-query is. */
  readonly blockOf?: (select: SelectStmt, role: QueryBlock['role']) => number | undefined;
}

type Clause = Condition['clause'];

/**
 * The conditions that must all hold for an expression to be true: those that AND joins one by one, BETWEEN as two, NOT
 * pushed down as far as it goes (which three-valued logic allows), comparisons of rows by `=` column by column.
 */
export function conditionsOf(node: Node, clause: Clause, around: Surroundings, negated = false): readonly Condition[] {
  if ('BoolExpr' in node) {
    const { boolop, args = [] } = node.BoolExpr;
    if (boolop === 'NOT_EXPR') return args.flatMap((arg) => conditionsOf(arg, clause, around, !negated));
    if ((boolop === 'AND_EXPR') !== negated) return args.flatMap((arg) => conditionsOf(arg, clause, around, negated));
    const branches = args.map((arg) => conditionsOf(arg, clause, around, negated));
    return [{ text: textOf(node, around, negated), clause, kind: 'or', negated: false, branches }];
  }
  if ('A_Expr' in node) return ofExpression(node, node.A_Expr, clause, around, negated);
  return [single(node, clause, around, negated)];
}

function textOf(node: Node, { write }: Surroundings, negated: boolean): string {
  return negated ? `NOT (${write(node)})` : write(node);
}

function ofExpression(
  node: Node,
  expression: A_Expr,
  clause: Clause,
  around: Surroundings,
  negated: boolean,
): readonly Condition[] {
  const { kind, name, lexpr, rexpr } = expression;
  if (kind === 'AEXPR_BETWEEN' || kind === 'AEXPR_NOT_BETWEEN') {
    const [low, high] = itemsOf(rexpr);
    if (lexpr && low && high) return between(node, [lexpr, low, high], kind, clause, around, negated);
  }
  const operator = lastName(name);
  if (kind === 'AEXPR_OP' && operator === '=' && !negated && lexpr && rexpr) {
    const [left, right] = [rowOf(lexpr), rowOf(rexpr)];
    if (left && right && left.length === right.length) {
      return left.flatMap((one, at) => {
        const other = right[at];
        return other ? ofExpression(equal(one, other), equalExpression(one, other), clause, around, false) : [];
      });
    }
  }
  if (kind === 'AEXPR_IN' && operator === '=' && !negated && lexpr && rowOf(lexpr)) {
    const rows = itemsOf(rexpr);
    const branches = rows.map((row) => conditionsOf(equal(lexpr, row), clause, around));
    // The engine, too, makes of a list of rows the comparisons of their columns.
    if (rows.length > 0 && rows.every((row) => rowOf(row)?.length === rowOf(lexpr)?.length)) {
      const [only, ...more] = branches;
      if (only && more.length === 0) return only;
      return [{ text: textOf(node, around, false), clause, kind: 'or', negated: false, branches }];
    }
  }
  return [single(node, clause, around, negated)];
}

function equalExpression(lexpr: Node, rexpr: Node): A_Expr {
  return { kind: 'AEXPR_OP', name: [{ String: { sval: '=' } }], lexpr, rexpr };
}

function equal(left: Node, right: Node): Node {
  return { A_Expr: equalExpression(left, right) };
}

function rowOf(node: Node): readonly Node[] | undefined {
  return 'RowExpr' in node ? (node.RowExpr.args ?? []) : undefined;
}

function between(
  node: Node,
  [value, low, high]: readonly [Node, Node, Node],
  kind: 'AEXPR_BETWEEN' | 'AEXPR_NOT_BETWEEN',
  clause: Clause,
  around: Surroundings,
  negated: boolean,
): readonly Condition[] {
  const inside = (kind === 'AEXPR_BETWEEN') !== negated;
  const bound = (operator: string, limit: Node): Condition =>
    comparison(operator, operandOf(value, around), operandOf(limit, around), clause);
  if (inside) return [bound('>=', low), bound('<=', high)];
  return [
    {
      text: textOf(node, around, negated),
      clause,
      kind: 'or',
      negated: false,
      branches: [[bound('<', low)], [bound('>', high)]],
    },
  ];
}

/** Operators that look for a pattern in a text, with those that say that it is not there. */
const patterns: Readonly<Record<string, string>> = {
  '!~~': '~~',
  '!~~*': '~~*',
  '!~': '~',
  '!~*': '~*',
};
const patternOperators: ReadonlySet<string> = new Set(Object.values(patterns));

/** One condition that is neither AND, OR nor NOT. */
function single(node: Node, clause: Clause, around: Surroundings, negated: boolean): Condition {
  const text = textOf(node, around, negated);
  const base = { text, clause };
  if ('A_Expr' in node) return { ...base, ...operation(node.A_Expr, around, negated) };
  if ('SubLink' in node) return { ...base, ...subLink(node.SubLink, around, negated) };
  if ('NullTest' in node && node.NullTest.arg) {
    const isNotNull = node.NullTest.nulltesttype === 'IS_NOT_NULL';
    return {
      ...base,
      kind: 'null test',
      negated: isNotNull !== negated,
      left: operandOf(node.NullTest.arg, around),
    };
  }
  if ('BooleanTest' in node && node.BooleanTest.arg) {
    const { booltesttype = '', arg } = node.BooleanTest;
    const left = operandOf(arg, around);
    const positive = booltesttype === 'IS_TRUE' || booltesttype === 'IS_NOT_FALSE';
    const kind = booltesttype.endsWith('UNKNOWN') ? 'other' : 'boolean';
    return { ...base, kind, negated: kind === 'boolean' ? positive === negated : negated, left };
  }
  const begins = beginningOf(node, around);
  if (begins) return { ...base, ...begins, negated };
  const left = operandOf(node, around);
  // A function of several arguments is a question of its own, no value that is there or not.
  const plain = 'ColumnRef' in node || ('TypeCast' in node && left.functions.length === 0) || isUnary(node);
  return { ...base, kind: plain && left.column ? 'boolean' : 'other', negated, left };
}

/** `starts_with(text, value)`: what `^@` says. */
function beginningOf(
  node: Node,
  around: Surroundings,
): Pick<Condition, 'kind' | 'operator' | 'left' | 'right'> | undefined {
  if (!('FuncCall' in node) || lastName(node.FuncCall.funcname) !== 'starts_with') return undefined;
  const [left, right, ...others] = node.FuncCall.args ?? [];
  if (!left || !right || others.length > 0) return undefined;
  return { kind: 'like', operator: beginsWith, left: operandOf(left, around), right: operandOf(right, around) };
}

function isUnary(node: Node): boolean {
  return 'FuncCall' in node && node.FuncCall.args?.length === 1;
}

type Described = Omit<Condition, 'text' | 'clause'>;

function operation(expression: A_Expr, around: Surroundings, negated: boolean): Described {
  const { kind, name, lexpr, rexpr } = expression;
  const written = lastName(name);
  const sides = {
    ...(lexpr ? { left: operandOf(lexpr, around) } : {}),
    ...(rexpr ? { right: operandOf(rexpr, around) } : {}),
  };
  switch (kind) {
    case 'AEXPR_LIKE':
    case 'AEXPR_ILIKE':
    case 'AEXPR_SIMILAR': {
      const operator = kind === 'AEXPR_SIMILAR' ? 'SIMILAR TO' : (patterns[written] ?? written);
      return { kind: 'like', negated: written.startsWith('!') !== negated, operator, ...sides };
    }
    case 'AEXPR_IN':
      return {
        kind: 'in list',
        negated: (written === '<>') !== negated,
        operator: '=',
        ...sides,
        list: itemsOf(rexpr).map((item) => operandOf(item, around)),
      };
    case 'AEXPR_OP_ANY':
    case 'AEXPR_OP_ALL':
      if (written === (kind === 'AEXPR_OP_ANY' ? '=' : '<>')) {
        const list = rexpr ? elementsOf(rexpr).map((item) => operandOf(item, around)) : [];
        return {
          kind: 'in list',
          negated: (kind === 'AEXPR_OP_ALL') !== negated,
          operator: '=',
          ...sides,
          ...(list.length > 0 ? { list } : {}),
        };
      }
      return { kind: 'other', negated, operator: written, ...sides, ...anyPattern(expression, around) };
    case 'AEXPR_OP':
      break;
    default:
      return { kind: 'other', negated, ...(written === '' ? {} : { operator: written }), ...sides };
  }
  const opposite = opposites[written];
  if (opposite !== undefined) {
    const operator = negated ? opposite : written;
    return { kind: 'comparison', negated: operator === '<>', operator, ...sides };
  }
  const positive = patterns[written] ?? written;
  if (patternOperators.has(positive) || positive === beginsWith) {
    return { kind: 'like', negated: (positive !== written) !== negated, operator: positive, ...sides };
  }
  return { kind: lexpr && rexpr ? 'match' : 'other', negated, operator: written, ...sides };
}

/** The members of `LIKE ANY (ARRAY[…])`. */
function anyPattern({ kind, name, rexpr }: A_Expr, around: Surroundings): Pick<Condition, 'list'> {
  const list = kind === 'AEXPR_OP_ANY' && patternOperators.has(lastName(name)) && rexpr ? elementsOf(rexpr) : [];
  return list.length > 0 ? { list: list.map((item) => operandOf(item, around)) } : {};
}

function elementsOf(node: Node): readonly Node[] {
  return 'A_ArrayExpr' in node ? (node.A_ArrayExpr.elements ?? []) : [];
}

function subLink(link: SubLink, around: Surroundings, negated: boolean): Described {
  const { subLinkType, testexpr, operName, subselect } = link;
  const operator = operName ? lastName(operName) : '=';
  const select = subselect && 'SelectStmt' in subselect ? subselect.SelectStmt : undefined;
  const right = (role: QueryBlock['role']): Operand => ({
    text: subselect ? around.write(subselect) : '',
    functions: [],
    ...blockPart(select, role, around),
  });
  if (subLinkType === 'EXISTS_SUBLINK') return { kind: 'exists', negated, right: right('exists') };
  const left = testexpr ? { left: operandOf(testexpr, around) } : {};
  const any = subLinkType === 'ANY_SUBLINK';
  if (any || subLinkType === 'ALL_SUBLINK') {
    if (operator === (any ? '=' : '<>')) {
      return { kind: 'in subquery', negated: negated === any, operator: '=', ...left, right: right('in') };
    }
    return { kind: 'other', negated, operator, ...left, right: right('in') };
  }
  return { kind: 'other', negated, left: right('scalar') };
}

function blockPart(
  select: SelectStmt | undefined,
  role: QueryBlock['role'],
  { blockOf }: Surroundings,
): { readonly block?: number } {
  const block = select && blockOf?.(select, role);
  return block === undefined ? {} : { block };
}

/** A side of a condition, an order key or a returned expression. */
export function operandOf(written: Node, around: Surroundings): Operand {
  const node = around.computed ? replaceNodes(written, around.computed) : written;
  const columns: (readonly string[])[] = [];
  const parameters: number[] = [];
  let block: number | undefined;
  let collation: QualifiedName | undefined;
  walk(node, (below) => {
    const names = columnName(below);
    if (names) columns.push(names);
    if ('ParamRef' in below) parameters.push(below.ParamRef.number ?? 0);
    if ('CollateClause' in below) collation ??= collationIn(stringsOf(below.CollateClause.collname), around);
    if (!('SubLink' in below)) return undefined;
    const { subselect, subLinkType } = below.SubLink;
    const select = subselect && 'SelectStmt' in subselect ? subselect.SelectStmt : undefined;
    const found = blockPart(select, roles[subLinkType ?? ''] ?? 'scalar', around).block;
    block ??= found;
    return false;
  });
  const [first, ...others] = [...new Map(columns.map((names) => [names.join('.'), names])).values()];
  const column = others.length === 0 ? first : undefined;
  const constant = constantOf(node);
  const wraps = wrapsOf(node);
  const named = (names: readonly string[]): NamedColumn => {
    const relation = names.at(-2) ?? around.relationOf?.(names[0] ?? '');
    return { ...(relation === undefined ? {} : { relation }), column: names.at(-1) ?? '' };
  };
  const family = familyOf(node);
  return {
    text: around.write(node),
    ...(column ? { column: named(column) } : {}),
    ...(first && others.length > 0 ? { columns: [first, ...others].map(named) } : {}),
    ...(family ? { family } : {}),
    functions: wraps.functions,
    ...(column && wraps.cast !== undefined ? { cast: wraps.cast } : {}),
    ...(collation ? { collation } : {}),
    ...(constant === undefined ? {} : { constant }),
    ...(columns.length === 0 && parameters.length === 1 ? { parameter: parameters[0] ?? 0 } : {}),
    ...(block === undefined ? {} : { block }),
  };
}

/** What a constructor makes: the functions of "Range Functions" and "Geometric Type Conversion Functions" of the manual. */
function familyOf(node: Node): TypeFamily | undefined {
  if ('A_ArrayExpr' in node) return 'array';
  const name =
    'FuncCall' in node
      ? lastName(node.FuncCall.funcname)
      : 'TypeCast' in node
        ? typeText(node.TypeCast.typeName)
        : undefined;
  if (name === undefined) return undefined;
  if (/^(?:int4|int8|num|ts|tstz|date)(?:multi)?range$/.test(name)) return 'range';
  if (/^(?:point|box|circle|polygon|lseg|path|bound_box|diagonal)$/.test(name)) return 'geometry';
  if (/^(?:(?:(?:phrase|plain|websearch_)?to_ts|ts)(?:vector|query)|array_to_tsvector|setweight)$/.test(name))
    return 'full-text';
  if (/^(?:jsonb|to_jsonb|jsonb_build_(?:object|array)|jsonb_strip_nulls)$/.test(name)) return 'json-binary';
  if (/\[\]$|^(?:string_to_array|regexp_split_to_array|array_(?:append|cat|prepend|remove))$/.test(name))
    return 'array';
  return undefined;
}

function collationIn(names: readonly string[], { collationOf }: Surroundings): QualifiedName {
  return collationOf?.(names) ?? { schema: names.at(-2) ?? 'pg_catalog', name: names.at(-1) ?? '' };
}

const roles: Readonly<Record<string, QueryBlock['role']>> = {
  EXISTS_SUBLINK: 'exists',
  ANY_SUBLINK: 'in',
  ALL_SUBLINK: 'in',
  ARRAY_SUBLINK: 'array',
};

/** The functions and casts around the column, the outermost first, down the one path that leads to it. */
function wrapsOf(node: Node): { readonly functions: readonly string[]; readonly cast?: string } {
  const functions: string[] = [];
  let cast: string | undefined;
  let here: Node | undefined = node;
  while (here) {
    const inner: { readonly name?: string; readonly below: readonly Node[] } = layerOf(here);
    if (inner.name !== undefined) functions.push(inner.name);
    if ('TypeCast' in here) cast ??= typeText(here.TypeCast.typeName);
    here = inner.below.find((below: Node) => hasColumn(below));
  }
  return { functions, ...(cast === undefined ? {} : { cast }) };
}

function hasColumn(node: Node): boolean {
  let found = false;
  walk(node, (below) => {
    if (columnName(below)) found = true;
    return !('SubLink' in below);
  });
  return found;
}

function layerOf(node: Node): { readonly name?: string; readonly below: readonly Node[] } {
  if ('FuncCall' in node) return { name: lastName(node.FuncCall.funcname), below: node.FuncCall.args ?? [] };
  if ('CoalesceExpr' in node) return { name: 'coalesce', below: node.CoalesceExpr.args ?? [] };
  if ('MinMaxExpr' in node) {
    return { name: node.MinMaxExpr.op === 'IS_LEAST' ? 'least' : 'greatest', below: node.MinMaxExpr.args ?? [] };
  }
  if ('CaseExpr' in node) return { name: 'case', below: [] };
  if ('TypeCast' in node) return { below: node.TypeCast.arg ? [node.TypeCast.arg] : [] };
  if ('CollateClause' in node) return { below: node.CollateClause.arg ? [node.CollateClause.arg] : [] };
  if ('A_Indirection' in node) return { below: node.A_Indirection.arg ? [node.A_Indirection.arg] : [] };
  if ('A_Expr' in node) {
    const { kind, lexpr, rexpr } = node.A_Expr;
    const below = [lexpr, rexpr].filter((side) => side !== undefined);
    return kind === 'AEXPR_NULLIF' ? { name: 'nullif', below } : { below };
  }
  return { below: [] };
}

/** The text of a constant, through casts; null for NULL; nothing for anything else. */
export function constantOf(node: Node): string | null | undefined {
  if ('TypeCast' in node) return node.TypeCast.arg && constantOf(node.TypeCast.arg);
  return 'A_Const' in node ? constantText(node.A_Const) : undefined;
}

function constantText(constant: A_Const): string | null {
  if (constant.isnull) return null;
  // Zero, false and '' are left out of the tree.
  if (constant.ival) return String(constant.ival.ival ?? 0);
  if (constant.fval) return constant.fval.fval ?? '0';
  if (constant.boolval) return String(constant.boolval.boolval ?? false);
  if (constant.bsval) return constant.bsval.bsval ?? '';
  return constant.sval?.sval ?? '';
}
