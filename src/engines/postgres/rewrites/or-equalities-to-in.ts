import type { Node } from 'libpg-query';
import { constantOf } from '../query/expression.ts';
import { itemsOf, lastName, replaceNodes } from '../query/nodes.ts';
import { sameTree } from '../query/same-tree.ts';
import { inList } from './build.ts';
import { defineSelectRewrite } from './rewrite.ts';

export const orEqualitiesToIn = defineSelectRewrite({
  id: 'or-equalities-to-in',
  title: 'IN instead of OR over one column',
  why: 'A list is one condition, which one index scan serves; an OR of equalities becomes a bitmap of several scans, or a filter. (PostgreSQL 18 does this by itself for constants.)',
  when: 'All branches of the OR hold the same expression against constants or parameters by `=`.',
  example: {
    before: "SELECT id FROM orders WHERE status = 'paid' OR status = 'open'",
    after: "SELECT id FROM orders WHERE status IN ('paid', 'open')",
  },
  change(select) {
    let changed = false;
    const where = select.whereClause;
    if (!where) return false;
    select.whereClause = replaceNodes(where, (node) => {
      if (!('BoolExpr' in node) || node.BoolExpr.boolop !== 'OR_EXPR') return undefined;
      const list = listOf(node.BoolExpr.args ?? []);
      if (list) changed = true;
      return list;
    });
    return changed;
  },
});

function listOf(branches: readonly Node[]): Node | undefined {
  const parts = branches.map(equalsConstants);
  const [first] = parts;
  if (!first || parts.length < 2) return undefined;
  if (!parts.every((part) => part && sameTree(part.left, first.left))) return undefined;
  return inList(
    first.left,
    parts.flatMap((part) => part?.values ?? []),
  );
}

function equalsConstants(node: Node): { readonly left: Node; readonly values: readonly Node[] } | undefined {
  if (!('A_Expr' in node)) return undefined;
  const { kind, name, lexpr, rexpr } = node.A_Expr;
  if (lastName(name) !== '=' || !lexpr || !rexpr || (kind !== 'AEXPR_OP' && kind !== 'AEXPR_IN')) return undefined;
  const values = kind === 'AEXPR_IN' ? itemsOf(rexpr) : [rexpr];
  return values.every((value) => constantOf(value) !== undefined || 'ParamRef' in value)
    ? { left: lexpr, values }
    : undefined;
}
