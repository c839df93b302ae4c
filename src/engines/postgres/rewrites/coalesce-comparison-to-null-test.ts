import type { Node } from 'libpg-query';
import { constantOf } from '../query/expression.ts';
import { lastName } from '../query/nodes.ts';
import { disjunction, isNull, operation, replaceNodes } from './build.ts';
import { defineSelectRewrite } from './rewrite.ts';
import { type Source, type SourceColumn, sourceColumn, sourcesOf } from './sources.ts';

export const coalesceComparisonToNullTest = defineSelectRewrite({
  id: 'coalesce-comparison-to-null-test',
  title: 'a comparison and a null test instead of coalesce()',
  why: 'coalesce() hides the column from its indexes and from its statistics; a comparison, with IS NULL beside it where nulls count, does not.',
  when: 'coalesce() of a column and one constant is held by `=` or `<>` against another constant, and it can be told whether the two constants are the same.',
  example: {
    before: "SELECT id FROM orders WHERE coalesce(status, 'open') = 'open'",
    after: "SELECT id FROM orders WHERE status = 'open' OR status IS NULL",
  },
  change(select, context) {
    const sources = sourcesOf(select, context);
    if (!sources || !select.whereClause) return false;
    let changed = false;
    // Under NOT an unknown would become true: only AND and OR may stand around it.
    const visit = (node: Node): Node => {
      if ('BoolExpr' in node && node.BoolExpr.boolop !== 'NOT_EXPR') {
        return { BoolExpr: { ...node.BoolExpr, args: (node.BoolExpr.args ?? []).map(visit) } };
      }
      const other = withoutCoalesce(node, sources);
      if (other) changed = true;
      return other ?? node;
    };
    const where = visit(select.whereClause);
    if (changed) select.whereClause = flat(where);
    return changed;
  },
});

/** An OR within an OR is one. */
function flat(node: Node): Node {
  return replaceNodes(node, (one) =>
    'BoolExpr' in one && one.BoolExpr.boolop === 'OR_EXPR'
      ? disjunction((one.BoolExpr.args ?? []).map(flat))
      : undefined,
  );
}

function withoutCoalesce(node: Node, sources: readonly Source[]): Node | undefined {
  if (!('A_Expr' in node) || node.A_Expr.kind !== 'AEXPR_OP') return undefined;
  const { lexpr, rexpr, name } = node.A_Expr;
  const operator = lastName(name);
  if (!lexpr || !rexpr || (operator !== '=' && operator !== '<>')) return undefined;
  const [call, value] = 'CoalesceExpr' in lexpr ? [lexpr, rexpr] : [rexpr, lexpr];
  if (!('CoalesceExpr' in call)) return undefined;
  const [column, fallback, more] = call.CoalesceExpr.args ?? [];
  const found = column && sourceColumn(column, sources);
  if (!column || !found || !fallback || more) return undefined;
  const same = sameConstant(constantOf(fallback), constantOf(value), found);
  if (same === undefined) return undefined;
  const nullsPass = same === (operator === '=');
  const comparison = operation(operator, column, value);
  return nullsPass ? disjunction([comparison, isNull(column)]) : comparison;
}

/** Whether two constants are one value of the column's type; nothing where that cannot be told by their texts. */
function sameConstant(
  one: string | null | undefined,
  other: string | null | undefined,
  { column }: SourceColumn,
): boolean | undefined {
  if (typeof one !== 'string' || typeof other !== 'string' || column.type.domain) return undefined;
  if (one === other) return true;
  switch (column.type.family) {
    case 'integer':
      return /^-?\d+$/.test(one) && /^-?\d+$/.test(other) ? Number(one) === Number(other) : undefined;
    case 'boolean': {
      const plain = [one, other].every((text) => text === 'true' || text === 'false');
      return plain ? false : undefined;
    }
    case 'text':
      // An extension's type (citext) or a collation of its own may take different texts for the same.
      return column.type.ref || column.collation ? undefined : false;
    case 'enum':
      return false;
    default:
      return undefined;
  }
}
