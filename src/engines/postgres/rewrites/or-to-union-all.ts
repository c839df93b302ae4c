import type { Node, SelectStmt } from 'libpg-query';
import { columnName, stringsOf } from '../query/nodes.ts';
import { conjuncts, hasStar, isNotTrue, isPlain, setWhere, targetsOf } from './build.ts';
import { defineSelectRewrite } from './rewrite.ts';
import { sourcesOf } from './sources.ts';

/** An OR of more branches makes more queries than are worth it. */
const mostBranches = 4;

export const orToUnionAll = defineSelectRewrite({
  id: 'or-to-union-all',
  title: 'UNION ALL instead of OR',
  why: 'One index cannot serve an OR over several columns or tables: the whole is read and filtered. Each branch alone can use an index of its own.',
  when: 'An OR of at most four branches in WHERE, in a query of plain rows. Each further branch leaves out the rows of those before it with `IS NOT TRUE`, which nulls pass, so no row comes twice. An ORDER BY must be by columns of the result.',
  example: {
    before: "SELECT o.id FROM orders o WHERE o.status = 'paid' OR o.user_id = 7",
    after:
      "SELECT o.id FROM orders o WHERE o.status = 'paid' UNION ALL SELECT o.id FROM orders o WHERE o.user_id = 7 AND (o.status = 'paid') IS NOT TRUE",
  },
  change(select, context) {
    const { limitCount, limitOffset, limitOption, sortClause, withClause, ...body } = select;
    if (!isPlain(body) || withClause || !sourcesOf(select, context)) return false;
    if (!isOrderedByResults(select)) return false;
    const conditions = conjuncts(select.whereClause);
    const at = conditions.findIndex((one) => 'BoolExpr' in one && one.BoolExpr.boolop === 'OR_EXPR');
    const or = conditions[at];
    const branches = or && 'BoolExpr' in or ? (or.BoolExpr.args ?? []) : [];
    if (branches.length < 2 || branches.length > mostBranches || isOneColumn(branches)) return false;
    const parts = branches.map((branch, number): SelectStmt => {
      const part = structuredClone(body);
      const rest = conditions.filter((_, other) => other !== at);
      setWhere(part, structuredClone([...rest, branch, ...branches.slice(0, number).map(isNotTrue)]));
      return { ...part, limitOption: 'LIMIT_OPTION_DEFAULT' };
    });
    const [first, ...others] = parts;
    if (!first) return false;
    const union = others.reduce<SelectStmt>(
      (larg, rarg) => ({ limitOption: 'LIMIT_OPTION_DEFAULT', op: 'SETOP_UNION', all: true, larg, rarg }),
      first,
    );
    for (const key of Object.keys(select)) delete select[key as keyof SelectStmt];
    Object.assign(select, union, {
      ...(sortClause ? { sortClause } : {}),
      ...(limitCount ? { limitCount } : {}),
      ...(limitOffset ? { limitOffset } : {}),
      limitOption: limitOption ?? 'LIMIT_OPTION_DEFAULT',
    });
    return true;
  },
});

/** An OR over one column is a list, which one index serves. */
function isOneColumn(branches: readonly Node[]): boolean {
  const columns = branches.map((branch) => {
    if (!('A_Expr' in branch) || !branch.A_Expr.lexpr) return undefined;
    return columnName(branch.A_Expr.lexpr)?.join('.');
  });
  return columns[0] !== undefined && columns.every((column) => column === columns[0]);
}

/** What a union is ordered by must be the name of a result, or its number. */
function isOrderedByResults(select: SelectStmt): boolean {
  const targets = targetsOf(select);
  return (select.sortClause ?? []).every((node) => {
    if (!('SortBy' in node) || !node.SortBy.node) return false;
    const key = node.SortBy.node;
    if ('A_Const' in key) return true;
    if (!('ColumnRef' in key) || hasStar(select.targetList)) return false;
    const [name, second] = stringsOf(key.ColumnRef.fields);
    return (
      second === undefined &&
      targets.some(({ name: alias, val }) => (alias ?? (val && columnName(val)?.at(-1))) === name)
    );
  });
}
