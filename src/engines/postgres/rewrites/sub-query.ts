import type { Node, SelectStmt, SubLink } from 'libpg-query';
import { columnName, lastName, replaceNodes } from '../query/nodes.ts';
import { columnRef, columnsIn, conjuncts, isPlain, operation, selectFrom, targetsOf } from './build.ts';
import type { RewriteContext } from './rewrite.ts';
import { freshAlias, isOf, type Source, sourceOfColumn, sourcesOf, withAliases } from './sources.ts';

/** A sub-query of `x IN (…)`, ready to stand beside the columns of the query around it. */
export interface InSubQuery {
  /** The left side, its columns under their aliases. */
  readonly left: Node;
  /** What the sub-query gives. */
  readonly value: Node;
  readonly from: readonly Node[];
  readonly conditions: readonly Node[];
  readonly sources: readonly Source[];
}

/** Takes `x IN (SELECT y FROM …)` apart; nothing where the sub-query is more than plain rows or names are unclear. */
export function inSubQuery(link: SubLink, outer: readonly Source[], context: RewriteContext): InSubQuery | undefined {
  const { subLinkType, operName, testexpr, subselect } = link;
  const operator = operName ? lastName(operName) : '=';
  const isIn =
    (subLinkType === 'ANY_SUBLINK' && operator === '=') || (subLinkType === 'ALL_SUBLINK' && operator === '<>');
  if (!isIn || !testexpr || 'RowExpr' in testexpr || !subselect || !('SelectStmt' in subselect)) return undefined;
  const inner = apart(subselect.SelectStmt, outer, context);
  const left = withAliases(testexpr, outer);
  const [first, second] = inner ? targetsOf(inner.select) : [];
  if (!inner || !left || !first?.val || second || !isOf(first.val, inner.sources)) return undefined;
  return {
    left,
    value: first.val,
    from: inner.select.fromClause ?? [],
    conditions: conjuncts(inner.select.whereClause),
    sources: inner.sources,
  };
}

/** The sub-query under aliases that the outer query does not use, all its own columns qualified. */
export function apart(
  select: SelectStmt,
  outer: readonly Source[],
  context: RewriteContext,
  accepts: (select: SelectStmt) => boolean = isPlain,
): { readonly select: SelectStmt; readonly sources: readonly Source[] } | undefined {
  if (!accepts(select)) return undefined;
  const { sortClause: _order, ...unordered } = select;
  const before = sourcesOf(unordered, context);
  if (!before) return undefined;
  const both = qualifiedIn(unordered, before, outer);
  if (!both) return undefined;
  const taken = new Set([...outer, ...before].map((source) => source.alias));
  const renames = new Map(
    before
      .filter((source) => outer.some((one) => one.alias === source.alias))
      .map((source) => [source.alias, freshAlias(source.alias, taken)]),
  );
  const renamed = renames.size === 0 ? both : renamedIn(both, renames);
  const sources = sourcesOf(renamed, context);
  return sources && { select: renamed, sources };
}

/** Bare columns under the alias of their source: the sub-query's own first, then the outer query's. */
function qualifiedIn(select: SelectStmt, own: readonly Source[], outer: readonly Source[]): SelectStmt | undefined {
  let unknown = false;
  const result = replaceNodes(select, (node) => {
    const name = columnName(node);
    if (name?.length !== 1) return undefined;
    const isOwn = own.some((source) => source.table?.columns.some((column) => column.name === name[0]));
    const source = sourceOfColumn(name, isOwn ? own : outer);
    const clear = own.every((one) => one.table !== undefined);
    if (!source || !clear) unknown = true;
    return source && columnRef(source.alias, name[0] ?? '');
  });
  // A name within a deeper sub-query may mean something of its own.
  return unknown || hasDeeper(select) ? undefined : result;
}

function hasDeeper(select: SelectStmt): boolean {
  return JSON.stringify(select).includes('"SelectStmt":');
}

function renamedIn(select: SelectStmt, renames: ReadonlyMap<string, string>): SelectStmt {
  return replaceNodes(select, (node) => {
    if ('RangeVar' in node) {
      const alias = renames.get(node.RangeVar.alias?.aliasname ?? node.RangeVar.relname ?? '');
      return alias === undefined ? undefined : { RangeVar: { ...node.RangeVar, alias: { aliasname: alias } } };
    }
    const name = columnName(node);
    const alias = name?.length === 2 ? renames.get(name[0] ?? '') : undefined;
    return alias === undefined ? undefined : columnRef(alias, name?.[1] ?? '');
  });
}

/** `SELECT 1 FROM …` with further conditions. */
export function probe({ from, conditions }: InSubQuery, further: readonly Node[]): SelectStmt {
  return selectFrom([{ ResTarget: { val: { A_Const: { ival: { ival: 1 } } } } }], from, [...conditions, ...further]);
}

export function matches({ left, value }: InSubQuery): Node {
  return operation('=', value, left);
}

/** The two sides of an equality. */
export function equality(node: Node): readonly [Node, Node] | undefined {
  if (!('A_Expr' in node)) return undefined;
  const { kind, name, lexpr, rexpr } = node.A_Expr;
  return kind === 'AEXPR_OP' && lastName(name) === '=' && lexpr && rexpr ? [lexpr, rexpr] : undefined;
}

/** Of a sub-query's conditions: equalities of an own expression with an outer one, and those that are all its own. */
export function correlation(
  conditions: readonly Node[],
  own: readonly Source[],
  outer: readonly Source[],
): { readonly pairs: readonly (readonly [Node, Node])[]; readonly local: readonly Node[] } | undefined {
  const pairs: (readonly [Node, Node])[] = [];
  const local: Node[] = [];
  for (const condition of conditions) {
    const sides = equality(condition);
    if (isOf(condition, own)) local.push(condition);
    else if (sides && isPart(sides[0], own) && isPart(sides[1], outer)) pairs.push(sides);
    else if (sides && isPart(sides[1], own) && isPart(sides[0], outer)) pairs.push([sides[1], sides[0]]);
    else return undefined;
  }
  return { pairs, local };
}

function isPart(node: Node, sources: readonly Source[]): boolean {
  return columnsIn(node).length > 0 && isOf(node, sources);
}
