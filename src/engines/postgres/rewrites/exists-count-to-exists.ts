import type { Node, SelectStmt } from 'libpg-query';
import { constantOf } from '../query/expression.ts';
import { lastName, replaceNodes } from '../query/nodes.ts';
import { conjuncts, exists, isBasic, isNotNull, negation, setWhere, targetsOf } from './build.ts';
import { defineSelectRewrite } from './rewrite.ts';

export const existsCountToExists = defineSelectRewrite({
  id: 'exists-count-to-exists',
  title: 'EXISTS instead of counting',
  why: 'count(*) reads every matching row to learn whether there is one; EXISTS stops at the first, and can become a semi-join.',
  when: 'A sub-query that gives one count, without grouping or limit, is held against 0 or 1.',
  example: {
    before: 'SELECT u.id FROM users u WHERE (SELECT count(*) FROM orders o WHERE o.user_id = u.id) > 0',
    after: 'SELECT u.id FROM users u WHERE EXISTS (SELECT 1 FROM orders o WHERE o.user_id = u.id)',
  },
  change(select) {
    let changed = false;
    const replace = (node: Node): Node | undefined => {
      if ('SelectStmt' in node) return node;
      const other = withoutCount(node);
      if (other) changed = true;
      return other;
    };
    const { whereClause, targetList } = select;
    if (whereClause) select.whereClause = replaceNodes(whereClause, replace);
    if (targetList) {
      select.targetList = targetList.map((node) => {
        // An unnamed comparison is called ?column?, and EXISTS is not.
        const named = 'ResTarget' in node && node.ResTarget.name !== undefined;
        return named ? replaceNodes(node, replace) : node;
      });
    }
    return changed;
  },
});

/** Comparisons of a count that ask whether there is a row; the others ask whether there is none. */
const some: ReadonlySet<string> = new Set(['> 0', '>= 1', '<> 0', '0 <', '1 <=', '0 <>']);
const none: ReadonlySet<string> = new Set(['= 0', '< 1', '<= 0', '0 =', '1 >', '0 >=']);

function withoutCount(node: Node): Node | undefined {
  if (!('A_Expr' in node) || node.A_Expr.kind !== 'AEXPR_OP') return undefined;
  const { lexpr, rexpr, name } = node.A_Expr;
  if (!lexpr || !rexpr) return undefined;
  const [left, right] = [counted(lexpr), counted(rexpr)];
  const question = left ? `${lastName(name)} ${constantOf(rexpr)}` : `${constantOf(lexpr)} ${lastName(name)}`;
  const query = left ?? right;
  if (!query) return undefined;
  if (some.has(question)) return exists(query);
  return none.has(question) ? negation(exists(query)) : undefined;
}

/** The rows that a sub-query counts, as a SELECT 1. */
function counted(node: Node): SelectStmt | undefined {
  if (!('SubLink' in node) || node.SubLink.subLinkType !== 'EXPR_SUBLINK') return undefined;
  const { subselect } = node.SubLink;
  const select = subselect && 'SelectStmt' in subselect ? subselect.SelectStmt : undefined;
  if (!select || !isBasic(select) || select.groupClause || select.havingClause || select.distinctClause)
    return undefined;
  if (select.limitCount || select.limitOffset) return undefined;
  const [first, second] = targetsOf(select);
  if (!first?.val || second || !('FuncCall' in first.val)) return undefined;
  const { funcname, args = [], agg_star, agg_filter, over } = first.val.FuncCall;
  if (lastName(funcname) !== 'count' || over) return undefined;
  const [arg, more] = args;
  if ((!arg && !agg_star) || more) return undefined;
  const { sortClause: _order, ...rows } = select;
  const result: SelectStmt = { ...rows, targetList: [{ ResTarget: { val: { A_Const: { ival: { ival: 1 } } } } }] };
  setWhere(result, [
    ...conjuncts(select.whereClause),
    ...(arg && constantOf(arg) === undefined ? [isNotNull(arg)] : []),
    ...(agg_filter ? [agg_filter] : []),
  ]);
  return arg && constantOf(arg) === null ? undefined : result;
}
